/** Bugs, one function each: how a kernel's source looks with the bug in it. For tests that show that they catch it. */

/** A drain works in the committed bank, as if there were only one. */
export const oneBank = (source) =>
  source.replace('(call $bank (local.get $lane) (i32.const 1))', '(call $bank (local.get $lane) (i32.const 0))');

/** A kernel that never comes back once it has drained something. */
export const stuck = (source) =>
  source.replace(
    '(call $publish (local.get $lane))\n    (i32.or (i32.const 1)',
    '(loop $forever (br $forever))\n    (i32.or (i32.const 1)',
  );
