  ;; Averages that remember everything before: exponential, adaptive, and the relative strength.

  ;; AVERAGE: exponential, out[i] = (1 - P) * out[i - 1] + P * a[i]; begins with the mean of the first PERIOD known values.
  ;; Worked in groups of four from the value before the group, so that only every fourth value waits for another:
  ;; out[j] = (1 - P)^(j + 1) * base + P * (a[j] + (1 - P) * a[j - 1] + ...). A position without a value leaves the state alone.
  (func $average (type $operation)
    (param $step i32) (param $src i32) (param $dst i32) (param $from i32) (param $to i32)
    (local $a i32) (local $a_mask i32) (local $out i32) (local $out_mask i32)
    (local $alpha f64) (local $keep f64) (local $base f64) (local $part f64) (local $weight f64)
    (local $count i32) (local $phase i32) (local $value f64) (local $period i32) (local $room i32) (local $at i32)
    (local $keep_2 f64) (local $keep_3 f64) (local $keep_4 f64) (local $part_1 f64) (local $part_2 f64) (local $part_3 f64)
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
    (local.set $keep_2 (f64.mul (local.get $keep) (local.get $keep)))
    (local.set $keep_3 (f64.mul (local.get $keep_2) (local.get $keep)))
    (local.set $keep_4 (f64.mul (local.get $keep_3) (local.get $keep)))
    (local.set $period (i32.load offset=4 (; STEP.PERIOD ;) (local.get $step)))
    ;; bytes in which a whole group may stand, in both rings
    (local.set $room (i32.sub (i32.and (local.get $a_mask) (local.get $out_mask)) (i32.const 31)))
    (block $done (loop $next
      ;; a whole group at once, where none of it is unknown
      (block $single
        (br_if $single (i32.or (local.get $phase) (i32.ne (local.get $count) (local.get $period))))
        (br_if $single (i32.lt_u (i32.sub (local.get $to) (local.get $from)) (i32.const 32)))
        (br_if $single (i32.gt_s (i32.and (local.get $from) (i32.and (local.get $a_mask) (local.get $out_mask))) (local.get $room)))
        (local.set $at (i32.add (local.get $a) (i32.and (local.get $from) (local.get $a_mask))))
        (local.set $value (f64.mul (local.get $alpha) (f64.load (local.get $at))))
        (local.set $part_1 (f64.add (f64.mul (local.get $keep) (local.get $value))
          (f64.mul (local.get $alpha) (f64.load offset=8 (; SERIES.VALUE + 8 ;) (local.get $at)))))
        (local.set $part_2 (f64.add (f64.mul (local.get $keep) (local.get $part_1))
          (f64.mul (local.get $alpha) (f64.load offset=16 (; SERIES.VALUE + 16 ;) (local.get $at)))))
        (local.set $part_3 (f64.add
          (f64.add (f64.mul (local.get $keep) (local.get $part_2))
            (f64.mul (local.get $alpha) (f64.load offset=24 (; SERIES.VALUE + 24 ;) (local.get $at))))
          (f64.mul (local.get $keep_4) (local.get $base))))
        (br_if $single (f64.ne (local.get $part_3) (local.get $part_3)))
        (local.set $at (i32.add (local.get $out) (i32.and (local.get $from) (local.get $out_mask))))
        (f64.store (local.get $at) (f64.add (f64.mul (local.get $keep) (local.get $base)) (local.get $value)))
        (f64.store offset=8 (; SERIES.VALUE + 8 ;) (local.get $at) (f64.add
          (f64.mul (local.get $keep_2) (local.get $base))
          (local.get $part_1)))
        (f64.store offset=16 (; SERIES.VALUE + 16 ;) (local.get $at) (f64.add
          (f64.mul (local.get $keep_3) (local.get $base))
          (local.get $part_2)))
        (f64.store offset=24 (; SERIES.VALUE + 24 ;) (local.get $at) (local.get $part_3))
        (local.set $base (local.get $part_3))
        (br_if $next (i32.ne (local.tee $from (i32.add (local.get $from) (i32.const 32))) (local.get $to)))
        (br $done))
      (local.set $value (f64.load (i32.add (local.get $a) (i32.and (local.get $from) (local.get $a_mask)))))
      (if (f64.eq (local.get $value) (local.get $value))
        (then
          (if (i32.eq (local.get $count) (local.get $period))
            (then
              (local.set $part (f64.add
                (f64.mul (local.get $keep) (local.get $part))
                (f64.mul (local.get $alpha) (local.get $value))))
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
              (if (i32.eq (local.get $count) (local.get $period))
                (then
                  (local.set $base (f64.div (local.get $base) (f64.convert_i32_u (local.get $count))))
                  ;; what is not finite becomes unknown
                  (local.set $base (f64.add (local.get $base) (f64.sub (local.get $base) (local.get $base))))
                  (local.set $value (local.get $base))
                  (local.set $weight (f64.const 1))))))))
      (f64.store (i32.add (local.get $out) (i32.and (local.get $from) (local.get $out_mask))) (local.get $value))
      (local.set $from (i32.add (local.get $from) (i32.const 8)))
      (br_if $next (i32.ne (local.get $from) (local.get $to)))))
    (f64.store offset=0 (; AVERAGE.BASE ;) (local.get $dst) (local.get $base))
    (f64.store offset=8 (; AVERAGE.PART ;) (local.get $dst) (local.get $part))
    (f64.store offset=16 (; AVERAGE.WEIGHT ;) (local.get $dst) (local.get $weight))
    (i32.store offset=24 (; AVERAGE.COUNT ;) (local.get $dst) (local.get $count))
    (i32.store offset=28 (; AVERAGE.PHASE ;) (local.get $dst) (local.get $phase)))

  ;; ADAPTIVE: Kaufman's. Begins with a at the PERIOD-th known value; then out goes (e * (P - Q) + Q)^2 of the way to each, where
  ;; the efficiency e is the distance b as a part of the way c, and 0 where there was none.
  (func $adaptive (type $operation)
    (param $step i32) (param $src i32) (param $dst i32) (param $from i32) (param $to i32)
    (local $a i32) (local $a_mask i32) (local $b i32) (local $b_mask i32) (local $c i32) (local $c_mask i32)
    (local $out i32) (local $out_mask i32)
    (local $period i32) (local $count i32) (local $slow f64) (local $span f64) (local $value f64) (local $x f64) (local $pace f64)
    (local $way f64)
    (local.set $a (i32.load offset=24 (; STEP.A ;) (local.get $step)))
    (local.set $a_mask (i32.load offset=28 (; STEP.A_MASK ;) (local.get $step)))
    (local.set $out (i32.load offset=56 (; STEP.OUT ;) (local.get $step)))
    (local.set $out_mask (i32.load offset=60 (; STEP.OUT_MASK ;) (local.get $step)))
    (local.set $b (i32.load offset=32 (; STEP.B ;) (local.get $step)))
    (local.set $b_mask (i32.load offset=36 (; STEP.B_MASK ;) (local.get $step)))
    (local.set $c (i32.load offset=40 (; STEP.C ;) (local.get $step)))
    (local.set $c_mask (i32.load offset=44 (; STEP.C_MASK ;) (local.get $step)))
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
          ;; 0 / 0 is 0
          (local.set $way (f64.load (i32.add (local.get $b) (i32.and (local.get $from) (local.get $b_mask)))))
          (local.set $pace (f64.load (i32.add (local.get $c) (i32.and (local.get $from) (local.get $c_mask)))))
          (local.set $pace (f64.add
            (f64.mul
              (f64.div (local.get $way) (select (f64.const 1) (local.get $pace) (f64.eq (local.get $pace) (f64.const 0))))
              (local.get $span))
            (local.get $slow)))
          (local.set $pace (f64.mul (local.get $pace) (local.get $pace)))
          ;; only these two wait for the value before
          (local.set $x (f64.add
            (f64.mul (f64.sub (f64.const 1) (local.get $pace)) (local.get $value))
            (f64.mul (local.get $pace) (local.get $x))))
          ;; what is not finite becomes unknown, and nothing is learnt from it
          (if (f64.eq (f64.sub (local.get $x) (local.get $x)) (f64.const 0))
            (then (local.set $value (local.get $x)))
            (else (local.set $x (f64.const nan)))))
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

  ;; STRENGTH: Wilder's relative strength, 100 * average gain / average change, of the changes from one known value to the next.
  ;; Both averages begin with the mean of the first PERIOD changes and go 1 / PERIOD of the way to each after them, in groups of
  ;; four as in AVERAGE; they are the two lanes of one vector. 50 where nothing has moved.
  (func $strength (type $operation)
    (param $step i32) (param $src i32) (param $dst i32) (param $from i32) (param $to i32)
    (local $a i32) (local $a_mask i32) (local $out i32) (local $out_mask i32) (local $period i32) (local $count i32) (local $phase i32)
    (local $room i32) (local $at i32) (local $to_at i32)
    (local $alpha v128) (local $keep v128) (local $keep_2 v128) (local $keep_3 v128) (local $keep_4 v128)
    (local $base v128) (local $part v128) (local $weight v128) (local $x_0 v128) (local $x_1 v128) (local $x_2 v128) (local $x_3 v128)
    (local $flat v128) (local $before f64) (local $x f64)
    (local.set $a (i32.load offset=24 (; STEP.A ;) (local.get $step)))
    (local.set $a_mask (i32.load offset=28 (; STEP.A_MASK ;) (local.get $step)))
    (local.set $out (i32.load offset=56 (; STEP.OUT ;) (local.get $step)))
    (local.set $out_mask (i32.load offset=60 (; STEP.OUT_MASK ;) (local.get $step)))
    (local.set $period (i32.load offset=4 (; STEP.PERIOD ;) (local.get $step)))
    (local.set $alpha (f64x2.splat (f64.div (f64.const 1) (f64.convert_i32_u (local.get $period)))))
    (local.set $keep (f64x2.sub (f64x2.splat (f64.const 1)) (local.get $alpha)))
    (local.set $keep_2 (f64x2.mul (local.get $keep) (local.get $keep)))
    (local.set $keep_3 (f64x2.mul (local.get $keep_2) (local.get $keep)))
    (local.set $keep_4 (f64x2.mul (local.get $keep_3) (local.get $keep)))
    (local.set $base (v128.load offset=0 (; STRENGTH.GAIN ;) (local.get $src)))
    (local.set $part (v128.load offset=16 (; STRENGTH.PART_GAIN ;) (local.get $src)))
    (local.set $weight (v128.load64_splat offset=32 (; STRENGTH.WEIGHT ;) (local.get $src)))
    (local.set $before (f64.load offset=40 (; STRENGTH.BEFORE ;) (local.get $src)))
    (local.set $count (i32.load offset=48 (; STRENGTH.COUNT ;) (local.get $src)))
    (local.set $phase (i32.load offset=52 (; STRENGTH.PHASE ;) (local.get $src)))
    (local.set $from (i32.shl (local.get $from) (i32.const 3)))
    (local.set $to (i32.shl (local.get $to) (i32.const 3)))
    (local.set $room (i32.sub (i32.and (local.get $a_mask) (local.get $out_mask)) (i32.const 31)))
    (block $done (loop $next
      (local.set $at (i32.add (local.get $a) (i32.and (local.get $from) (local.get $a_mask))))
      (local.set $to_at (i32.add (local.get $out) (i32.and (local.get $from) (local.get $out_mask))))
      ;; a whole group at once, where none of it is unknown
      (block $single
        (br_if $single (i32.or (local.get $phase) (i32.le_u (local.get $count) (local.get $period))))
        (br_if $single (i32.lt_u (i32.sub (local.get $to) (local.get $from)) (i32.const 32)))
        (br_if $single (i32.gt_s (i32.and (local.get $from) (i32.and (local.get $a_mask) (local.get $out_mask))) (local.get $room)))
        (local.set $x_0 (f64x2.mul (local.get $alpha) (f64x2.pmax (v128.and (v128.const i64x2 -1 0x7fffffffffffffff)
          (f64x2.sub (v128.load64_splat (local.get $at)) (f64x2.splat (local.get $before)))) (v128.const i64x2 0 0))))
        (local.set $x_1 (f64x2.add
          (f64x2.mul (local.get $keep) (local.get $x_0))
          (f64x2.mul (local.get $alpha) (f64x2.pmax
            (v128.and
              (v128.const i64x2 -1 0x7fffffffffffffff)
              (f64x2.sub
                (v128.load64_splat offset=8 (; SERIES.VALUE + 8 ;) (local.get $at))
                (v128.load64_splat (local.get $at))))
            (v128.const i64x2 0 0)))))
        (local.set $x_2 (f64x2.add
          (f64x2.mul (local.get $keep) (local.get $x_1))
          (f64x2.mul (local.get $alpha) (f64x2.pmax
            (v128.and
              (v128.const i64x2 -1 0x7fffffffffffffff)
              (f64x2.sub
                (v128.load64_splat offset=16 (; SERIES.VALUE + 16 ;) (local.get $at))
                (v128.load64_splat offset=8 (; SERIES.VALUE + 8 ;) (local.get $at))))
            (v128.const i64x2 0 0)))))
        (local.set $x_3 (f64x2.add
          (f64x2.mul (local.get $keep) (local.get $x_2))
          (f64x2.mul (local.get $alpha) (f64x2.pmax
            (v128.and
              (v128.const i64x2 -1 0x7fffffffffffffff)
              (f64x2.sub
                (v128.load64_splat offset=24 (; SERIES.VALUE + 24 ;) (local.get $at))
                (v128.load64_splat offset=16 (; SERIES.VALUE + 16 ;) (local.get $at))))
            (v128.const i64x2 0 0)))))
        (local.set $x_3 (f64x2.add (f64x2.mul (local.get $keep_4) (local.get $base)) (local.get $x_3)))
        (br_if $single (f64.ne (f64x2.extract_lane 1 (local.get $x_3)) (f64x2.extract_lane 1 (local.get $x_3))))
        (local.set $x_0 (f64x2.add (f64x2.mul (local.get $keep) (local.get $base)) (local.get $x_0)))
        (local.set $x_1 (f64x2.add (f64x2.mul (local.get $keep_2) (local.get $base)) (local.get $x_1)))
        (local.set $x_2 (f64x2.add (f64x2.mul (local.get $keep_3) (local.get $base)) (local.get $x_2)))
        (local.set $flat (i8x16.shuffle 8 9 10 11 12 13 14 15 24 25 26 27 28 29 30 31 (local.get $x_0) (local.get $x_1)))
        (v128.store (local.get $to_at)
          (v128.bitselect
            (f64x2.mul (f64x2.splat (f64.const 100))
              (f64x2.div
                (i8x16.shuffle 0 1 2 3 4 5 6 7 16 17 18 19 20 21 22 23 (local.get $x_0) (local.get $x_1))
                (local.get $flat)))
            (f64x2.splat (f64.const 50))
            (f64x2.gt (local.get $flat) (v128.const i64x2 0 0))))
        (local.set $flat (i8x16.shuffle 8 9 10 11 12 13 14 15 24 25 26 27 28 29 30 31 (local.get $x_2) (local.get $x_3)))
        (v128.store offset=16 (; SERIES.VALUE + 16 ;) (local.get $to_at)
          (v128.bitselect
            (f64x2.mul (f64x2.splat (f64.const 100))
              (f64x2.div
                (i8x16.shuffle 0 1 2 3 4 5 6 7 16 17 18 19 20 21 22 23 (local.get $x_2) (local.get $x_3))
                (local.get $flat)))
            (f64x2.splat (f64.const 50))
            (f64x2.gt (local.get $flat) (v128.const i64x2 0 0))))
        (local.set $base (local.get $x_3))
        (local.set $before (f64.load offset=24 (; SERIES.VALUE + 24 ;) (local.get $at)))
        (br_if $next (i32.ne (local.tee $from (i32.add (local.get $from) (i32.const 32))) (local.get $to)))
        (br $done))
      (local.set $x (f64.load (local.get $at)))
      (if (f64.eq (local.get $x) (local.get $x))
        (then
          ;; max(change, 0) and |change|
          (local.set $x_0 (f64x2.pmax (v128.and (v128.const i64x2 -1 0x7fffffffffffffff)
            (f64x2.splat (f64.sub (local.get $x) (local.get $before)))) (v128.const i64x2 0 0)))
          (local.set $before (local.get $x))
          (local.set $x (f64.const nan))
          (if (i32.gt_u (local.get $count) (local.get $period))
            (then
              (local.set $part (f64x2.add
                (f64x2.mul (local.get $keep) (local.get $part))
                (f64x2.mul (local.get $alpha) (local.get $x_0))))
              (local.set $weight (f64x2.mul (local.get $weight) (local.get $keep)))
              (local.set $x_0 (f64x2.add (f64x2.mul (local.get $weight) (local.get $base)) (local.get $part)))
              (local.set $phase (i32.and (i32.add (local.get $phase) (i32.const 1)) (i32.const 3)))
              (if (i32.eqz (local.get $phase))
                (then
                  (local.set $base (local.get $x_0))
                  (local.set $part (v128.const i64x2 0 0))
                  (local.set $weight (f64x2.splat (f64.const 1))))))
            (else
              (if (local.get $count)
                (then
                  (local.set $base (f64x2.add (local.get $base) (local.get $x_0)))
                  (if (i32.eq (local.get $count) (local.get $period))
                    (then
                      (local.set $base (f64x2.div (local.get $base) (f64x2.splat (f64.convert_i32_u (local.get $period)))))
                      (local.set $weight (f64x2.splat (f64.const 1)))
                      (local.set $x_0 (local.get $base))))))
              (local.set $count (i32.add (local.get $count) (i32.const 1)))))
          (if (i32.gt_u (local.get $count) (local.get $period))
            (then
              (local.set $x (f64.const 50))
              (if (f64.gt (f64x2.extract_lane 1 (local.get $x_0)) (f64.const 0))
                (then
                  (local.set $x (f64.mul (f64.const 100)
                    (f64.div (f64x2.extract_lane 0 (local.get $x_0)) (f64x2.extract_lane 1 (local.get $x_0)))))))))))
      (f64.store (local.get $to_at) (local.get $x))
      (local.set $from (i32.add (local.get $from) (i32.const 8)))
      (br_if $next (i32.ne (local.get $from) (local.get $to)))))
    (v128.store offset=0 (; STRENGTH.GAIN ;) (local.get $dst) (local.get $base))
    (v128.store offset=16 (; STRENGTH.PART_GAIN ;) (local.get $dst) (local.get $part))
    (v128.store64_lane offset=32 (; STRENGTH.WEIGHT ;) 0 (local.get $dst) (local.get $weight))
    (f64.store offset=40 (; STRENGTH.BEFORE ;) (local.get $dst) (local.get $before))
    (i32.store offset=48 (; STRENGTH.COUNT ;) (local.get $dst) (local.get $count))
    (i32.store offset=52 (; STRENGTH.PHASE ;) (local.get $dst) (local.get $phase)))
