  ;; The weighted mean, in two blocks as sums are: see sums.wat.

  ;; WEIGHTED: mean with the weights 1 to PERIOD, the newest the heaviest. The values of a prefix weigh their number in the block
  ;; and the length of the suffix; those of a suffix weigh their number in it: each older one adds the sum of all after it again.
  ;; Worked in pairs of the block's values; one that waits for its other is worked again with it.
  (func $weighted (type $operation)
    (param $step i32) (param $src i32) (param $dst i32) (param $from i32) (param $to i32)
    (local $a i32) (local $a_mask i32) (local $out i32) (local $out_mask i32) (local $ring i32) (local $ring_mask i32)
    (local $period i32) (local $phase i32) (local $ready i32) (local $run i32) (local $two i32) (local $back i32)
    (local $count v128) (local $weights v128) (local $number v128) (local $rest v128) (local $before v128)
    (local $sum v128) (local $weighted v128) (local $x v128) (local $sums v128) (local $y v128)
    (local.set $a (i32.load offset=24 (; STEP.A ;) (local.get $step)))
    (local.set $a_mask (i32.load offset=28 (; STEP.A_MASK ;) (local.get $step)))
    (local.set $out (i32.load offset=56 (; STEP.OUT ;) (local.get $step)))
    (local.set $out_mask (i32.load offset=60 (; STEP.OUT_MASK ;) (local.get $step)))
    (local.set $ring (i32.load offset=16 (; STEP.RINGS ;) (local.get $step)))
    (local.set $ring_mask (i32.load offset=20 (; STEP.RINGS_MASK ;) (local.get $step)))
    (local.set $count (f64x2.splat (f64.convert_i32_u (i32.load offset=4 (; STEP.PERIOD ;) (local.get $step)))))
    (local.set $period (i32.shl (i32.load offset=4 (; STEP.PERIOD ;) (local.get $step)) (i32.const 3)))
    (local.set $from (i32.shl (local.get $from) (i32.const 3)))
    (local.set $to (i32.shl (local.get $to) (i32.const 3)))
    ;; weights = 1 + 2 + ... + period
    (local.set $weights (f64x2.mul (f64x2.splat (f64.const 0.5))
      (f64x2.mul (local.get $count) (f64x2.add (local.get $count) (f64x2.splat (f64.const 1))))))
    (local.set $sum (v128.load64_splat offset=0 (; WEIGHTED.SUM ;) (local.get $src)))
    (local.set $weighted (v128.load64_splat offset=8 (; WEIGHTED.WEIGHTED ;) (local.get $src)))
    (local.set $phase (i32.load offset=16 (; WEIGHTED.PHASE ;) (local.get $src)))
    (local.set $ready (i32.load offset=20 (; WEIGHTED.READY ;) (local.get $src)))
    (if (i32.and (local.get $phase) (i32.const 8))
      (then
        (local.set $phase (i32.sub (local.get $phase) (i32.const 8)))
        (local.set $from (i32.sub (local.get $from) (i32.const 8)))))
    (loop $block
      ;; there is nothing before the first block
      (local.set $before (f64x2.splat (f64.const nan)))
      (if (local.get $ready) (then (local.set $before (v128.const i64x2 0 0))))
      (local.set $number (f64x2.add (v128.const f64x2 1 2)
        (f64x2.splat (f64.convert_i32_u (i32.shr_u (local.get $phase) (i32.const 3))))))
      (local.set $rest (f64x2.sub (local.get $count) (local.get $number)))
      ;; bytes to the end of the call and of the block, and not across the end of a ring: -1 - position and a mask are the
      ;; bytes to it, less one, and of several rings those of the smallest
      (local.set $run (i32.sub (local.get $to) (local.get $from)))
      (if (i32.gt_u (local.get $run) (local.tee $two (i32.sub (local.get $period) (local.get $phase))))
        (then (local.set $run (local.get $two))))
      (if (i32.ge_u (local.get $run) (i32.const 16)) (then
        (if (i32.gt_u (local.get $run) (local.tee $two (i32.add (i32.const 1)
          (i32.and (i32.sub (i32.const -1) (local.get $from)) (i32.and (local.get $a_mask) (local.get $out_mask))))))
          (then (local.set $run (local.get $two))))
        (if (i32.gt_u (local.get $run) (local.tee $two (i32.add (i32.const 1)
          (i32.and (i32.sub (i32.sub (local.get $period) (i32.const 1)) (local.get $from)) (local.get $ring_mask)))))
          (then (local.set $run (local.get $two))))))
      (block $done (loop $next
        (br_if $done (i32.lt_u (local.get $run) (i32.const 16)))
        (local.set $run (i32.sub (local.get $run) (i32.const 16)))
        ;; sums up to each value
        (local.set $x (v128.load (i32.add (local.get $a) (i32.and (local.get $from) (local.get $a_mask)))))
        (local.set $y (f64x2.mul (local.get $x) (local.get $number)))
        (local.set $x (f64x2.add
          (local.get $x)
          (i8x16.shuffle 0 1 2 3 4 5 6 7 16 17 18 19 20 21 22 23 (v128.const i64x2 0 0) (local.get $x))))
        (local.set $y (f64x2.add
          (local.get $y)
          (i8x16.shuffle 0 1 2 3 4 5 6 7 16 17 18 19 20 21 22 23 (v128.const i64x2 0 0) (local.get $y))))
        (local.set $sums (f64x2.add (local.get $sum) (local.get $x)))
        (local.set $back (i32.sub (local.get $from) (local.get $period)))
        ;; (suffix + rest * sum + weighted) / weights; at the end of the block there is no suffix
        (local.set $sums (f64x2.div
          (f64x2.add
            (v128.and
              (f64x2.gt (local.get $rest) (v128.const i64x2 0 0))
              (f64x2.add
                (local.get $before)
                (v128.load64_lane offset=8 (; SERIES.VALUE + 8 ;) 1
                  (i32.add (local.get $ring) (i32.and (local.get $back) (local.get $ring_mask)))
                  (v128.load64_zero (i32.add (local.get $ring) (i32.and (local.get $back) (local.get $ring_mask)))))))
            (f64x2.add (f64x2.mul (local.get $rest) (local.get $sums)) (f64x2.add (local.get $weighted) (local.get $y))))
          (local.get $weights)))
        ;; what is not finite becomes unknown
        (local.set $sums (f64x2.add (local.get $sums) (f64x2.sub (local.get $sums) (local.get $sums))))
        (v128.store (i32.add (local.get $out) (i32.and (local.get $from) (local.get $out_mask))) (local.get $sums))
        (local.set $sum (f64x2.add
          (local.get $sum)
          (i8x16.shuffle 8 9 10 11 12 13 14 15 8 9 10 11 12 13 14 15 (local.get $x) (local.get $x))))
        (local.set $weighted (f64x2.add
          (local.get $weighted)
          (i8x16.shuffle 8 9 10 11 12 13 14 15 8 9 10 11 12 13 14 15 (local.get $y) (local.get $y))))
        (local.set $from (i32.add (local.get $from) (i32.const 16)))
        (local.set $phase (i32.add (local.get $phase) (i32.const 16)))
        (local.set $number (f64x2.add (local.get $number) (f64x2.splat (f64.const 2))))
        (local.set $rest (f64x2.sub (local.get $rest) (f64x2.splat (f64.const 2))))
        (br $next)))
      ;; a pair that lies across the end of a ring, or a single value
      (if (i32.and (i32.ne (local.get $from) (local.get $to)) (i32.ne (local.get $phase) (local.get $period))) (then
        ;; sums up to each value; of a single one the second lane means nothing
        (local.set $x (v128.load64_lane 1
          (i32.add (local.get $a) (i32.and (i32.add (local.get $from) (i32.const 8)) (local.get $a_mask)))
          (v128.load64_zero (i32.add (local.get $a) (i32.and (local.get $from) (local.get $a_mask))))))
        (local.set $y (f64x2.mul (local.get $x) (local.get $number)))
        (local.set $x (f64x2.add
          (local.get $x)
          (i8x16.shuffle 0 1 2 3 4 5 6 7 16 17 18 19 20 21 22 23 (v128.const i64x2 0 0) (local.get $x))))
        (local.set $y (f64x2.add
          (local.get $y)
          (i8x16.shuffle 0 1 2 3 4 5 6 7 16 17 18 19 20 21 22 23 (v128.const i64x2 0 0) (local.get $y))))
        (local.set $sums (f64x2.add (local.get $sum) (local.get $x)))
        (local.set $back (i32.sub (local.get $from) (local.get $period)))
        ;; (suffix + rest * sum + weighted) / weights; at the end of the block there is no suffix
        (local.set $sums (f64x2.div
          (f64x2.add
            (v128.and
              (f64x2.gt (local.get $rest) (v128.const i64x2 0 0))
              (f64x2.add
                (local.get $before)
                (v128.load64_lane 1
                  (i32.add (local.get $ring) (i32.and (i32.add (local.get $back) (i32.const 8)) (local.get $ring_mask)))
                  (v128.load64_zero (i32.add (local.get $ring) (i32.and (local.get $back) (local.get $ring_mask)))))))
            (f64x2.add (f64x2.mul (local.get $rest) (local.get $sums)) (f64x2.add (local.get $weighted) (local.get $y))))
          (local.get $weights)))
        ;; what is not finite becomes unknown
        (local.set $sums (f64x2.add (local.get $sums) (f64x2.sub (local.get $sums) (local.get $sums))))
        (v128.store64_lane 0 (i32.add (local.get $out) (i32.and (local.get $from) (local.get $out_mask))) (local.get $sums))
        (local.set $two (i32.and
          (i32.gt_u (i32.sub (local.get $to) (local.get $from)) (i32.const 8))
          (i32.gt_u (i32.sub (local.get $period) (local.get $phase)) (i32.const 8))))
        (local.set $from (i32.add (local.get $from) (i32.const 8)))
        (local.set $phase (i32.add (local.get $phase) (i32.const 8)))
        (if (local.get $two)
          (then
            (v128.store64_lane 1 (i32.add (local.get $out) (i32.and (local.get $from) (local.get $out_mask))) (local.get $sums))
            (local.set $sum (f64x2.add
              (local.get $sum)
              (i8x16.shuffle 8 9 10 11 12 13 14 15 8 9 10 11 12 13 14 15 (local.get $x) (local.get $x))))
            (local.set $weighted (f64x2.add
              (local.get $weighted)
              (i8x16.shuffle 8 9 10 11 12 13 14 15 8 9 10 11 12 13 14 15 (local.get $y) (local.get $y))))
            (local.set $from (i32.add (local.get $from) (i32.const 8)))
            (local.set $phase (i32.add (local.get $phase) (i32.const 8)))
            (local.set $number (f64x2.add (local.get $number) (f64x2.splat (f64.const 2))))
            (local.set $rest (f64x2.sub (local.get $rest) (f64x2.splat (f64.const 2))))))))
      (if (i32.eq (local.get $phase) (local.get $period))
        (then
          (local.set $sum (v128.const i64x2 0 0))
          (local.set $weighted (v128.const i64x2 0 0))
          (if (i32.eqz (global.get $preview))
            (then
              ;; pairs from the end of the block; one that is left over would have no reader
              (local.set $back (local.get $from))
              (block $done (loop $suffix
                (br_if $done (i32.le_u (local.get $phase) (i32.const 8)))
                (local.set $back (i32.sub (local.get $back) (i32.const 16)))
                (local.set $x (v128.load64_lane 1
                  (i32.add (local.get $a) (i32.and (i32.add (local.get $back) (i32.const 8)) (local.get $a_mask)))
                  (v128.load64_zero (i32.add (local.get $a) (i32.and (local.get $back) (local.get $a_mask))))))
                (local.set $x (f64x2.add
                  (local.get $x)
                  (i8x16.shuffle 8 9 10 11 12 13 14 15 24 25 26 27 28 29 30 31 (local.get $x) (v128.const i64x2 0 0))))
                (local.set $sums (f64x2.add (local.get $sum) (local.get $x)))
                (local.set $sum (f64x2.add
                  (local.get $sum)
                  (i8x16.shuffle 0 1 2 3 4 5 6 7 0 1 2 3 4 5 6 7 (local.get $x) (local.get $x))))
                (local.set $x (f64x2.add
                  (local.get $sums)
                  (i8x16.shuffle 8 9 10 11 12 13 14 15 24 25 26 27 28 29 30 31 (local.get $sums) (v128.const i64x2 0 0))))
                (local.set $sums (f64x2.add (local.get $weighted) (local.get $x)))
                (local.set $weighted (f64x2.add
                  (local.get $weighted)
                  (i8x16.shuffle 0 1 2 3 4 5 6 7 0 1 2 3 4 5 6 7 (local.get $x) (local.get $x))))
                (v128.store64_lane 1
                  (i32.add (local.get $ring) (i32.and (local.get $back) (local.get $ring_mask)))
                  (local.get $sums))
                (v128.store64_lane 0
                  (i32.add (local.get $ring) (i32.and (i32.sub (local.get $back) (i32.const 8)) (local.get $ring_mask)))
                  (local.get $sums))
                (local.set $phase (i32.sub (local.get $phase) (i32.const 16)))
                (br $suffix)))
              (local.set $sum (v128.const i64x2 0 0))
              (local.set $weighted (v128.const i64x2 0 0))))
          (local.set $phase (i32.const 0))
          (local.set $ready (i32.const 1))))
      (br_if $block (i32.ne (local.get $from) (local.get $to))))
    (v128.store64_lane offset=0 (; WEIGHTED.SUM ;) 0 (local.get $dst) (local.get $sum))
    (v128.store64_lane offset=8 (; WEIGHTED.WEIGHTED ;) 0 (local.get $dst) (local.get $weighted))
    (i32.store offset=16 (; WEIGHTED.PHASE ;) (local.get $dst) (local.get $phase))
    (i32.store offset=20 (; WEIGHTED.READY ;) (local.get $dst) (local.get $ready)))
