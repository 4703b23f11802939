  ;; Figures of the last few values that each window makes anew: the median, which keeps them sorted, and sums of what no two windows
  ;; have in common. Positions and periods are counted in bytes, 8 a position, once they were loaded.

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
