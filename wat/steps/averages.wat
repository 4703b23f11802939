  ;; Averages that remember everything before: exponential, adaptive, and the relative strength.

  ;; AVERAGE: exponential, out[i] = (1 - P) * out[i - 1] + P * a[i]; begins with the mean of the first PERIOD known values.
  ;; Worked in groups of four from the value before the group, so that only every fourth value waits for another:
  ;; out[j] = (1 - P)^(j + 1) * base + P * (a[j] + (1 - P) * a[j - 1] + ...). A position without a value leaves the state alone.
  (func $average (type $operation)
    (param $step i32) (param $src i32) (param $dst i32) (param $from i32) (param $to i32)
    (local $a i32) (local $a_mask i32) (local $out i32) (local $out_mask i32)
    (local $alpha f64) (local $keep f64) (local $base f64) (local $part f64) (local $weight f64)
    (local $count i32) (local $phase i32) (local $value f64)
    (local.set $a (i32.load offset=24 (; STEP.A ;) (local.get $step)))
    (local.set $a_mask (i32.load offset=28 (; STEP.A_MASK ;) (local.get $step)))
    (local.set $out (i32.load offset=56 (; STEP.OUT ;) (local.get $step)))
    (local.set $out_mask (i32.load offset=60 (; STEP.OUT_MASK ;) (local.get $step)))
    (local.set $alpha (f64.load offset=88 (; STEP.P ;) (local.get $step)))
    (local.set $keep (f64.sub (f64.const 1) (local.get $alpha)))
    (local.set $base (f64.load offset=0 (; AVERAGE.BASE ;) (local.get $src)))
    (local.set $part (f64.load offset=8 (; AVERAGE.PART ;) (local.get $src)))
    (local.set $weight (f64.load offset=16 (; AVERAGE.WEIGHT ;) (local.get $src)))
    (local.set $count (i32.load offset=24 (; AVERAGE.COUNT ;) (local.get $src)))
    (local.set $phase (i32.load offset=28 (; AVERAGE.PHASE ;) (local.get $src)))
    (local.set $from (i32.shl (local.get $from) (i32.const 3)))
    (local.set $to (i32.shl (local.get $to) (i32.const 3)))
    (loop $next
      (local.set $value (f64.load (i32.add (local.get $a) (i32.and (local.get $from) (local.get $a_mask)))))
      (if (f64.eq (local.get $value) (local.get $value))
        (then
          (if (i32.eq (local.get $count) (i32.load offset=4 (; STEP.PERIOD ;) (local.get $step)))
            (then
              (local.set $part (f64.add (f64.mul (local.get $keep) (local.get $part)) (f64.mul (local.get $alpha) (local.get $value))))
              (local.set $weight (f64.mul (local.get $weight) (local.get $keep)))
              (local.set $value (f64.add (f64.mul (local.get $weight) (local.get $base)) (local.get $part)))
              (local.set $phase (i32.add (local.get $phase) (i32.const 1)))
              (if (i32.eq (local.get $phase) (i32.const 4))
                (then
                  (local.set $base (local.get $value))
                  (local.set $part (f64.const 0))
                  (local.set $weight (f64.const 1))
                  (local.set $phase (i32.const 0)))))
            (else
              (local.set $base (f64.add (local.get $base) (local.get $value)))
              (local.set $count (i32.add (local.get $count) (i32.const 1)))
              (local.set $value (f64.const nan))
              (if (i32.eq (local.get $count) (i32.load offset=4 (; STEP.PERIOD ;) (local.get $step)))
                (then
                  (local.set $base (f64.div (local.get $base) (f64.convert_i32_u (local.get $count))))
                  (local.set $value (local.get $base))
                  (local.set $weight (f64.const 1))))))))
      (f64.store (i32.add (local.get $out) (i32.and (local.get $from) (local.get $out_mask))) (local.get $value))
      (local.set $from (i32.add (local.get $from) (i32.const 8)))
      (br_if $next (i32.ne (local.get $from) (local.get $to))))
    (f64.store offset=0 (; AVERAGE.BASE ;) (local.get $dst) (local.get $base))
    (f64.store offset=8 (; AVERAGE.PART ;) (local.get $dst) (local.get $part))
    (f64.store offset=16 (; AVERAGE.WEIGHT ;) (local.get $dst) (local.get $weight))
    (i32.store offset=24 (; AVERAGE.COUNT ;) (local.get $dst) (local.get $count))
    (i32.store offset=28 (; AVERAGE.PHASE ;) (local.get $dst) (local.get $phase)))

  (func $adaptive (type $operation)
    (unreachable))

  (func $strength (type $operation)
    (unreachable))
