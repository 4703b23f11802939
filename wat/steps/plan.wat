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
    (call $run_range
      (i32.load offset=0 (; PLAN.STEPS ;) (local.get $plan))
      (i32.add (i32.load offset=0 (; PLAN.STEPS ;) (local.get $plan))
        (i32.mul (i32.load offset=4 (; PLAN.COUNT ;) (local.get $plan)) (i32.const 128 (; STEP.BYTES ;))))
      (local.get $src) (local.get $dst) (local.get $from) (local.get $to)))

  ;; one step of arithmetic at one position, which is given in bytes
  (func $run_step (param $step i32) (param $at i32)
    (local.set $at (i32.shr_u (local.get $at) (i32.const 3)))
    (call $run_range (local.get $step) (i32.add (local.get $step) (i32.const 128 (; STEP.BYTES ;)))
      (i32.const 0) (i32.const 0) (local.get $at) (i32.add (local.get $at) (i32.const 1))))

  ;; Steps from `step` up to `end`. Arithmetic at a single position, which is what a tick by itself takes, stands right here:
  ;; with a call of its own it would take twice as long.
  (func $run_range (param $step i32) (param $end i32) (param $src i32) (param $dst i32) (param $from i32) (param $to i32)
    (local $one i32) (local $s i32) (local $d i32) (local $at i32) (local $a f64) (local $b f64) (local $value f64)
    (local.set $at (i32.shl (local.get $from) (i32.const 3)))
    (local.set $one (i32.eq (i32.sub (local.get $to) (local.get $from)) (i32.const 1)))
    (block $done (loop $next
      (br_if $done (i32.ge_u (local.get $step) (local.get $end)))
      ;; a tick by itself: no batch to prepare for
      (if (i32.and (local.get $one)
            (i32.le_u (i32.load offset=0 (; STEP.OPERATION ;) (local.get $step)) (i32.const 17 (; OPERATION.SELECT ;))))
        (then
          (local.set $a (f64.load (i32.add
            (i32.load offset=24 (; STEP.A ;) (local.get $step))
            (i32.and (local.get $at) (i32.load offset=28 (; STEP.A_MASK ;) (local.get $step))))))
          (local.set $b (f64.load (i32.add
            (i32.load offset=32 (; STEP.B ;) (local.get $step))
            (i32.and (local.get $at) (i32.load offset=36 (; STEP.B_MASK ;) (local.get $step))))))
          (local.set $value
            (block $computed (result f64)
              (block $truth (result i32)
              (block $select (block $otherwise (block $not (block $or (block $and (block $equal (block $greater_equal (block $greater
              (block $sign (block $root (block $absolute (block $maximum (block $minimum (block $multiply_add (block $divide
              (block $multiply (block $subtract (block $add
                (br_table $add $subtract $multiply $divide $multiply_add $minimum $maximum $absolute $root $sign
                  $greater $greater_equal $equal $and $or $not $otherwise $select (i32.load offset=0 (; STEP.OPERATION ;) (local.get $step))))
                (; add ;) (br $computed (f64.add (local.get $a) (local.get $b))))
                (; subtract ;) (br $computed (f64.sub (local.get $a) (local.get $b))))
                (; multiply ;) (br $computed (f64.mul (local.get $a) (local.get $b))))
                (; divide ;) (br $computed
                  (if (result f64) (f64.eq (local.get $b) (f64.const 0))
                    (then (f64.add (call $third (local.get $step) (local.get $at)) (f64.sub (local.get $a) (local.get $a))))
                    (else (f64.div (local.get $a) (local.get $b))))))
                (; multiply_add ;) (br $computed
                  (f64.add (local.get $a) (f64.mul (local.get $b) (call $third (local.get $step) (local.get $at))))))
                (; minimum ;) (br $computed (f64.min (local.get $a) (local.get $b))))
                (; maximum ;) (br $computed (f64.max (local.get $a) (local.get $b))))
                (; absolute ;) (br $computed (f64.abs (local.get $a))))
                (; root ;) (br $computed (f64.sqrt (local.get $a))))
                (; sign ;)
                (local.set $b (f64.const 0))
                (br $truth (i32.sub (f64.gt (local.get $a) (f64.const 0)) (f64.lt (local.get $a) (f64.const 0)))))
                (; greater ;) (br $truth (f64.gt (local.get $a) (local.get $b))))
                (; greater_equal ;) (br $truth (f64.ge (local.get $a) (local.get $b))))
                (; equal ;) (br $truth (f64.eq (local.get $a) (local.get $b))))
                (; and ;) (br $computed
                  (select
                    (f64.const 0)
                    (f64.add (f64.const 1) (f64.add (f64.sub (local.get $a) (local.get $a)) (f64.sub (local.get $b) (local.get $b))))
                    (i32.or (f64.eq (local.get $a) (f64.const 0)) (f64.eq (local.get $b) (f64.const 0))))))
                (; or ;) (br $computed
                  (select
                    (f64.const 1)
                    (f64.add (f64.sub (local.get $a) (local.get $a)) (f64.sub (local.get $b) (local.get $b)))
                    (i32.or (f64.gt (f64.abs (local.get $a)) (f64.const 0)) (f64.gt (f64.abs (local.get $b)) (f64.const 0))))))
                (; not ;)
                (local.set $b (f64.const 0))
                (br $truth (f64.eq (local.get $a) (f64.const 0))))
                (; otherwise ;) (br $computed (select (local.get $a) (local.get $b) (f64.eq (local.get $a) (local.get $a)))))
                (; select ;) (br $computed
                  (f64.add
                    (f64.sub (local.get $a) (local.get $a))
                    (select (call $third (local.get $step) (local.get $at)) (local.get $b) (f64.eq (local.get $a) (f64.const 0))))))
              ;; truth: 1 or 0, unknown where either operand is
              (f64.convert_i32_s)
              (f64.add (f64.add (f64.sub (local.get $a) (local.get $a)) (f64.sub (local.get $b) (local.get $b))))))
          (f64.store
            (i32.add
              (i32.load offset=56 (; STEP.OUT ;) (local.get $step))
              (i32.and (local.get $at) (i32.load offset=60 (; STEP.OUT_MASK ;) (local.get $step))))
            (f64.add (local.get $value) (f64.sub (local.get $value) (local.get $value))))
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
