  ;; Figures of the last few values.
  ;;
  ;; Sums and extremes are kept in two blocks: the series is cut into blocks of PERIOD positions, counted from the one where the
  ;; state was zero, and a window is a suffix of the block before and a prefix of the current one. The suffixes of a block are
  ;; made when it is finished, into a private ring; what stands there at a position (or, of a mean, at a pair) is of the values after
  ;; it, so that the last one is empty. Nothing is ever taken away from a sum: what has left the window has left no trace.
  ;;
  ;; Positions and periods are counted in bytes, 8 a position, once they were loaded.

  ;; out = unknown over [from, to)
  (func $unknown (param $out i32) (param $out_mask i32) (param $from i32) (param $to i32)
    (block $done (loop $next
      (br_if $done (i32.eq (local.get $from) (local.get $to)))
      (f64.store (i32.add (local.get $out) (i32.and (local.get $from) (local.get $out_mask))) (f64.const nan))
      (local.set $from (i32.add (local.get $from) (i32.const 8)))
      (br $next))))

  ;; Of a finished block, from its last pair on: ring[i] = a[i + 2] + a[i + 4] + ... up to the block's end, so that a pair's places
  ;; hold the even and the odd values after it. Returns the sums of all even and of all odd values. A ring may end anywhere.
  (func $suffix_sums
    (param $a i32) (param $a_mask i32) (param $ring i32) (param $ring_mask i32) (param $end i32) (param $period i32) (result v128)
    (local $sums v128)
    (if (i32.and (local.get $period) (i32.const 8)) (then
      (local.set $period (i32.sub (local.get $period) (i32.const 8)))
      (local.set $end (i32.sub (local.get $end) (i32.const 8)))
      (local.set $sums (v128.load64_zero (i32.add (local.get $a) (i32.and (local.get $end) (local.get $a_mask)))))
      (f64.store (i32.add (local.get $ring) (i32.and (local.get $end) (local.get $ring_mask))) (f64.const 0))))
    (loop $pairs
      (local.set $end (i32.sub (local.get $end) (i32.const 8)))
      (v128.store64_lane 1 (i32.add (local.get $ring) (i32.and (local.get $end) (local.get $ring_mask))) (local.get $sums))
      (v128.store64_lane 0
        (i32.add (local.get $ring) (i32.and (i32.sub (local.get $end) (i32.const 8)) (local.get $ring_mask))) (local.get $sums))
      (local.set $sums (f64x2.add
        (local.get $sums)
        (v128.load64_lane 1
          (i32.add (local.get $a) (i32.and (local.get $end) (local.get $a_mask)))
          (v128.load64_zero (i32.add (local.get $a) (i32.and (i32.sub (local.get $end) (i32.const 8)) (local.get $a_mask)))))))
      (local.set $end (i32.sub (local.get $end) (i32.const 8)))
      (br_if $pairs (local.tee $period (i32.sub (local.get $period) (i32.const 16)))))
    (local.get $sums))

  ;; of so many bytes those that stand before the end of a ring: -1 - position and a mask are the bytes to it, less one
  (func $room (param $bytes i32) (param $from i32) (param $mask i32) (result i32)
    (local.set $mask (i32.add (i32.const 1) (i32.or (i32.const 7)
      (i32.and (i32.sub (i32.const -1) (local.get $from)) (local.get $mask)))))
    (select (local.get $bytes) (local.get $mask) (i32.lt_u (local.get $bytes) (local.get $mask))))

  ;; MEAN and SUM of a few values: each window is added up anew, from the oldest on. MEAN.PHASE is how many were seen.
  (func $short_mean (type $operation)
    (param $step i32) (param $src i32) (param $dst i32) (param $from i32) (param $to i32)
    (local $a i32) (local $a_mask i32) (local $out i32) (local $out_mask i32) (local $period i32) (local $seen i32)
    (local $left i32) (local $at i32) (local $end i32) (local $divides i32) (local $counts v128) (local $sums v128)
    (local.set $a (i32.load offset=24 (; STEP.A ;) (local.get $step)))
    (local.set $a_mask (i32.load offset=28 (; STEP.A_MASK ;) (local.get $step)))
    (local.set $out (i32.load offset=56 (; STEP.OUT ;) (local.get $step)))
    (local.set $out_mask (i32.load offset=60 (; STEP.OUT_MASK ;) (local.get $step)))
    (local.set $period (i32.load offset=4 (; STEP.PERIOD ;) (local.get $step)))
    (local.set $divides (i32.eq (i32.load offset=0 (; STEP.OPERATION ;) (local.get $step)) (i32.const 21 (; OPERATION.MEAN ;))))
    (local.set $counts (f64x2.splat (f64.convert_i32_u (select (local.get $period) (i32.const 1) (local.get $divides)))))
    ;; bytes before the newest value
    (local.set $period (i32.sub (i32.shl (local.get $period) (i32.const 3)) (i32.const 8)))
    (local.set $from (i32.shl (local.get $from) (i32.const 3)))
    (local.set $to (i32.shl (local.get $to) (i32.const 3)))
    (local.set $seen (i32.load offset=24 (; MEAN.PHASE ;) (local.get $src)))
    (block $done (loop $next
      (if (i32.eq (local.get $seen) (local.get $period))
        (then
          ;; two windows at a time, where neither lies across the end of a ring
          (local.set $left (i32.sub (local.get $to) (local.get $from)))
          (if (i32.ne (local.get $left) (i32.const 8)) (then
            (local.set $left (i32.sub
              (call $room
                (i32.add (local.get $period)
                  (call $room (local.get $left) (local.get $from) (i32.and (local.get $a_mask) (local.get $out_mask))))
                (i32.sub (local.get $from) (local.get $period)) (local.get $a_mask))
              (local.get $period)))))
          (block $pairs_done (loop $pairs
            (br_if $pairs_done (i32.lt_s (local.get $left) (i32.const 16)))
            (local.set $left (i32.sub (local.get $left) (i32.const 16)))
            (local.set $end (i32.add (local.get $a) (i32.and (local.get $from) (local.get $a_mask))))
            (local.set $at (i32.sub (local.get $end) (local.get $period)))
            (local.set $sums (v128.load (local.get $at)))
            (block $added (loop $add
              (br_if $added (i32.eq (local.get $at) (local.get $end)))
              (local.set $at (i32.add (local.get $at) (i32.const 8)))
              (local.set $sums (f64x2.add (local.get $sums) (v128.load (local.get $at))))
              (br $add)))
            (if (local.get $divides) (then (local.set $sums (f64x2.div (local.get $sums) (local.get $counts)))))
            (v128.store (i32.add (local.get $out) (i32.and (local.get $from) (local.get $out_mask)))
              (f64x2.add (local.get $sums) (f64x2.sub (local.get $sums) (local.get $sums))))
            (local.set $from (i32.add (local.get $from) (i32.const 16)))
            (br $pairs)))
          (br_if $done (i32.eq (local.get $from) (local.get $to)))
          (local.set $at (i32.sub (local.get $from) (local.get $period)))
          (local.set $sums (v128.load64_zero (i32.add (local.get $a) (i32.and (local.get $at) (local.get $a_mask)))))
          (block $added (loop $add
            (br_if $added (i32.eq (local.get $at) (local.get $from)))
            (local.set $at (i32.add (local.get $at) (i32.const 8)))
            (local.set $sums (f64x2.add
              (local.get $sums)
              (v128.load64_zero (i32.add (local.get $a) (i32.and (local.get $at) (local.get $a_mask))))))
            (br $add)))
          (local.set $sums (f64x2.div (local.get $sums) (local.get $counts)))
          (local.set $sums (f64x2.add (local.get $sums) (f64x2.sub (local.get $sums) (local.get $sums)))))
        (else
          (local.set $seen (i32.add (local.get $seen) (i32.const 8)))
          (local.set $sums (v128.const f64x2 nan nan))))
      (v128.store64_lane 0 (i32.add (local.get $out) (i32.and (local.get $from) (local.get $out_mask))) (local.get $sums))
      (br_if $next (i32.ne (local.tee $from (i32.add (local.get $from) (i32.const 8))) (local.get $to)))))
    (i32.store offset=24 (; MEAN.PHASE ;) (local.get $dst) (local.get $seen)))

  ;; MEAN: of the last PERIOD values; SUM: the same, not divided. A block is cut into pairs, of which the even and the odd values are
  ;; added up apart: MEAN.EVEN and MEAN.ODD. With the suffix sums of the pair's place in the block before, these are the even and the
  ;; odd values of a whole window. One that ends with an odd value is both; one that ends with an even value is its even sum and the odd
  ;; one of the pair before, MEAN.BEFORE. No addition waits for another but the one a pair before it.
  (func $mean (type $operation)
    (param $step i32) (param $src i32) (param $dst i32) (param $from i32) (param $to i32)
    (local $a i32) (local $a_mask i32) (local $out i32) (local $out_mask i32) (local $ring i32) (local $ring_mask i32)
    (local $period i32) (local $phase i32) (local $ready i32) (local $run i32) (local $left i32) (local $at i32) (local $to_at i32)
    (local $suffix_at i32) (local $at_end i32) (local $divides i32) (local $back i32) (local $sum f64) (local $count f64) (local $x v128)
    (local $counts v128) (local $prefix v128) (local $both v128) (local $last v128) (local $sums v128)
    (local.set $a (i32.load offset=24 (; STEP.A ;) (local.get $step)))
    (local.set $a_mask (i32.load offset=28 (; STEP.A_MASK ;) (local.get $step)))
    (local.set $out (i32.load offset=56 (; STEP.OUT ;) (local.get $step)))
    (local.set $out_mask (i32.load offset=60 (; STEP.OUT_MASK ;) (local.get $step)))
    (local.set $ring (i32.load offset=16 (; STEP.RINGS ;) (local.get $step)))
    (local.set $ring_mask (i32.load offset=20 (; STEP.RINGS_MASK ;) (local.get $step)))
    (local.set $period (i32.load offset=4 (; STEP.PERIOD ;) (local.get $step)))
    (if (i32.le_u (local.get $period) (i32.const 8))
      (then (return_call $short_mean (local.get $step) (local.get $src) (local.get $dst) (local.get $from) (local.get $to))))
    (local.set $count (f64.convert_i32_u (select (local.get $period) (i32.const 1)
      (i32.eq (i32.load offset=0 (; STEP.OPERATION ;) (local.get $step)) (i32.const 21 (; OPERATION.MEAN ;))))))
    (local.set $period (i32.shl (local.get $period) (i32.const 3)))
    (local.set $from (i32.shl (local.get $from) (i32.const 3)))
    (local.set $to (i32.shl (local.get $to) (i32.const 3)))
    (local.set $prefix (v128.load offset=0 (; MEAN.EVEN ;) (local.get $src)))
    (local.set $last (v128.load64_splat offset=16 (; MEAN.BEFORE ;) (local.get $src)))
    (local.set $phase (i32.load offset=24 (; MEAN.PHASE ;) (local.get $src)))
    (local.set $ready (i32.load offset=28 (; MEAN.READY ;) (local.get $src)))
    ;; in the first block no window is whole: divided by nothing known, all is unknown
    (local.set $divides (i32.or (f64.ne (local.get $count) (f64.const 1)) (i32.eqz (local.get $ready))))
    (local.set $counts (f64x2.splat (select (local.get $count) (f64.const nan) (local.get $ready))))
    (loop $segment
      (if (i32.eqz (local.get $run))
        (then
          ;; to the end of the call, and not across the end of a ring: -1 - position and a mask are the bytes to it, less one, and
          ;; of two rings those of the smaller
          (local.set $run (i32.sub (local.get $to) (local.get $from)))
          (if (i32.ne (local.get $run) (i32.const 8)) (then
            (if (i32.gt_u (local.get $run) (local.tee $left (i32.add (i32.const 1) (i32.or (i32.const 7)
              (i32.and (i32.sub (i32.const -1) (local.get $from)) (i32.and (local.get $a_mask) (local.get $out_mask)))))))
              (then (local.set $run (local.get $left))))
            (if (i32.gt_u (local.get $run) (local.tee $left (i32.add (i32.const 1)
              (i32.and (i32.sub (i32.sub (local.get $period) (i32.const 1)) (local.get $from)) (local.get $ring_mask)))))
              (then (local.set $run (local.get $left))))))
          (local.set $at (i32.add (local.get $a) (i32.and (local.get $from) (local.get $a_mask))))
          (local.set $to_at (i32.add (local.get $out) (i32.and (local.get $from) (local.get $out_mask))))
          (local.set $suffix_at
            (i32.add (local.get $ring) (i32.and (i32.sub (local.get $from) (local.get $period)) (local.get $ring_mask))))))
      ;; and not across the end of the block
      (local.set $left (i32.sub (local.get $period) (local.get $phase)))
      (local.set $left (i32.and
        (select (local.get $left) (local.get $run) (i32.lt_u (local.get $left) (local.get $run)))
        (i32.const -16)))
      (if (i32.and (i32.eqz (i32.and (local.get $phase) (i32.const 8))) (i32.ne (local.get $left) (i32.const 0)))
        (then
          (local.set $run (i32.sub (local.get $run) (local.get $left)))
          (local.set $from (i32.add (local.get $from) (local.get $left)))
          (local.set $phase (i32.add (local.get $phase) (local.get $left)))
          (local.set $at_end (i32.add (local.get $at) (local.get $left)))
          (loop $pairs
            (local.set $prefix (f64x2.add (local.get $prefix) (v128.load (local.get $at))))
            (local.set $both (f64x2.add (local.get $prefix) (v128.load (local.get $suffix_at))))
            (local.set $sums (f64x2.add
              (i8x16.shuffle 0 1 2 3 4 5 6 7 0 1 2 3 4 5 6 7 (local.get $both) (local.get $both))
              (i8x16.shuffle 8 9 10 11 12 13 14 15 24 25 26 27 28 29 30 31 (local.get $last) (local.get $both))))
            (local.set $last (local.get $both))
            (if (local.get $divides) (then (local.set $sums (f64x2.div (local.get $sums) (local.get $counts)))))
            ;; what is not finite becomes unknown
            (v128.store (local.get $to_at)
              (f64x2.add (local.get $sums) (f64x2.sub (local.get $sums) (local.get $sums))))
            (local.set $at (i32.add (local.get $at) (i32.const 16)))
            (local.set $to_at (i32.add (local.get $to_at) (i32.const 16)))
            (local.set $suffix_at (i32.add (local.get $suffix_at) (i32.const 16)))
            (br_if $pairs (i32.ne (local.get $at) (local.get $at_end)))))
        (else
          (local.set $both (v128.load64_zero (local.get $suffix_at)))
          (if (i32.and (local.get $phase) (i32.const 8))
            (then
              (local.set $prefix (f64x2.add (local.get $prefix) (v128.load64_lane 1 (local.get $at) (v128.const i64x2 0 0))))
              (local.set $both (v128.load64_lane 1 (local.get $suffix_at) (v128.load64_zero (i32.add (local.get $ring)
                (i32.and (i32.sub (i32.sub (local.get $from) (i32.const 8)) (local.get $period)) (local.get $ring_mask))))))
              (local.set $both (f64x2.add (local.get $prefix) (local.get $both)))
              (local.set $last (local.get $both)))
            (else
              (local.set $prefix (f64x2.add (local.get $prefix) (v128.load64_zero (local.get $at))))
              (local.set $both (f64x2.add (local.get $prefix) (local.get $both)))))
          (local.set $sum (f64.div
            (f64.add (f64x2.extract_lane 0 (local.get $both)) (f64x2.extract_lane 1 (local.get $last)))
            (f64x2.extract_lane 0 (local.get $counts))))
          (f64.store (local.get $to_at) (f64.add (local.get $sum) (f64.sub (local.get $sum) (local.get $sum))))
          (local.set $at (i32.add (local.get $at) (i32.const 8)))
          (local.set $to_at (i32.add (local.get $to_at) (i32.const 8)))
          (local.set $suffix_at (i32.add (local.get $suffix_at) (i32.const 8)))
          (local.set $run (i32.sub (local.get $run) (i32.const 8)))
          (local.set $from (i32.add (local.get $from) (i32.const 8)))
          (local.set $phase (i32.add (local.get $phase) (i32.const 8)))))
      (if (i32.eq (local.get $phase) (local.get $period))
        (then
          ;; the first block is the first window
          (if (i32.eqz (local.get $ready)) (then
            (local.set $counts (f64x2.splat (local.get $count)))
            (local.set $divides (f64.ne (local.get $count) (f64.const 1)))
            (local.set $sum (f64.div
              (f64.add (f64x2.extract_lane 0 (local.get $prefix)) (f64x2.extract_lane 1 (local.get $prefix)))
              (local.get $count)))
            (f64.store (i32.add (local.get $out) (i32.and (i32.sub (local.get $from) (i32.const 8)) (local.get $out_mask)))
              (f64.add (local.get $sum) (f64.sub (local.get $sum) (local.get $sum))))))
          (local.set $prefix (v128.const i64x2 0 0))
          (local.set $phase (i32.const 0))
          (local.set $ready (i32.const 1))
          (if (i32.eqz (global.get $preview)) (then
            (local.set $back (local.get $at))
            (local.set $left (i32.add (local.get $suffix_at) (local.get $period)))
            (if (i32.or
                (i32.lt_u (i32.sub (local.get $back) (local.get $a)) (local.get $period))
                (i32.gt_u (i32.sub (local.get $left) (local.get $ring)) (local.get $ring_mask)))
              (then
                (local.set $last
                  (call $suffix_sums (local.get $a) (local.get $a_mask) (local.get $ring) (local.get $ring_mask)
                    (local.get $from) (local.get $period))))
              (else
                ;; the same where no ring ends within the block. A value is read before its sum is stored: the places may be alike but
                ;; for their high bits, and a load that follows such a store waits for it
                (local.set $last (v128.const i64x2 0 0))
                (if (i32.and (local.get $period) (i32.const 8)) (then
                  (local.set $back (i32.sub (local.get $back) (i32.const 8)))
                  (local.set $left (i32.sub (local.get $left) (i32.const 8)))
                  (local.set $last (v128.load64_zero (local.get $back)))
                  (f64.store (local.get $left) (f64.const 0))))
                (loop $suffix
                  (local.set $back (i32.sub (local.get $back) (i32.const 16)))
                  (local.set $left (i32.sub (local.get $left) (i32.const 16)))
                  (local.set $x (v128.load (local.get $back)))
                  (v128.store (local.get $left) (local.get $last))
                  (local.set $last (f64x2.add (local.get $last) (local.get $x)))
                  (br_if $suffix (i32.ne (local.get $left) (local.get $suffix_at))))))))))
      (br_if $segment (i32.ne (local.get $from) (local.get $to))))
    (v128.store offset=0 (; MEAN.EVEN ;) (local.get $dst) (local.get $prefix))
    (v128.store64_lane offset=16 (; MEAN.BEFORE ;) 1 (local.get $dst) (local.get $last))
    (i32.store offset=24 (; MEAN.PHASE ;) (local.get $dst) (local.get $phase))
    (i32.store offset=28 (; MEAN.READY ;) (local.get $dst) (local.get $ready)))

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

  ;; HIGHEST: of the last PERIOD values, and its age in positions, the earliest of equals
  (func $highest (type $operation)
    (param $step i32) (param $src i32) (param $dst i32) (param $from i32) (param $to i32)
    (return_call $extreme
      (local.get $step) (local.get $src) (local.get $dst) (local.get $from) (local.get $to) (f64.const 1)))

  ;; LOWEST: the same, of the values turned over
  (func $lowest (type $operation)
    (param $step i32) (param $src i32) (param $dst i32) (param $from i32) (param $to i32)
    (return_call $extreme
      (local.get $step) (local.get $src) (local.get $dst) (local.get $from) (local.get $to) (f64.const -1)))

  ;; Nothing here branches on how values compare, which nobody can foretell. pmax(a, b) is b only where a < b: never unknown, once a
  ;; is known.
  (func $extreme
    (param $step i32) (param $src i32) (param $dst i32) (param $from i32) (param $to i32) (param $sign f64)
    (local $a i32) (local $a_mask i32) (local $out i32) (local $out_mask i32) (local $ages i32) (local $ages_mask i32)
    (local $ring i32) (local $ring_mask i32) (local $ring_2 i32) (local $period i32) (local $phase i32) (local $known i32)
    (local $run i32) (local $at i32) (local $at_2 i32) (local $back i32) (local $value v128) (local $signs v128) (local $x v128)
    (local.set $a (i32.load offset=24 (; STEP.A ;) (local.get $step)))
    (local.set $a_mask (i32.load offset=28 (; STEP.A_MASK ;) (local.get $step)))
    (local.set $out (i32.load offset=56 (; STEP.OUT ;) (local.get $step)))
    (local.set $out_mask (i32.load offset=60 (; STEP.OUT_MASK ;) (local.get $step)))
    (local.set $ages (i32.load offset=64 (; STEP.OUT_2 ;) (local.get $step)))
    (local.set $ages_mask (i32.load offset=68 (; STEP.OUT_2_MASK ;) (local.get $step)))
    (local.set $ring (i32.load offset=16 (; STEP.RINGS ;) (local.get $step)))
    (local.set $ring_mask (i32.load offset=20 (; STEP.RINGS_MASK ;) (local.get $step)))
    (local.set $ring_2 (i32.add (i32.add (local.get $ring) (local.get $ring_mask)) (i32.const 1)))
    (local.set $period (i32.shl (i32.load offset=4 (; STEP.PERIOD ;) (local.get $step)) (i32.const 3)))
    (local.set $signs (f64x2.splat (local.get $sign)))
    (local.set $from (i32.shl (local.get $from) (i32.const 3)))
    (local.set $to (i32.shl (local.get $to) (i32.const 3)))
    (local.set $value (v128.load64_zero offset=0 (; EXTREME.VALUE ;) (local.get $src)))
    (local.set $at (i32.load offset=8 (; EXTREME.AT ;) (local.get $src)))
    (local.set $phase (i32.load offset=12 (; EXTREME.PHASE ;) (local.get $src)))
    (local.set $known (i32.load offset=16 (; EXTREME.KNOWN ;) (local.get $src)))
    (block $ended (loop $next
      (if (i32.eqz (local.get $phase)) (then (local.set $value (f64x2.splat (f64.const -inf)))))
      ;; two at a time where ages are not asked for and all values are known, in the middle of a block and of the rings
      (local.set $run (i32.sub (local.get $to) (local.get $from)))
      (if (i32.and
            (i32.gt_u (local.get $run) (i32.const 8))
            (i32.gt_u (i32.eq (local.get $known) (local.get $period)) (local.get $ages_mask)))
        (then
          (if (i32.gt_u (local.get $run) (i32.sub (i32.sub (local.get $period) (local.get $phase)) (i32.const 8)))
            (then (local.set $run (i32.sub (i32.sub (local.get $period) (local.get $phase)) (i32.const 8)))))
          (if (i32.gt_u (local.get $run) (i32.const 8)) (then
            (local.set $run (call $room (local.get $run) (local.get $from) (i32.and (local.get $a_mask) (local.get $out_mask))))
            (local.set $back (i32.sub (local.get $from) (local.get $period)))
            (local.set $run (call $room (local.get $run) (local.get $back) (local.get $ring_mask)))
            (local.set $value (f64x2.splat (f64x2.extract_lane 0 (local.get $value))))
            (block $end (loop $pairs
              (br_if $end (i32.lt_u (local.get $run) (i32.const 16)))
              (local.set $x (f64x2.mul (local.get $signs)
                (v128.load (i32.add (local.get $a) (i32.and (local.get $from) (local.get $a_mask))))))
              (br_if $end (i32.eqz (i64x2.all_true (f64x2.eq (local.get $x) (local.get $x)))))
              (local.set $run (i32.sub (local.get $run) (i32.const 16)))
              ;; the highest up to each
              (local.set $value (f64x2.pmax (local.get $value) (f64x2.pmax (local.get $x)
                (i8x16.shuffle 0 1 2 3 4 5 6 7 0 1 2 3 4 5 6 7 (local.get $x) (local.get $x)))))
              (local.set $x (f64x2.pmax (local.get $value)
                (v128.load (i32.add (local.get $ring) (i32.and (i32.sub (local.get $from) (local.get $period)) (local.get $ring_mask))))))
              (local.set $value (i8x16.shuffle 8 9 10 11 12 13 14 15 8 9 10 11 12 13 14 15 (local.get $value) (local.get $value)))
              (v128.store (i32.add (local.get $out) (i32.and (local.get $from) (local.get $out_mask)))
                (f64x2.add (f64x2.mul (local.get $x) (local.get $signs)) (v128.const i64x2 0 0)))
              (local.set $from (i32.add (local.get $from) (i32.const 16)))
              (local.set $phase (i32.add (local.get $phase) (i32.const 16)))
              (br $pairs)))
            (br_if $ended (i32.eq (local.get $from) (local.get $to)))))))
      (local.set $phase (i32.add (local.get $phase) (i32.const 8)))
      (local.set $x (f64x2.mul (local.get $signs) (v128.load64_zero (i32.add (local.get $a) (i32.and (local.get $from) (local.get $a_mask))))))
      (local.set $at (select (local.get $from) (local.get $at)
        (f64.gt (f64x2.extract_lane 0 (local.get $x)) (f64x2.extract_lane 0 (local.get $value)))))
      (local.set $value (f64x2.pmax (local.get $value) (local.get $x)))
      (if (i32.ne (local.get $known) (local.get $period))
        (then (local.set $known (i32.add (local.get $known) (i32.const 8)))))
      (if (f64.ne (f64x2.extract_lane 0 (local.get $x)) (f64x2.extract_lane 0 (local.get $x)))
        (then (local.set $known (i32.const 0))))
      (if (i32.eq (local.get $known) (local.get $period))
        (then
          (local.set $x (local.get $value))
          (local.set $at_2 (local.get $at))
          (if (i32.ne (local.get $phase) (local.get $period))
            (then
              ;; of equals the suffix has the earlier one
              (local.set $back (i32.sub (local.get $from) (local.get $period)))
              (local.set $x (v128.load64_zero (i32.add (local.get $ring) (i32.and (local.get $back) (local.get $ring_mask)))))
              (if (local.get $ages_mask)
                (then
                  (local.set $at_2 (select (local.get $at) (i32.load (i32.add (local.get $ring_2) (i32.and (local.get $back) (local.get $ring_mask))))
                    (f64.gt (f64x2.extract_lane 0 (local.get $value)) (f64x2.extract_lane 0 (local.get $x)))))))
              (local.set $x (f64x2.pmax (local.get $x) (local.get $value)))))
          ;; 0 is added because of -0, which is equal to 0
          (local.set $x (f64x2.add (f64x2.mul (local.get $x) (local.get $signs)) (v128.const i64x2 0 0)))
          (if (local.get $ages_mask)
            (then
              (f64.store (i32.add (local.get $ages) (i32.and (local.get $from) (local.get $ages_mask)))
                (f64.convert_i32_u (i32.shr_u (i32.sub (local.get $from) (local.get $at_2)) (i32.const 3)))))))
        (else
          (local.set $x (f64x2.splat (f64.const nan)))
          (v128.store64_lane 0 (i32.add (local.get $ages) (i32.and (local.get $from) (local.get $ages_mask))) (local.get $x))))
      (v128.store64_lane 0 (i32.add (local.get $out) (i32.and (local.get $from) (local.get $out_mask))) (local.get $x))
      (if (i32.eq (local.get $phase) (local.get $period))
        (then
          (if (i32.eqz (global.get $preview))
            (then
              (local.set $value (f64x2.splat (f64.const -inf)))
              (local.set $back (local.get $from))
              ;; pairs where ages are not asked for, unless the block lies across the end of a ring; behind an unknown value they may be
              ;; too low, but nobody reads them there
              (if (i32.and (i32.eqz (local.get $ages_mask)) (i32.and
                  (i32.ge_u (i32.and (local.get $back) (local.get $a_mask)) (local.get $phase))
                  (i32.ge_u (i32.and (local.get $back) (local.get $ring_mask)) (local.get $phase))))
                (then
                  (block $done (loop $pairs
                    (br_if $done (i32.lt_u (local.get $phase) (i32.const 24)))
                    (local.set $x (f64x2.mul (local.get $signs) (v128.load
                      (i32.add (local.get $a) (i32.and (i32.sub (local.get $back) (i32.const 8)) (local.get $a_mask))))))
                    (local.set $back (i32.sub (local.get $back) (i32.const 16)))
                    (local.set $phase (i32.sub (local.get $phase) (i32.const 16)))
                    (local.set $x (f64x2.pmax (local.get $value) (f64x2.pmax (local.get $x)
                      (i8x16.shuffle 8 9 10 11 12 13 14 15 8 9 10 11 12 13 14 15 (local.get $x) (local.get $x)))))
                    (local.set $value (i8x16.shuffle 0 1 2 3 4 5 6 7 0 1 2 3 4 5 6 7 (local.get $x) (local.get $x)))
                    (v128.store (i32.add (local.get $ring) (i32.and (local.get $back) (local.get $ring_mask))) (local.get $x))
                    (br $pairs)))))
              (block $done (loop $suffix
                (br_if $done (i32.eqz (local.tee $phase (i32.sub (local.get $phase) (i32.const 8)))))
                (local.set $x (f64x2.mul (local.get $signs) (v128.load64_zero (i32.add (local.get $a) (i32.and (local.get $back) (local.get $a_mask))))))
                (local.set $at (select (local.get $back) (local.get $at)
                  (f64.ge (f64x2.extract_lane 0 (local.get $x)) (f64x2.extract_lane 0 (local.get $value)))))
                (local.set $value (f64x2.pmax (local.get $value) (local.get $x)))
                (local.set $back (i32.sub (local.get $back) (i32.const 8)))
                (v128.store64_lane 0
                  (i32.add (local.get $ring) (i32.and (local.get $back) (local.get $ring_mask)))
                  (local.get $value))
                (i32.store (i32.add (local.get $ring_2) (i32.and (local.get $back) (local.get $ring_mask))) (local.get $at))
                (br $suffix)))))
          (local.set $phase (i32.const 0))))
      (local.set $from (i32.add (local.get $from) (i32.const 8)))
      (br_if $next (i32.ne (local.get $from) (local.get $to)))))
    (v128.store64_lane offset=0 (; EXTREME.VALUE ;) 0 (local.get $dst) (local.get $value))
    (i32.store offset=8 (; EXTREME.AT ;) (local.get $dst) (local.get $at))
    (i32.store offset=12 (; EXTREME.PHASE ;) (local.get $dst) (local.get $phase))
    (i32.store offset=16 (; EXTREME.KNOWN ;) (local.get $dst) (local.get $known)))

  ;; where in the sorted values that end before $end the first stands that is not below x
  (func $place (param $values i32) (param $end i32) (param $x f64) (result i32)
    (local $middle i32)
    (block $done (loop $next
      (br_if $done (i32.eq (local.get $values) (local.get $end)))
      ;; middle = values + half of the values between, rounded down
      (local.set $middle (i32.add (local.get $values)
        (i32.and (i32.shr_u (i32.sub (local.get $end) (local.get $values)) (i32.const 1)) (i32.const -8))))
      (if (f64.lt (f64.load (local.get $middle)) (local.get $x))
        (then (local.set $values (i32.add (local.get $middle) (i32.const 8))))
        (else (local.set $end (local.get $middle))))
      (br $next)))
    (local.get $values))

  ;; MEDIAN: the middle value of the window, or the mean of the two in the middle. The window's known values stand sorted in the state.
  (func $median (type $operation)
    (param $step i32) (param $src i32) (param $dst i32) (param $from i32) (param $to i32)
    (local $a i32) (local $a_mask i32) (local $out i32) (local $out_mask i32) (local $period i32) (local $seen i32)
    (local $values i32) (local $end i32) (local $at i32) (local $x f64)
    (local.set $a (i32.load offset=24 (; STEP.A ;) (local.get $step)))
    (local.set $a_mask (i32.load offset=28 (; STEP.A_MASK ;) (local.get $step)))
    (local.set $out (i32.load offset=56 (; STEP.OUT ;) (local.get $step)))
    (local.set $out_mask (i32.load offset=60 (; STEP.OUT_MASK ;) (local.get $step)))
    (local.set $period (i32.shl (i32.load offset=4 (; STEP.PERIOD ;) (local.get $step)) (i32.const 3)))
    (local.set $from (i32.shl (local.get $from) (i32.const 3)))
    (local.set $to (i32.shl (local.get $to) (i32.const 3)))
    (local.set $seen (i32.load offset=0 (; MEDIAN.SEEN ;) (local.get $src)))
    (local.set $end (i32.load offset=4 (; MEDIAN.KNOWN ;) (local.get $src)))
    (local.set $values (i32.add (local.get $dst) (i32.const 8 (; MEDIAN.VALUES ;))))
    (memory.copy (local.get $values) (i32.add (local.get $src) (i32.const 8 (; MEDIAN.VALUES ;))) (local.get $end))
    (local.set $end (i32.add (local.get $values) (local.get $end)))
    (loop $next
      ;; the value that leaves the window goes out
      (if (i32.eq (local.get $seen) (local.get $period))
        (then
          (local.set $x (f64.load (i32.add (local.get $a) (i32.and (i32.sub (local.get $from) (local.get $period)) (local.get $a_mask)))))
          (if (f64.eq (local.get $x) (local.get $x))
            (then
              (local.set $at (call $place (local.get $values) (local.get $end) (local.get $x)))
              (local.set $end (i32.sub (local.get $end) (i32.const 8)))
              (memory.copy (local.get $at) (i32.add (local.get $at) (i32.const 8)) (i32.sub (local.get $end) (local.get $at))))))
        (else (local.set $seen (i32.add (local.get $seen) (i32.const 8)))))
      ;; and the new one in; 0 is added because of -0, which is equal to 0
      (local.set $x (f64.add (f64.load (i32.add (local.get $a) (i32.and (local.get $from) (local.get $a_mask)))) (f64.const 0)))
      (if (f64.eq (local.get $x) (local.get $x))
        (then
          (local.set $at (call $place (local.get $values) (local.get $end) (local.get $x)))
          (memory.copy (i32.add (local.get $at) (i32.const 8)) (local.get $at) (i32.sub (local.get $end) (local.get $at)))
          (f64.store (local.get $at) (local.get $x))
          (local.set $end (i32.add (local.get $end) (i32.const 8)))))
      (local.set $x (f64.const nan))
      (if (i32.eq (i32.sub (local.get $end) (local.get $values)) (local.get $period))
        (then
          ;; the halves of the two in the middle, one and the same of an odd number
          (local.set $x (f64.add
            (f64.mul (f64.const 0.5) (f64.load (i32.add (local.get $values)
              (i32.and (i32.shr_u (i32.sub (local.get $period) (i32.const 8)) (i32.const 1)) (i32.const -8)))))
            (f64.mul (f64.const 0.5) (f64.load (i32.add (local.get $values)
              (i32.and (i32.shr_u (local.get $period) (i32.const 1)) (i32.const -8)))))))))
      (f64.store (i32.add (local.get $out) (i32.and (local.get $from) (local.get $out_mask))) (local.get $x))
      (local.set $from (i32.add (local.get $from) (i32.const 8)))
      (br_if $next (i32.ne (local.get $from) (local.get $to))))
    (i32.store offset=0 (; MEDIAN.SEEN ;) (local.get $dst) (local.get $seen))
    (i32.store offset=4 (; MEDIAN.KNOWN ;) (local.get $dst) (i32.sub (local.get $end) (local.get $values))))

  ;; MEAN_DEVIATION: mean distance of the last PERIOD values of a from b at this position. Pairs from the oldest on, odd and even
  ;; ones apart; one that is left over comes last.
  (func $mean_deviation (type $operation)
    (param $step i32) (param $src i32) (param $dst i32) (param $from i32) (param $to i32)
    (local $a i32) (local $a_mask i32) (local $out i32) (local $out_mask i32) (local $b i32) (local $b_mask i32)
    (local $period i32) (local $seen i32) (local $back i32) (local $sums v128) (local $middle v128) (local $x f64)
    (local.set $a (i32.load offset=24 (; STEP.A ;) (local.get $step)))
    (local.set $a_mask (i32.load offset=28 (; STEP.A_MASK ;) (local.get $step)))
    (local.set $out (i32.load offset=56 (; STEP.OUT ;) (local.get $step)))
    (local.set $out_mask (i32.load offset=60 (; STEP.OUT_MASK ;) (local.get $step)))
    (local.set $b (i32.load offset=32 (; STEP.B ;) (local.get $step)))
    (local.set $b_mask (i32.load offset=36 (; STEP.B_MASK ;) (local.get $step)))
    (local.set $period (i32.shl (i32.load offset=4 (; STEP.PERIOD ;) (local.get $step)) (i32.const 3)))
    (local.set $from (i32.shl (local.get $from) (i32.const 3)))
    (local.set $to (i32.shl (local.get $to) (i32.const 3)))
    (local.set $seen (i32.load offset=0 (; SEEN.SEEN ;) (local.get $src)))
    (loop $next
      (local.set $x (f64.const nan))
      (if (i32.ne (local.get $seen) (local.get $period))
        (then (local.set $seen (i32.add (local.get $seen) (i32.const 8)))))
      (if (i32.eq (local.get $seen) (local.get $period))
        (then
          (local.set $middle (v128.load64_splat (i32.add (local.get $b) (i32.and (local.get $from) (local.get $b_mask)))))
          (local.set $sums (v128.const f64x2 0 0))
          (local.set $back (i32.add (i32.sub (local.get $from) (local.get $period)) (i32.const 8)))
          (block $done (loop $pairs
            (br_if $done (i32.lt_s (i32.sub (local.get $from) (local.get $back)) (i32.const 8)))
            (local.set $sums (f64x2.add
              (local.get $sums)
              (f64x2.abs (f64x2.sub
                (if (result v128)
                  (i32.gt_u (i32.add (i32.and (local.get $back) (local.get $a_mask)) (i32.const 8)) (local.get $a_mask))
                  (then (v128.load64_lane 1
                    (i32.add (local.get $a) (i32.and (i32.add (local.get $back) (i32.const 8)) (local.get $a_mask)))
                    (v128.load64_zero (i32.add (local.get $a) (i32.and (local.get $back) (local.get $a_mask))))))
                  (else (v128.load (i32.add (local.get $a) (i32.and (local.get $back) (local.get $a_mask))))))
                (local.get $middle)))))
            (local.set $back (i32.add (local.get $back) (i32.const 16)))
            (br $pairs)))
          (local.set $x (f64.add (f64x2.extract_lane 0 (local.get $sums)) (f64x2.extract_lane 1 (local.get $sums))))
          (if (i32.eq (local.get $back) (local.get $from))
            (then
              (local.set $x (f64.add (local.get $x)
                (f64.abs (f64.sub (f64.load (i32.add (local.get $a) (i32.and (local.get $from) (local.get $a_mask)))) (f64x2.extract_lane 0 (local.get $middle))))))))
          (local.set $x (f64.div (local.get $x) (f64.convert_i32_u (i32.shr_u (local.get $period) (i32.const 3)))))))
      (f64.store (i32.add (local.get $out) (i32.and (local.get $from) (local.get $out_mask)))
        (f64.add (local.get $x) (f64.sub (local.get $x) (local.get $x))))
      (local.set $from (i32.add (local.get $from) (i32.const 8)))
      (br_if $next (i32.ne (local.get $from) (local.get $to))))
    (i32.store offset=0 (; SEEN.SEEN ;) (local.get $dst) (local.get $seen)))

  ;; FILTER: sum of the last PERIOD values, each times a constant of the table, the oldest first. In pairs as above.
  (func $filter (type $operation)
    (param $step i32) (param $src i32) (param $dst i32) (param $from i32) (param $to i32)
    (local $a i32) (local $a_mask i32) (local $out i32) (local $out_mask i32) (local $table i32)
    (local $period i32) (local $seen i32) (local $back i32) (local $sums v128) (local $x f64)
    (local.set $a (i32.load offset=24 (; STEP.A ;) (local.get $step)))
    (local.set $a_mask (i32.load offset=28 (; STEP.A_MASK ;) (local.get $step)))
    (local.set $out (i32.load offset=56 (; STEP.OUT ;) (local.get $step)))
    (local.set $out_mask (i32.load offset=60 (; STEP.OUT_MASK ;) (local.get $step)))
    (local.set $period (i32.shl (i32.load offset=4 (; STEP.PERIOD ;) (local.get $step)) (i32.const 3)))
    (local.set $from (i32.shl (local.get $from) (i32.const 3)))
    (local.set $to (i32.shl (local.get $to) (i32.const 3)))
    (local.set $seen (i32.load offset=0 (; SEEN.SEEN ;) (local.get $src)))
    (loop $next
      (local.set $x (f64.const nan))
      (if (i32.ne (local.get $seen) (local.get $period))
        (then (local.set $seen (i32.add (local.get $seen) (i32.const 8)))))
      (if (i32.eq (local.get $seen) (local.get $period))
        (then
          (local.set $sums (v128.const f64x2 0 0))
          (local.set $table (i32.load offset=12 (; STEP.TABLE ;) (local.get $step)))
          (local.set $back (i32.add (i32.sub (local.get $from) (local.get $period)) (i32.const 8)))
          (block $done (loop $pairs
            (br_if $done (i32.lt_s (i32.sub (local.get $from) (local.get $back)) (i32.const 8)))
            (local.set $sums (f64x2.add
              (local.get $sums)
              (f64x2.mul
                (if (result v128)
                  (i32.gt_u (i32.add (i32.and (local.get $back) (local.get $a_mask)) (i32.const 8)) (local.get $a_mask))
                  (then (v128.load64_lane 1
                    (i32.add (local.get $a) (i32.and (i32.add (local.get $back) (i32.const 8)) (local.get $a_mask)))
                    (v128.load64_zero (i32.add (local.get $a) (i32.and (local.get $back) (local.get $a_mask))))))
                  (else (v128.load (i32.add (local.get $a) (i32.and (local.get $back) (local.get $a_mask))))))
                (v128.load (local.get $table)))))
            (local.set $table (i32.add (local.get $table) (i32.const 16)))
            (local.set $back (i32.add (local.get $back) (i32.const 16)))
            (br $pairs)))
          (local.set $x (f64.add (f64x2.extract_lane 0 (local.get $sums)) (f64x2.extract_lane 1 (local.get $sums))))
          (if (i32.eq (local.get $back) (local.get $from))
            (then
              (local.set $x (f64.add (local.get $x)
                (f64.mul (f64.load (i32.add (local.get $a) (i32.and (local.get $from) (local.get $a_mask)))) (f64.load (local.get $table)))))))))
      (f64.store (i32.add (local.get $out) (i32.and (local.get $from) (local.get $out_mask)))
        (f64.add (local.get $x) (f64.sub (local.get $x) (local.get $x))))
      (local.set $from (i32.add (local.get $from) (i32.const 8)))
      (br_if $next (i32.ne (local.get $from) (local.get $to))))
    (i32.store offset=0 (; SEEN.SEEN ;) (local.get $dst) (local.get $seen)))
