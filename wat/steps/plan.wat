  ;; Runs a compiled plan: every step over a range of positions, in order, in one call. Included by the kernels that compute
  ;; indicators; the operations stand in wat/steps/.
  ;;
  ;; An operation gets its step, the state to go on from, the state to leave behind (it may be the same place), and positions
  ;; [from, to), at least one. It loads its whole state before it stores any of it. All zeros is the state before the first
  ;; position. Values are finite or NaN, which means unknown: NaN in, NaN out, and what is not finite becomes NaN.
  ;; While $preview is set nothing outside its outputs and the state to leave behind may change: the last position is a bar
  ;; that goes on forming.

  (type $operation (func (param $step i32) (param $src i32) (param $dst i32) (param $from i32) (param $to i32)))

  (global $preview (mut i32) (i32.const 0))

  ;; Runs every step over [from, to), at most PLAN.CHUNK positions, from one state slot into another. Calls stand in the order of
  ;; OPERATION, and are direct: one through a function table takes 2 ns longer, half of what a light step takes.
  (func $run_steps (param $plan i32) (param $src i32) (param $dst i32) (param $from i32) (param $to i32)
    (local $step i32) (local $end i32) (local $one i32) (local $s i32) (local $d i32)
    (local.set $step (i32.load offset=0 (; PLAN.STEPS ;) (local.get $plan)))
    (local.set $end (i32.add (local.get $step)
      (i32.mul (i32.load offset=4 (; PLAN.COUNT ;) (local.get $plan)) (i32.const 128 (; STEP.BYTES ;)))))
    (local.set $one (i32.eq (i32.sub (local.get $to) (local.get $from)) (i32.const 1)))
    (block $done (loop $next
      (br_if $done (i32.ge_u (local.get $step) (local.get $end)))
      ;; a tick by itself: no batch to prepare for
      (if (i32.and (local.get $one)
            (i32.le_u (i32.load offset=0 (; STEP.OPERATION ;) (local.get $step)) (i32.const 17 (; OPERATION.SELECT ;))))
        (then
          (call $elementwise_at (local.get $step)
            (i32.load offset=0 (; STEP.OPERATION ;) (local.get $step))
            (i32.shl (local.get $from) (i32.const 3)))
          (local.set $step (i32.add (local.get $step) (i32.const 128 (; STEP.BYTES ;))))
          (br $next)))
      (local.set $s (i32.add (local.get $src) (i32.load offset=8 (; STEP.STATE ;) (local.get $step))))
      (local.set $d (i32.add (local.get $dst) (i32.load offset=8 (; STEP.STATE ;) (local.get $step))))
      (block $ran
        (block $flow (block $supertrend (block $parabolic (block $cumulate (block $direction (block $range (block $strength (block $adaptive (block $average (block $filter (block $mean_deviation (block $median (block $lowest (block $highest (block $moments (block $weighted (block $mean (block $lagged (block $streak (block $cross (block $lag (block $batch
          (br_table $batch $lag $cross $streak $mean $weighted $moments $highest $lowest $median $mean_deviation $filter $average $adaptive $strength $range $direction $cumulate $parabolic $supertrend $lagged $lagged $lagged $flow $mean $batch (i32.sub (i32.load offset=0 (; STEP.OPERATION ;) (local.get $step)) (i32.const 17))))
        (call $elementwise (local.get $step) (local.get $s) (local.get $d) (local.get $from) (local.get $to)) (br $ran))
        (call $lag (local.get $step) (local.get $s) (local.get $d) (local.get $from) (local.get $to)) (br $ran))
        (call $cross (local.get $step) (local.get $s) (local.get $d) (local.get $from) (local.get $to)) (br $ran))
        (call $streak (local.get $step) (local.get $s) (local.get $d) (local.get $from) (local.get $to)) (br $ran))
        (call $lagged (local.get $step) (local.get $s) (local.get $d) (local.get $from) (local.get $to)) (br $ran))
        (call $mean (local.get $step) (local.get $s) (local.get $d) (local.get $from) (local.get $to)) (br $ran))
        (call $weighted (local.get $step) (local.get $s) (local.get $d) (local.get $from) (local.get $to)) (br $ran))
        (call $moments (local.get $step) (local.get $s) (local.get $d) (local.get $from) (local.get $to)) (br $ran))
        (call $highest (local.get $step) (local.get $s) (local.get $d) (local.get $from) (local.get $to)) (br $ran))
        (call $lowest (local.get $step) (local.get $s) (local.get $d) (local.get $from) (local.get $to)) (br $ran))
        (call $median (local.get $step) (local.get $s) (local.get $d) (local.get $from) (local.get $to)) (br $ran))
        (call $mean_deviation (local.get $step) (local.get $s) (local.get $d) (local.get $from) (local.get $to)) (br $ran))
        (call $filter (local.get $step) (local.get $s) (local.get $d) (local.get $from) (local.get $to)) (br $ran))
        (call $average (local.get $step) (local.get $s) (local.get $d) (local.get $from) (local.get $to)) (br $ran))
        (call $adaptive (local.get $step) (local.get $s) (local.get $d) (local.get $from) (local.get $to)) (br $ran))
        (call $strength (local.get $step) (local.get $s) (local.get $d) (local.get $from) (local.get $to)) (br $ran))
        (call $range (local.get $step) (local.get $s) (local.get $d) (local.get $from) (local.get $to)) (br $ran))
        (call $direction (local.get $step) (local.get $s) (local.get $d) (local.get $from) (local.get $to)) (br $ran))
        (call $cumulate (local.get $step) (local.get $s) (local.get $d) (local.get $from) (local.get $to)) (br $ran))
        (call $parabolic (local.get $step) (local.get $s) (local.get $d) (local.get $from) (local.get $to)) (br $ran))
        (call $supertrend (local.get $step) (local.get $s) (local.get $d) (local.get $from) (local.get $to)) (br $ran))
        (call $flow (local.get $step) (local.get $s) (local.get $d) (local.get $from) (local.get $to)) (br $ran))
      (local.set $step (i32.add (local.get $step) (i32.const 128 (; STEP.BYTES ;))))
      (br $next))))
