/** Bugs, one function each: how a kernel's source looks with the bug in it. For tests that show that they catch it. */

/** A drain works in the committed bank, as if there were only one. */
export const oneBank = (source) =>
  source.replace('(call $bank (local.get $lane) (i32.const 1))', '(call $bank (local.get $lane) (i32.const 0))');

/** A kernel that never comes back once it has drained something. */
export const stuck = (source) =>
  source.replace(
    '(call $publish (local.get $lane))\n    (if (local.get $signals)',
    '(loop $forever (br $forever))\n    (if (local.get $signals)',
  );

/** A plan's state is worked in place, as if there were one slot; nothing is computed again from the one before it. */
export const oneState = (source) =>
  source
    .replace('(i32.ctz (i32.xor (local.get $taken) (i32.const -1)))', '(i32.const 0)')
    .replace('(call $restore_bar (local.get $lane))', '');

/** A kernel that traps at one price. */
export const traps = (source) =>
  source.replace(
    '(call $publish (local.get $lane))\n    (if (local.get $signals)',
    `(if (f64.eq (f64.load offset=64 (; BANK.LAST ;) (call $committed (local.get $lane))) (f64.const 666)) (then (unreachable)))
    (call $publish (local.get $lane))\n    (if (local.get $signals)`,
  );
