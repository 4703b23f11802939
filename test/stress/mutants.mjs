/** Bugs, one function each: how a kernel's source looks with the bug in it. For tests that show that they catch it. */

/** A drain works in the committed bank, as if there were only one. */
export const oneBank = (source) =>
  source.replace(
    /(\(func \$working[\s\S]*?)\(i32\.and \(i32\.add (\(i32\.atomic\.load [^\n]*?\(local\.get \$lane\)\)) \(i32\.const 1\)\) \(i32\.const 1\)\)/,
    '$1(i32.and $2 (i32.const 1))',
  );

/** A kernel that never comes back once it has drained something. */
export const stuck = (source) =>
  source.replace(
    '(call $publish (local.get $lane))\n    (i32.or (i32.const 1)',
    '(loop $forever (br $forever))\n    (i32.or (i32.const 1)',
  );
