  ;; Runs a compiled plan: every step over a range of positions, in order, in one call. Included by the kernels that compute
  ;; indicators; the operations stand in wat/steps/.
  ;;
  ;; An operation gets its step, the state to go on from, the state to leave behind (it may be the same place), and positions
  ;; [from, to), at least one. It loads its whole state before it stores any of it. All zeros is the state before the first
  ;; position. Values are finite or NaN, which means unknown: NaN in, NaN out, and what is not finite becomes NaN.
  ;; While $preview is set nothing outside its outputs and the state to leave behind may change: the last position is a bar
  ;; that goes on forming.

  (type $operation (func (param $step i32) (param $src i32) (param $dst i32) (param $from i32) (param $to i32)))

  (table $operations 37 funcref)
  (elem (i32.const 0)
    $elementwise $elementwise $elementwise $elementwise $elementwise $elementwise $elementwise $elementwise $elementwise
    $elementwise $elementwise $elementwise $elementwise $elementwise $elementwise $elementwise $elementwise $elementwise
    $lag $cross $streak
    $mean $weighted $moments $highest $lowest $median $mean_deviation $filter
    $average $adaptive $strength
    $range $direction $cumulate $parabolic $supertrend)

  (global $preview (mut i32) (i32.const 0))

  ;; runs every step over [from, to), at most PLAN.CHUNK positions, from one state slot into another
  (func $run_steps (param $plan i32) (param $src i32) (param $dst i32) (param $from i32) (param $to i32)
    (local $step i32) (local $end i32)
    (local.set $step (i32.load offset=0 (; PLAN.STEPS ;) (local.get $plan)))
    (local.set $end (i32.add (local.get $step)
      (i32.mul (i32.load offset=4 (; PLAN.COUNT ;) (local.get $plan)) (i32.const 128 (; STEP.BYTES ;)))))
    (block $done (loop $next
      (br_if $done (i32.ge_u (local.get $step) (local.get $end)))
      (call_indirect $operations (type $operation)
        (local.get $step)
        (i32.add (local.get $src) (i32.load offset=8 (; STEP.STATE ;) (local.get $step)))
        (i32.add (local.get $dst) (i32.load offset=8 (; STEP.STATE ;) (local.get $step)))
        (local.get $from)
        (local.get $to)
        (i32.load offset=0 (; STEP.OPERATION ;) (local.get $step)))
      (local.set $step (i32.add (local.get $step) (i32.const 128 (; STEP.BYTES ;))))
      (br $next))))
