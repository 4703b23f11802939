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
