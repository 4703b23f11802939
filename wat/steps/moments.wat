  ;; Mean and variance, in two blocks as sums are: see sums.wat.

  ;; MOMENTS: mean, population variance and its root. Each side adds up its values' distances from one of its own, the block's
  ;; first in the prefix and its last in the suffix, and the squares of these; D is the way from the one to the other. In distances
  ;; from the first, the window's sum is sum + suffix sum + rest * D, and its squares are squares + suffix squares + D * (2 * suffix
  ;; sum + rest * D). Since first and last stand in the window themselves, no distance is out of proportion to its variance, and
  ;; squares - sum * sum / period loses no more than PERIOD roundings; where all values are equal it is 0.
  ;; Worked in pairs of the block's values; one that waits for its other is worked again with it. The ring holds suffix sum and
  ;; squares side by side.
  (func $moments (type $operation)
    (param $step i32) (param $src i32) (param $dst i32) (param $from i32) (param $to i32)
    (local $a i32) (local $a_mask i32) (local $out i32) (local $out_mask i32) (local $out_2 i32) (local $out_2_mask i32)
    (local $out_3 i32) (local $out_3_mask i32) (local $ring i32) (local $ring_mask i32)
    (local $period i32) (local $phase i32) (local $ready i32) (local $run i32) (local $masks i32) (local $two i32)
    (local $back i32) (local $first f64) (local $last f64)
    (local $sum v128) (local $squares v128) (local $pivots v128) (local $between v128) (local $share v128) (local $rest v128)
    (local $known v128) (local $x v128) (local $sums v128) (local $q v128) (local $y v128) (local $z v128)
    (local.set $a (i32.load offset=24 (; STEP.A ;) (local.get $step)))
    (local.set $a_mask (i32.load offset=28 (; STEP.A_MASK ;) (local.get $step)))
    (local.set $out (i32.load offset=56 (; STEP.OUT ;) (local.get $step)))
    (local.set $out_mask (i32.load offset=60 (; STEP.OUT_MASK ;) (local.get $step)))
    (local.set $out_2 (i32.load offset=64 (; STEP.OUT_2 ;) (local.get $step)))
    (local.set $out_2_mask (i32.load offset=68 (; STEP.OUT_2_MASK ;) (local.get $step)))
    (local.set $out_3 (i32.load offset=72 (; STEP.OUT_3 ;) (local.get $step)))
    (local.set $out_3_mask (i32.load offset=76 (; STEP.OUT_3_MASK ;) (local.get $step)))
    ;; an output that nobody reads has room for one value, but here come two
    (local.set $back (i32.add (local.get $dst) (i32.const 40 (; MOMENTS.SPARE ;))))
    (local.set $out (select (local.get $out) (local.get $back) (local.get $out_mask)))
    (local.set $out_2 (select (local.get $out_2) (local.get $back) (local.get $out_2_mask)))
    (local.set $out_3 (select (local.get $out_3) (local.get $back) (local.get $out_3_mask)))
    ;; the masks' common bits; one of nothing has no end
    (local.set $masks (i32.and
      (i32.and (local.get $a_mask) (i32.sub (local.get $out_mask) (i32.eqz (local.get $out_mask))))
      (i32.and
        (i32.sub (local.get $out_2_mask) (i32.eqz (local.get $out_2_mask)))
        (i32.sub (local.get $out_3_mask) (i32.eqz (local.get $out_3_mask))))))
    (local.set $ring (i32.load offset=16 (; STEP.RINGS ;) (local.get $step)))
    ;; two rings' room, 16 bytes a position
    (local.set $ring_mask (i32.or
      (i32.shl (i32.load offset=20 (; STEP.RINGS_MASK ;) (local.get $step)) (i32.const 1))
      (i32.const 1)))
    (local.set $period (i32.load offset=4 (; STEP.PERIOD ;) (local.get $step)))
    (local.set $share (f64x2.splat (f64.div (f64.const 1) (f64.convert_i32_u (local.get $period)))))
    (local.set $period (i32.shl (local.get $period) (i32.const 3)))
    (local.set $from (i32.shl (local.get $from) (i32.const 3)))
    (local.set $to (i32.shl (local.get $to) (i32.const 3)))
    (local.set $sum (v128.load64_splat offset=0 (; MOMENTS.SUM ;) (local.get $src)))
    (local.set $squares (v128.load64_splat offset=8 (; MOMENTS.SQUARES ;) (local.get $src)))
    (local.set $first (f64.load offset=16 (; MOMENTS.FIRST ;) (local.get $src)))
    (local.set $last (f64.load offset=24 (; MOMENTS.LAST ;) (local.get $src)))
    (local.set $phase (i32.load offset=32 (; MOMENTS.PHASE ;) (local.get $src)))
    (local.set $ready (i32.load offset=36 (; MOMENTS.READY ;) (local.get $src)))
    (if (i32.and (local.get $phase) (i32.const 8))
      (then
        (local.set $phase (i32.sub (local.get $phase) (i32.const 8)))
        (local.set $from (i32.sub (local.get $from) (i32.const 8)))))
    (loop $block
      (if (i32.eqz (local.get $phase)) (then (local.set $first (f64.load (i32.add (local.get $a) (i32.and (local.get $from) (local.get $a_mask)))))))
      (local.set $pivots (f64x2.splat (local.get $first)))
      ;; there is nothing before the first block
      (local.set $between (f64x2.splat (f64.const nan)))
      (if (local.get $ready) (then (local.set $between (f64x2.splat (f64.sub (local.get $last) (local.get $first))))))
      ;; values of the suffix: period - 1 - phase, and one less
      (local.set $rest (f64x2.sub
        (f64x2.splat (f64.convert_i32_u (i32.shr_u (i32.sub (local.get $period) (local.get $phase)) (i32.const 3))))
        (v128.const f64x2 1 2)))
      ;; bytes to the end of the call and of the block, and not across the end of a ring: -1 - position and a mask are the
      ;; bytes to it, less one, and of several rings those of the smallest
      (local.set $run (i32.sub (local.get $to) (local.get $from)))
      (if (i32.gt_u (local.get $run) (local.tee $two (i32.sub (local.get $period) (local.get $phase))))
        (then (local.set $run (local.get $two))))
      (if (i32.ge_u (local.get $run) (i32.const 16)) (then
        (if (i32.gt_u (local.get $run) (local.tee $two (i32.add (i32.const 1)
          (i32.and (i32.sub (i32.const -1) (local.get $from)) (local.get $masks)))))
          (then (local.set $run (local.get $two))))
        (if (i32.gt_u (local.get $run) (local.tee $two (i32.shr_u (i32.add (i32.const 1)
          (i32.and (i32.sub (i32.const -1) (i32.shl (i32.sub (local.get $from) (local.get $period)) (i32.const 1))) (local.get $ring_mask)))
          (i32.const 1))))
          (then (local.set $run (local.get $two))))))
      (block $done (loop $next
        (br_if $done (i32.lt_u (local.get $run) (i32.const 16)))
        (local.set $run (i32.sub (local.get $run) (i32.const 16)))
        ;; sums and squares up to each value
        (local.set $x (f64x2.sub
          (v128.load (i32.add (local.get $a) (i32.and (local.get $from) (local.get $a_mask))))
          (local.get $pivots)))
        (local.set $q (f64x2.mul (local.get $x) (local.get $x)))
        (local.set $sums (f64x2.add
          (local.get $sum)
          (f64x2.add
            (local.get $x)
            (i8x16.shuffle 0 1 2 3 4 5 6 7 16 17 18 19 20 21 22 23 (v128.const i64x2 0 0) (local.get $x)))))
        (local.set $q (f64x2.add
          (local.get $squares)
          (f64x2.add
            (local.get $q)
            (i8x16.shuffle 0 1 2 3 4 5 6 7 16 17 18 19 20 21 22 23 (v128.const i64x2 0 0) (local.get $q)))))
        (local.set $sum (i8x16.shuffle 8 9 10 11 12 13 14 15 24 25 26 27 28 29 30 31 (local.get $sums) (local.get $sums)))
        (local.set $squares (i8x16.shuffle 8 9 10 11 12 13 14 15 24 25 26 27 28 29 30 31 (local.get $q) (local.get $q)))
        ;; z and y: sums and squares of the suffixes, x: D; at the end of the block there is no suffix
        (local.set $back (i32.shl (i32.sub (local.get $from) (local.get $period)) (i32.const 1)))
        (local.set $x (v128.load (i32.add (local.get $ring) (i32.and (local.get $back) (local.get $ring_mask)))))
        (local.set $y (v128.load offset=16 (; SERIES.VALUE + 16 ;) (i32.add (local.get $ring) (i32.and (local.get $back) (local.get $ring_mask)))))
        (local.set $known (f64x2.gt (local.get $rest) (v128.const i64x2 0 0)))
        (local.set $z (v128.and (local.get $known) (i8x16.shuffle 0 1 2 3 4 5 6 7 16 17 18 19 20 21 22 23 (local.get $x) (local.get $y))))
        (local.set $y (v128.and (local.get $known) (i8x16.shuffle 8 9 10 11 12 13 14 15 24 25 26 27 28 29 30 31 (local.get $x) (local.get $y))))
        (local.set $x (v128.and (local.get $known) (local.get $between)))
        ;; y = squares of all, z = sum of all
        (local.set $y (f64x2.add (f64x2.add (local.get $q) (local.get $y)) (f64x2.mul (local.get $x)
          (f64x2.add (local.get $z)
            (local.tee $z (f64x2.add (local.get $z) (f64x2.mul (local.get $rest) (local.get $x))))))))
        (local.set $z (f64x2.add (local.get $sums) (local.get $z)))
        ;; x = distance of the mean from the first
        (local.set $x (f64x2.mul (local.get $z) (local.get $share)))
        (local.set $y (f64x2.mul (local.get $share)
          (f64x2.pmax (f64x2.sub (local.get $y) (f64x2.mul (local.get $z) (local.get $x))) (v128.const i64x2 0 0))))
        (local.set $x (f64x2.add (local.get $pivots) (local.get $x)))
        ;; what is not finite becomes unknown
        (local.set $x (f64x2.add (local.get $x) (f64x2.sub (local.get $x) (local.get $x))))
        (local.set $y (f64x2.add (local.get $y) (f64x2.sub (local.get $y) (local.get $y))))
        (local.set $z (f64x2.sqrt (local.get $y)))
        (v128.store (i32.add (local.get $out) (i32.and (local.get $from) (local.get $out_mask))) (local.get $x))
        (v128.store (i32.add (local.get $out_2) (i32.and (local.get $from) (local.get $out_2_mask))) (local.get $y))
        (v128.store (i32.add (local.get $out_3) (i32.and (local.get $from) (local.get $out_3_mask))) (local.get $z))
        (local.set $from (i32.add (local.get $from) (i32.const 16)))
        (local.set $phase (i32.add (local.get $phase) (i32.const 16)))
        (local.set $rest (f64x2.sub (local.get $rest) (f64x2.splat (f64.const 2))))
        (br $next)))
      ;; a pair that lies across the end of a ring, or a single value
      (if (i32.and (i32.ne (local.get $from) (local.get $to)) (i32.ne (local.get $phase) (local.get $period))) (then
        ;; sums and squares up to each value; of a single one the second lane means nothing
        (local.set $x (f64x2.sub
          (v128.load64_lane 1
            (i32.add (local.get $a) (i32.and (i32.add (local.get $from) (i32.const 8)) (local.get $a_mask)))
            (v128.load64_zero (i32.add (local.get $a) (i32.and (local.get $from) (local.get $a_mask)))))
          (local.get $pivots)))
        (local.set $q (f64x2.mul (local.get $x) (local.get $x)))
        (local.set $sums (f64x2.add
          (local.get $sum)
          (f64x2.add
            (local.get $x)
            (i8x16.shuffle 0 1 2 3 4 5 6 7 16 17 18 19 20 21 22 23 (v128.const i64x2 0 0) (local.get $x)))))
        (local.set $q (f64x2.add
          (local.get $squares)
          (f64x2.add
            (local.get $q)
            (i8x16.shuffle 0 1 2 3 4 5 6 7 16 17 18 19 20 21 22 23 (v128.const i64x2 0 0) (local.get $q)))))
        (local.set $two (i32.and
          (i32.gt_u (i32.sub (local.get $to) (local.get $from)) (i32.const 8))
          (i32.gt_u (i32.sub (local.get $period) (local.get $phase)) (i32.const 8))))
        (if (local.get $two)
          (then
            (local.set $sum (i8x16.shuffle 8 9 10 11 12 13 14 15 24 25 26 27 28 29 30 31 (local.get $sums) (local.get $sums)))
            (local.set $squares (i8x16.shuffle 8 9 10 11 12 13 14 15 24 25 26 27 28 29 30 31 (local.get $q) (local.get $q)))))
        ;; z and y: sums and squares of the suffixes, x: D; at the end of the block there is no suffix
        (local.set $back (i32.shl (i32.sub (local.get $from) (local.get $period)) (i32.const 1)))
        (local.set $x (v128.load (i32.add (local.get $ring) (i32.and (local.get $back) (local.get $ring_mask)))))
        (local.set $y (v128.load (i32.add (local.get $ring) (i32.and (i32.add (local.get $back) (i32.const 16)) (local.get $ring_mask)))))
        (local.set $known (f64x2.gt (local.get $rest) (v128.const i64x2 0 0)))
        (local.set $z (v128.and (local.get $known) (i8x16.shuffle 0 1 2 3 4 5 6 7 16 17 18 19 20 21 22 23 (local.get $x) (local.get $y))))
        (local.set $y (v128.and (local.get $known) (i8x16.shuffle 8 9 10 11 12 13 14 15 24 25 26 27 28 29 30 31 (local.get $x) (local.get $y))))
        (local.set $x (v128.and (local.get $known) (local.get $between)))
        ;; y = squares of all, z = sum of all
        (local.set $y (f64x2.add (f64x2.add (local.get $q) (local.get $y)) (f64x2.mul (local.get $x)
          (f64x2.add (local.get $z)
            (local.tee $z (f64x2.add (local.get $z) (f64x2.mul (local.get $rest) (local.get $x))))))))
        (local.set $z (f64x2.add (local.get $sums) (local.get $z)))
        ;; x = distance of the mean from the first
        (local.set $x (f64x2.mul (local.get $z) (local.get $share)))
        (local.set $y (f64x2.mul (local.get $share)
          (f64x2.pmax (f64x2.sub (local.get $y) (f64x2.mul (local.get $z) (local.get $x))) (v128.const i64x2 0 0))))
        (local.set $x (f64x2.add (local.get $pivots) (local.get $x)))
        ;; what is not finite becomes unknown
        (local.set $x (f64x2.add (local.get $x) (f64x2.sub (local.get $x) (local.get $x))))
        (local.set $y (f64x2.add (local.get $y) (f64x2.sub (local.get $y) (local.get $y))))
        (local.set $z (f64x2.sqrt (local.get $y)))
        (v128.store64_lane 0 (i32.add (local.get $out) (i32.and (local.get $from) (local.get $out_mask))) (local.get $x))
        (v128.store64_lane 0 (i32.add (local.get $out_2) (i32.and (local.get $from) (local.get $out_2_mask))) (local.get $y))
        (v128.store64_lane 0 (i32.add (local.get $out_3) (i32.and (local.get $from) (local.get $out_3_mask))) (local.get $z))
        (local.set $from (i32.add (local.get $from) (i32.const 8)))
        (local.set $phase (i32.add (local.get $phase) (i32.const 8)))
        (if (local.get $two)
          (then
            (v128.store64_lane 1 (i32.add (local.get $out) (i32.and (local.get $from) (local.get $out_mask))) (local.get $x))
            (v128.store64_lane 1 (i32.add (local.get $out_2) (i32.and (local.get $from) (local.get $out_2_mask))) (local.get $y))
            (v128.store64_lane 1 (i32.add (local.get $out_3) (i32.and (local.get $from) (local.get $out_3_mask))) (local.get $z))
            (local.set $from (i32.add (local.get $from) (i32.const 8)))
            (local.set $phase (i32.add (local.get $phase) (i32.const 8)))
            (local.set $rest (f64x2.sub (local.get $rest) (f64x2.splat (f64.const 2))))))))
      (if (i32.eq (local.get $phase) (local.get $period))
        (then
          (local.set $last (f64.load (i32.add (local.get $a) (i32.and (i32.sub (local.get $from) (i32.const 8)) (local.get $a_mask)))))
          (local.set $sum (v128.const i64x2 0 0))
          (local.set $squares (v128.const i64x2 0 0))
          (if (i32.eqz (global.get $preview))
            (then
              (local.set $pivots (f64x2.splat (local.get $last)))
              (local.set $back (local.get $from))
              ;; pairs from the end of the block; one that is left over would have no reader
              (block $done (loop $suffix
                (br_if $done (i32.le_u (local.get $phase) (i32.const 8)))
                (local.set $back (i32.sub (local.get $back) (i32.const 16)))
                (local.set $x (f64x2.sub
                  (v128.load64_lane 1
                    (i32.add (local.get $a) (i32.and (i32.add (local.get $back) (i32.const 8)) (local.get $a_mask)))
                    (v128.load64_zero (i32.add (local.get $a) (i32.and (local.get $back) (local.get $a_mask)))))
                  (local.get $pivots)))
                (local.set $q (f64x2.mul (local.get $x) (local.get $x)))
                (local.set $sums (f64x2.add
                  (local.get $sum)
                  (f64x2.add
                    (local.get $x)
                    (i8x16.shuffle 8 9 10 11 12 13 14 15 24 25 26 27 28 29 30 31 (local.get $x) (v128.const i64x2 0 0)))))
                (local.set $q (f64x2.add
                  (local.get $squares)
                  (f64x2.add
                    (local.get $q)
                    (i8x16.shuffle 8 9 10 11 12 13 14 15 24 25 26 27 28 29 30 31 (local.get $q) (v128.const i64x2 0 0)))))
                (local.set $sum (i8x16.shuffle 0 1 2 3 4 5 6 7 16 17 18 19 20 21 22 23 (local.get $sums) (local.get $sums)))
                (local.set $squares (i8x16.shuffle 0 1 2 3 4 5 6 7 16 17 18 19 20 21 22 23 (local.get $q) (local.get $q)))
                (v128.store
                  (i32.add (local.get $ring) (i32.and (i32.shl (local.get $back) (i32.const 1)) (local.get $ring_mask)))
                  (i8x16.shuffle 8 9 10 11 12 13 14 15 24 25 26 27 28 29 30 31 (local.get $sums) (local.get $q)))
                (v128.store
                  (i32.add (local.get $ring) (i32.and
                    (i32.shl (i32.sub (local.get $back) (i32.const 8)) (i32.const 1))
                    (local.get $ring_mask)))
                  (i8x16.shuffle 0 1 2 3 4 5 6 7 16 17 18 19 20 21 22 23 (local.get $sums) (local.get $q)))
                (local.set $phase (i32.sub (local.get $phase) (i32.const 16)))
                (br $suffix)))
              (local.set $sum (v128.const i64x2 0 0))
              (local.set $squares (v128.const i64x2 0 0))))
          (local.set $phase (i32.const 0))
          (local.set $ready (i32.const 1))))
      (br_if $block (i32.ne (local.get $from) (local.get $to))))
    (v128.store64_lane offset=0 (; MOMENTS.SUM ;) 0 (local.get $dst) (local.get $sum))
    (v128.store64_lane offset=8 (; MOMENTS.SQUARES ;) 0 (local.get $dst) (local.get $squares))
    (f64.store offset=16 (; MOMENTS.FIRST ;) (local.get $dst) (local.get $first))
    (f64.store offset=24 (; MOMENTS.LAST ;) (local.get $dst) (local.get $last))
    (i32.store offset=32 (; MOMENTS.PHASE ;) (local.get $dst) (local.get $phase))
    (i32.store offset=36 (; MOMENTS.READY ;) (local.get $dst) (local.get $ready)))
