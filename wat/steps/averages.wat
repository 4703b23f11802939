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

  ;; ADAPTIVE: Kaufman's. Begins with a at the PERIOD-th known value; then out += (b * (P - Q) + Q)^2 * (a - out).
  (func $adaptive (type $operation)
    (param $step i32) (param $src i32) (param $dst i32) (param $from i32) (param $to i32)
    (local $a i32) (local $a_mask i32) (local $b i32) (local $b_mask i32) (local $out i32) (local $out_mask i32)
    (local $period i32) (local $count i32) (local $slow f64) (local $span f64) (local $value f64) (local $x f64) (local $pace f64)
    (local.set $a (i32.load offset=24 (; STEP.A ;) (local.get $step)))
    (local.set $a_mask (i32.load offset=28 (; STEP.A_MASK ;) (local.get $step)))
    (local.set $out (i32.load offset=56 (; STEP.OUT ;) (local.get $step)))
    (local.set $out_mask (i32.load offset=60 (; STEP.OUT_MASK ;) (local.get $step)))
    (local.set $b (i32.load offset=32 (; STEP.B ;) (local.get $step)))
    (local.set $b_mask (i32.load offset=36 (; STEP.B_MASK ;) (local.get $step)))
    (local.set $period (i32.load offset=4 (; STEP.PERIOD ;) (local.get $step)))
    (local.set $slow (f64.load offset=96 (; STEP.Q ;) (local.get $step)))
    (local.set $span (f64.sub (f64.load offset=88 (; STEP.P ;) (local.get $step)) (local.get $slow)))
    (local.set $value (f64.load offset=0 (; ADAPTIVE.VALUE ;) (local.get $src)))
    (local.set $count (i32.load offset=8 (; ADAPTIVE.COUNT ;) (local.get $src)))
    (local.set $from (i32.shl (local.get $from) (i32.const 3)))
    (local.set $to (i32.shl (local.get $to) (i32.const 3)))
    (loop $next
      (local.set $x (f64.load (i32.add (local.get $a) (i32.and (local.get $from) (local.get $a_mask)))))
      (if (i32.eq (local.get $count) (local.get $period))
        (then
          (local.set $pace (f64.add
            (f64.mul (f64.load (i32.add (local.get $b) (i32.and (local.get $from) (local.get $b_mask)))) (local.get $span))
            (local.get $slow)))
          (local.set $x (f64.add (local.get $value)
            (f64.mul (f64.mul (local.get $pace) (local.get $pace)) (f64.sub (local.get $x) (local.get $value)))))
          ;; what is not finite becomes unknown, and nothing is learnt from it
          (local.set $x (f64.add (local.get $x) (f64.sub (local.get $x) (local.get $x))))
          (if (f64.eq (local.get $x) (local.get $x)) (then (local.set $value (local.get $x)))))
        (else
          (if (f64.eq (local.get $x) (local.get $x))
            (then
              (local.set $count (i32.add (local.get $count) (i32.const 1)))
              (local.set $value (local.get $x))
              (if (i32.ne (local.get $count) (local.get $period)) (then (local.set $x (f64.const nan))))))))
      (f64.store (i32.add (local.get $out) (i32.and (local.get $from) (local.get $out_mask))) (local.get $x))
      (local.set $from (i32.add (local.get $from) (i32.const 8)))
      (br_if $next (i32.ne (local.get $from) (local.get $to))))
    (f64.store offset=0 (; ADAPTIVE.VALUE ;) (local.get $dst) (local.get $value))
    (i32.store offset=8 (; ADAPTIVE.COUNT ;) (local.get $dst) (local.get $count)))

  ;; STRENGTH: Wilder's relative strength, 100 * gain / (gain + loss), of average gains and losses from one known value to the next.
  ;; Both begin with the mean of the first PERIOD changes, and follow a change by 1 / PERIOD of the way. They are the two lanes of
  ;; one vector. 50 where nothing has moved.
  (func $strength (type $operation)
    (param $step i32) (param $src i32) (param $dst i32) (param $from i32) (param $to i32)
    (local $a i32) (local $a_mask i32) (local $out i32) (local $out_mask i32) (local $period i32) (local $count i32)
    (local $averages v128) (local $changes v128) (local $alpha v128) (local $keep v128)
    (local $before f64) (local $x f64) (local $both f64)
    (local.set $a (i32.load offset=24 (; STEP.A ;) (local.get $step)))
    (local.set $a_mask (i32.load offset=28 (; STEP.A_MASK ;) (local.get $step)))
    (local.set $out (i32.load offset=56 (; STEP.OUT ;) (local.get $step)))
    (local.set $out_mask (i32.load offset=60 (; STEP.OUT_MASK ;) (local.get $step)))
    (local.set $period (i32.load offset=4 (; STEP.PERIOD ;) (local.get $step)))
    (local.set $alpha (f64x2.splat (f64.div (f64.const 1) (f64.convert_i32_u (local.get $period)))))
    (local.set $keep (f64x2.sub (f64x2.splat (f64.const 1)) (local.get $alpha)))
    (local.set $averages (v128.load offset=0 (; STRENGTH.GAIN ;) (local.get $src)))
    (local.set $before (f64.load offset=16 (; STRENGTH.BEFORE ;) (local.get $src)))
    (local.set $count (i32.load offset=24 (; STRENGTH.COUNT ;) (local.get $src)))
    (local.set $from (i32.shl (local.get $from) (i32.const 3)))
    (local.set $to (i32.shl (local.get $to) (i32.const 3)))
    (loop $next
      (local.set $x (f64.load (i32.add (local.get $a) (i32.and (local.get $from) (local.get $a_mask)))))
      (if (f64.eq (local.get $x) (local.get $x))
        (then
          (local.set $both (f64.sub (local.get $x) (local.get $before)))
          (local.set $before (local.get $x))
          ;; gain = max(change, 0), loss = max(-change, 0)
          (local.set $changes (f64x2.pmax (v128.const f64x2 0 0)
            (v128.xor (f64x2.splat (local.get $both)) (v128.const f64x2 0 -0))))
          (local.set $x (f64.const nan))
          (if (i32.gt_u (local.get $count) (local.get $period))
            (then
              (local.set $averages (f64x2.add
                (f64x2.mul (local.get $averages) (local.get $keep))
                (f64x2.mul (local.get $changes) (local.get $alpha)))))
            (else
              (if (local.get $count)
                (then
                  (local.set $averages (f64x2.add (local.get $averages) (local.get $changes)))
                  (if (i32.eq (local.get $count) (local.get $period))
                    (then (local.set $averages (f64x2.div
                      (local.get $averages) (f64x2.splat (f64.convert_i32_u (local.get $period)))))))))
              (local.set $count (i32.add (local.get $count) (i32.const 1)))))
          (if (i32.gt_u (local.get $count) (local.get $period))
            (then
              (local.set $x (f64x2.extract_lane 0 (local.get $averages)))
              (local.set $both (f64.add (local.get $x) (f64x2.extract_lane 1 (local.get $averages))))
              (local.set $x (f64.div (f64.mul (f64.const 100) (local.get $x)) (local.get $both)))
              (if (f64.eq (local.get $both) (f64.const 0)) (then (local.set $x (f64.const 50))))))))
      (f64.store (i32.add (local.get $out) (i32.and (local.get $from) (local.get $out_mask))) (local.get $x))
      (local.set $from (i32.add (local.get $from) (i32.const 8)))
      (br_if $next (i32.ne (local.get $from) (local.get $to))))
    (v128.store offset=0 (; STRENGTH.GAIN ;) (local.get $dst) (local.get $averages))
    (f64.store offset=16 (; STRENGTH.BEFORE ;) (local.get $dst) (local.get $before))
    (i32.store offset=24 (; STRENGTH.COUNT ;) (local.get $dst) (local.get $count)))
