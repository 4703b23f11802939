  ;; What is made of highs, lows and volumes. A bar that is not known leaves the state as it was.

  ;; Two bars at a time, at an even position and the one after it, where the end of a call and unknown bars allow it: highs, lows and
  ;; closes go every which way, so nothing branches on how they compare. pmax(a, b) is b only where a < b: never b where a is unknown.

  ;; RANGE: the true range of a bar (high a, low b, close c), from the close before it where that is outside, Wilder 1978; out[1]
  ;; how far it closed above the lower end of that.
  (func $range (type $operation)
    (param $step i32) (param $src i32) (param $dst i32) (param $from i32) (param $to i32)
    (local $a i32) (local $a_mask i32) (local $b i32) (local $b_mask i32) (local $c i32) (local $c_mask i32)
    (local $out i32) (local $out_mask i32) (local $out_2 i32) (local $out_2_mask i32) (local $two i32)
    (local $high v128) (local $low v128) (local $close v128) (local $before v128) (local $known v128)
    (local $range v128) (local $above v128)
    (local.set $a (i32.load offset=24 (; STEP.A ;) (local.get $step)))
    (local.set $a_mask (i32.load offset=28 (; STEP.A_MASK ;) (local.get $step)))
    (local.set $b (i32.load offset=32 (; STEP.B ;) (local.get $step)))
    (local.set $b_mask (i32.load offset=36 (; STEP.B_MASK ;) (local.get $step)))
    (local.set $c (i32.load offset=40 (; STEP.C ;) (local.get $step)))
    (local.set $c_mask (i32.load offset=44 (; STEP.C_MASK ;) (local.get $step)))
    (local.set $out (i32.load offset=56 (; STEP.OUT ;) (local.get $step)))
    (local.set $out_mask (i32.load offset=60 (; STEP.OUT_MASK ;) (local.get $step)))
    (local.set $out_2 (i32.load offset=64 (; STEP.OUT_2 ;) (local.get $step)))
    (local.set $out_2_mask (i32.load offset=68 (; STEP.OUT_2_MASK ;) (local.get $step)))
    (local.set $before (v128.const f64x2 nan nan))
    (if (i32.load offset=8 (; RANGE.SEEN ;) (local.get $src))
      (then (local.set $before (v128.load64_zero offset=0 (; RANGE.CLOSE ;) (local.get $src)))))
    (local.set $from (i32.shl (local.get $from) (i32.const 3)))
    (local.set $to (i32.shl (local.get $to) (i32.const 3)))
    (loop $next
      (local.set $two (i32.and
        (i32.eqz (i32.and (local.get $from) (i32.const 8)))
        (i32.ne (i32.add (local.get $from) (i32.const 8)) (local.get $to))))
      (loop $again
        (if (local.get $two)
          (then
            (local.set $high (v128.load (i32.add (local.get $a) (i32.and (local.get $from) (local.get $a_mask)))))
            (local.set $low (v128.load (i32.add (local.get $b) (i32.and (local.get $from) (local.get $b_mask)))))
            (local.set $close (v128.load (i32.add (local.get $c) (i32.and (local.get $from) (local.get $c_mask))))))
          (else
            (local.set $high (v128.load64_zero (i32.add (local.get $a) (i32.and (local.get $from) (local.get $a_mask)))))
            (local.set $low (v128.load64_zero (i32.add (local.get $b) (i32.and (local.get $from) (local.get $b_mask)))))
            (local.set $close (v128.load64_zero (i32.add (local.get $c) (i32.and (local.get $from) (local.get $c_mask)))))))
        (local.set $known (f64x2.add (f64x2.add (local.get $high) (local.get $low)) (local.get $close)))
        (local.set $known (f64x2.eq (local.get $known) (local.get $known)))
        ;; an unknown one goes by itself
        (br_if $again (i32.gt_u (local.get $two) (local.tee $two (i32.and (local.get $two) (i64x2.all_true (local.get $known)))))))
      (local.set $before (i8x16.shuffle 0 1 2 3 4 5 6 7 16 17 18 19 20 21 22 23 (local.get $before) (local.get $close)))
      (local.set $range (f64x2.pmax
        (f64x2.pmax
          (f64x2.abs (f64x2.sub (local.get $high) (local.get $before)))
          (f64x2.abs (f64x2.sub (local.get $low) (local.get $before))))
        (f64x2.sub (local.get $high) (local.get $low))))
      (local.set $above (f64x2.sub (local.get $close) (f64x2.pmin (local.get $before) (local.get $low))))
      ;; all ones are no number; what is not finite becomes unknown
      (local.set $range (v128.or (v128.not (local.get $known)) (f64x2.add (local.get $range) (f64x2.sub (local.get $range) (local.get $range)))))
      (local.set $above (v128.or (v128.not (local.get $known)) (f64x2.add (local.get $above) (f64x2.sub (local.get $above) (local.get $above)))))
      (if (local.get $two)
        (then
          (v128.store (i32.add (local.get $out) (i32.and (local.get $from) (local.get $out_mask))) (local.get $range))
          (v128.store (i32.add (local.get $out_2) (i32.and (local.get $from) (local.get $out_2_mask))) (local.get $above))
          (local.set $from (i32.add (local.get $from) (i32.const 8)))
          (local.set $before (i8x16.shuffle 8 9 10 11 12 13 14 15 8 9 10 11 12 13 14 15 (local.get $close) (local.get $close))))
        (else
          (v128.store64_lane 0 (i32.add (local.get $out) (i32.and (local.get $from) (local.get $out_mask))) (local.get $range))
          (v128.store64_lane 0 (i32.add (local.get $out_2) (i32.and (local.get $from) (local.get $out_2_mask))) (local.get $above))
          (local.set $before (v128.bitselect (local.get $close) (local.get $before) (local.get $known)))))
      (local.set $from (i32.add (local.get $from) (i32.const 8)))
      (br_if $next (i32.ne (local.get $from) (local.get $to))))
    (v128.store64_lane offset=0 (; RANGE.CLOSE ;) 0 (local.get $dst) (local.get $before))
    (i32.store offset=8 (; RANGE.SEEN ;) (local.get $dst)
      (f64.eq (f64x2.extract_lane 0 (local.get $before)) (f64x2.extract_lane 0 (local.get $before)))))

  ;; DIRECTION: directional movement of a bar (high a, low b): out[0] the way its high went above the high before where that is
  ;; the longer way, else 0; out[1] the same of lows, below. Wilder 1978.
  (func $direction (type $operation)
    (param $step i32) (param $src i32) (param $dst i32) (param $from i32) (param $to i32)
    (local $a i32) (local $a_mask i32) (local $b i32) (local $b_mask i32)
    (local $out i32) (local $out_mask i32) (local $out_2 i32) (local $out_2_mask i32) (local $two i32) (local $seen i32)
    (local $high v128) (local $low v128) (local $high_before v128) (local $low_before v128) (local $known v128)
    (local $up v128) (local $down v128)
    (local.set $a (i32.load offset=24 (; STEP.A ;) (local.get $step)))
    (local.set $a_mask (i32.load offset=28 (; STEP.A_MASK ;) (local.get $step)))
    (local.set $b (i32.load offset=32 (; STEP.B ;) (local.get $step)))
    (local.set $b_mask (i32.load offset=36 (; STEP.B_MASK ;) (local.get $step)))
    (local.set $out (i32.load offset=56 (; STEP.OUT ;) (local.get $step)))
    (local.set $out_mask (i32.load offset=60 (; STEP.OUT_MASK ;) (local.get $step)))
    (local.set $out_2 (i32.load offset=64 (; STEP.OUT_2 ;) (local.get $step)))
    (local.set $out_2_mask (i32.load offset=68 (; STEP.OUT_2_MASK ;) (local.get $step)))
    (local.set $high_before (v128.const f64x2 nan nan))
    (local.set $seen (i32.load offset=16 (; DIRECTION.SEEN ;) (local.get $src)))
    (if (local.get $seen)
      (then
        (local.set $high_before (v128.load64_zero offset=0 (; DIRECTION.HIGH ;) (local.get $src)))
        (local.set $low_before (v128.load64_zero offset=8 (; DIRECTION.LOW ;) (local.get $src)))))
    (local.set $from (i32.shl (local.get $from) (i32.const 3)))
    (local.set $to (i32.shl (local.get $to) (i32.const 3)))
    (loop $next
      (local.set $two (i32.and
        (i32.eqz (i32.and (local.get $from) (i32.const 8)))
        (i32.ne (i32.add (local.get $from) (i32.const 8)) (local.get $to))))
      (loop $again
        (if (local.get $two)
          (then
            (local.set $high (v128.load (i32.add (local.get $a) (i32.and (local.get $from) (local.get $a_mask)))))
            (local.set $low (v128.load (i32.add (local.get $b) (i32.and (local.get $from) (local.get $b_mask))))))
          (else
            (local.set $high (v128.load64_zero (i32.add (local.get $a) (i32.and (local.get $from) (local.get $a_mask)))))
            (local.set $low (v128.load64_zero (i32.add (local.get $b) (i32.and (local.get $from) (local.get $b_mask)))))))
        (local.set $known (f64x2.add (local.get $high) (local.get $low)))
        (local.set $known (f64x2.eq (local.get $known) (local.get $known)))
        ;; an unknown one goes by itself
        (br_if $again (i32.gt_u (local.get $two) (local.tee $two (i32.and (local.get $two) (i64x2.all_true (local.get $known)))))))
      (local.set $high_before (i8x16.shuffle 0 1 2 3 4 5 6 7 16 17 18 19 20 21 22 23 (local.get $high_before) (local.get $high)))
      (local.set $low_before (i8x16.shuffle 0 1 2 3 4 5 6 7 16 17 18 19 20 21 22 23 (local.get $low_before) (local.get $low)))
      (local.set $up (f64x2.sub (local.get $high) (local.get $high_before)))
      (local.set $down (f64x2.sub (local.get $low_before) (local.get $low)))
      (if (local.get $two)
        (then
          (local.set $high_before (i8x16.shuffle 8 9 10 11 12 13 14 15 8 9 10 11 12 13 14 15 (local.get $high) (local.get $high)))
          (local.set $low_before (i8x16.shuffle 8 9 10 11 12 13 14 15 8 9 10 11 12 13 14 15 (local.get $low) (local.get $low))))
        (else
          (local.set $high_before (v128.bitselect (local.get $high) (local.get $high_before) (local.get $known)))
          (local.set $low_before (v128.bitselect (local.get $low) (local.get $low_before) (local.get $known)))))
      (local.set $seen (i32.or (local.get $seen) (i32.wrap_i64 (i64x2.extract_lane 0 (local.get $known)))))
      ;; x - x: 0, or NaN where this bar or the one before is unknown, or too far away
      (local.set $high (f64x2.add
        (f64x2.sub (local.get $up) (local.get $up)) (f64x2.sub (local.get $down) (local.get $down))))
      (local.set $low (f64x2.add (local.get $high) (v128.and (local.get $down) (v128.and
        (f64x2.gt (local.get $down) (local.get $up)) (f64x2.gt (local.get $down) (v128.const f64x2 0 0))))))
      (local.set $high (f64x2.add (local.get $high) (v128.and (local.get $up) (v128.and
        (f64x2.gt (local.get $up) (local.get $down)) (f64x2.gt (local.get $up) (v128.const f64x2 0 0))))))
      (if (local.get $two)
        (then
          (v128.store (i32.add (local.get $out) (i32.and (local.get $from) (local.get $out_mask))) (local.get $high))
          (v128.store (i32.add (local.get $out_2) (i32.and (local.get $from) (local.get $out_2_mask))) (local.get $low))
          (local.set $from (i32.add (local.get $from) (i32.const 8))))
        (else
          (v128.store64_lane 0 (i32.add (local.get $out) (i32.and (local.get $from) (local.get $out_mask))) (local.get $high))
          (v128.store64_lane 0 (i32.add (local.get $out_2) (i32.and (local.get $from) (local.get $out_2_mask))) (local.get $low))))
      (local.set $from (i32.add (local.get $from) (i32.const 8)))
      (br_if $next (i32.ne (local.get $from) (local.get $to))))
    (v128.store64_lane offset=0 (; DIRECTION.HIGH ;) 0 (local.get $dst) (local.get $high_before))
    (v128.store64_lane offset=8 (; DIRECTION.LOW ;) 0 (local.get $dst) (local.get $low_before))
    (i32.store offset=16 (; DIRECTION.SEEN ;) (local.get $dst) (i32.and (local.get $seen) (i32.const 1))))

  ;; FLOW: of a bar (high a, low b, close c) and its volume d, out[1] where in its range it closed, -1 the low, 1 the high, 0 where it
  ;; has none; out[0] the volume times that.
  (func $flow (type $operation)
    (param $step i32) (param $src i32) (param $dst i32) (param $from i32) (param $to i32)
    (local $a i32) (local $a_mask i32) (local $b i32) (local $b_mask i32) (local $c i32) (local $c_mask i32)
    (local $d i32) (local $d_mask i32) (local $out i32) (local $out_mask i32) (local $out_2 i32) (local $out_2_mask i32) (local $two i32)
    (local $high v128) (local $low v128) (local $close v128) (local $volume v128)
    (local.set $a (i32.load offset=24 (; STEP.A ;) (local.get $step)))
    (local.set $a_mask (i32.load offset=28 (; STEP.A_MASK ;) (local.get $step)))
    (local.set $b (i32.load offset=32 (; STEP.B ;) (local.get $step)))
    (local.set $b_mask (i32.load offset=36 (; STEP.B_MASK ;) (local.get $step)))
    (local.set $c (i32.load offset=40 (; STEP.C ;) (local.get $step)))
    (local.set $c_mask (i32.load offset=44 (; STEP.C_MASK ;) (local.get $step)))
    (local.set $d (i32.load offset=48 (; STEP.D ;) (local.get $step)))
    (local.set $d_mask (i32.load offset=52 (; STEP.D_MASK ;) (local.get $step)))
    (local.set $out (i32.load offset=56 (; STEP.OUT ;) (local.get $step)))
    (local.set $out_mask (i32.load offset=60 (; STEP.OUT_MASK ;) (local.get $step)))
    (local.set $out_2 (i32.load offset=64 (; STEP.OUT_2 ;) (local.get $step)))
    (local.set $out_2_mask (i32.load offset=68 (; STEP.OUT_2_MASK ;) (local.get $step)))
    (local.set $from (i32.shl (local.get $from) (i32.const 3)))
    (local.set $to (i32.shl (local.get $to) (i32.const 3)))
    (loop $next
      (local.set $two (i32.and
        (i32.eqz (i32.and (local.get $from) (i32.const 8)))
        (i32.ne (i32.add (local.get $from) (i32.const 8)) (local.get $to))))
      (if (local.get $two)
        (then
          (local.set $high (v128.load (i32.add (local.get $a) (i32.and (local.get $from) (local.get $a_mask)))))
          (local.set $low (v128.load (i32.add (local.get $b) (i32.and (local.get $from) (local.get $b_mask)))))
          (local.set $close (v128.load (i32.add (local.get $c) (i32.and (local.get $from) (local.get $c_mask)))))
          (local.set $volume (v128.load (i32.add (local.get $d) (i32.and (local.get $from) (local.get $d_mask))))))
        (else
          (local.set $high (v128.load64_zero (i32.add (local.get $a) (i32.and (local.get $from) (local.get $a_mask)))))
          (local.set $low (v128.load64_zero (i32.add (local.get $b) (i32.and (local.get $from) (local.get $b_mask)))))
          (local.set $close (v128.load64_zero (i32.add (local.get $c) (i32.and (local.get $from) (local.get $c_mask)))))
          (local.set $volume (v128.load64_zero (i32.add (local.get $d) (i32.and (local.get $from) (local.get $d_mask)))))))
      (local.set $close (f64x2.sub
        (f64x2.sub (local.get $close) (local.get $low))
        (f64x2.sub (local.get $high) (local.get $close))))
      (local.set $high (f64x2.sub (local.get $high) (local.get $low)))
      ;; without a range x - x: 0, unknown where the close is
      (local.set $low (v128.bitselect
        (f64x2.sub (local.get $close) (local.get $close))
        (f64x2.div (local.get $close) (local.get $high))
        (f64x2.eq (local.get $high) (v128.const i64x2 0 0))))
      (local.set $volume (f64x2.mul (local.get $volume) (local.get $low)))
      ;; what is not finite becomes unknown
      (local.set $low (f64x2.add (local.get $low) (f64x2.sub (local.get $low) (local.get $low))))
      (local.set $volume (f64x2.add (local.get $volume) (f64x2.sub (local.get $volume) (local.get $volume))))
      (if (local.get $two)
        (then
          (v128.store (i32.add (local.get $out) (i32.and (local.get $from) (local.get $out_mask))) (local.get $volume))
          (v128.store (i32.add (local.get $out_2) (i32.and (local.get $from) (local.get $out_2_mask))) (local.get $low))
          (local.set $from (i32.add (local.get $from) (i32.const 8))))
        (else
          (v128.store64_lane 0 (i32.add (local.get $out) (i32.and (local.get $from) (local.get $out_mask))) (local.get $volume))
          (v128.store64_lane 0 (i32.add (local.get $out_2) (i32.and (local.get $from) (local.get $out_2_mask))) (local.get $low))))
      (local.set $from (i32.add (local.get $from) (i32.const 8)))
      (br_if $next (i32.ne (local.get $from) (local.get $to)))))

  ;; CUMULATE: running total of a, begun anew (this position included) where b becomes other than 0; what is unknown is not
  ;; added. Bits of PERIOD: 1 unknown until b was so for the first time, 2 begun anew at every position where b is so.
  ;; LOST keeps what each addition rounds away, so that ten million values do not drift. Neumaier 1974.
  (func $cumulate (type $operation)
    (param $step i32) (param $src i32) (param $dst i32) (param $from i32) (param $to i32)
    (local $a i32) (local $a_mask i32) (local $b i32) (local $b_mask i32) (local $out i32) (local $out_mask i32)
    (local $period i32) (local $held i32) (local $begun i32) (local $begins i32)
    (local $sum f64) (local $lost f64) (local $value f64) (local $total f64) (local $arrived f64)
    (local.set $a (i32.load offset=24 (; STEP.A ;) (local.get $step)))
    (local.set $a_mask (i32.load offset=28 (; STEP.A_MASK ;) (local.get $step)))
    (local.set $b (i32.load offset=32 (; STEP.B ;) (local.get $step)))
    (local.set $b_mask (i32.load offset=36 (; STEP.B_MASK ;) (local.get $step)))
    (local.set $out (i32.load offset=56 (; STEP.OUT ;) (local.get $step)))
    (local.set $out_mask (i32.load offset=60 (; STEP.OUT_MASK ;) (local.get $step)))
    (local.set $period (i32.load offset=4 (; STEP.PERIOD ;) (local.get $step)))
    (local.set $sum (f64.load offset=0 (; CUMULATE.SUM ;) (local.get $src)))
    (local.set $lost (f64.load offset=8 (; CUMULATE.LOST ;) (local.get $src)))
    (local.set $held (i32.load offset=16 (; CUMULATE.HELD ;) (local.get $src)))
    (local.set $begun (i32.load offset=20 (; CUMULATE.BEGUN ;) (local.get $src)))
    (local.set $from (i32.shl (local.get $from) (i32.const 3)))
    (local.set $to (i32.shl (local.get $to) (i32.const 3)))
    (loop $next
      (local.set $begins (f64.gt
        (f64.abs (f64.load (i32.add (local.get $b) (i32.and (local.get $from) (local.get $b_mask)))))
        (f64.const 0)))
      (if (i32.gt_u (local.get $begins) (i32.and (local.get $held) (i32.eqz (i32.and (local.get $period) (i32.const 2)))))
        (then
          (local.set $sum (f64.const 0))
          (local.set $lost (f64.const 0))
          (local.set $begun (i32.const 1))))
      (local.set $held (local.get $begins))
      (local.set $value (f64.load (i32.add (local.get $a) (i32.and (local.get $from) (local.get $a_mask)))))
      (if (f64.eq (local.get $value) (local.get $value))
        (then
          (local.set $total (f64.add (local.get $sum) (local.get $value)))
          ;; lost += what of sum and of value did not arrive. Knuth 1969
          (local.set $arrived (f64.sub (local.get $total) (local.get $sum)))
          (local.set $lost (f64.add (local.get $lost) (f64.add
            (f64.sub (local.get $sum) (f64.sub (local.get $total) (local.get $arrived)))
            (f64.sub (local.get $value) (local.get $arrived)))))
          (local.set $sum (local.get $total))
          (local.set $value (f64.add (local.get $sum) (local.get $lost)))
          (if (i32.lt_u (local.get $begun) (i32.and (local.get $period) (i32.const 1)))
            (then (local.set $value (f64.const nan))))))
      (f64.store (i32.add (local.get $out) (i32.and (local.get $from) (local.get $out_mask)))
        (f64.add (local.get $value) (f64.sub (local.get $value) (local.get $value))))
      (local.set $from (i32.add (local.get $from) (i32.const 8)))
      (br_if $next (i32.ne (local.get $from) (local.get $to))))
    (f64.store offset=0 (; CUMULATE.SUM ;) (local.get $dst) (local.get $sum))
    (f64.store offset=8 (; CUMULATE.LOST ;) (local.get $dst) (local.get $lost))
    (i32.store offset=16 (; CUMULATE.HELD ;) (local.get $dst) (local.get $held))
    (i32.store offset=20 (; CUMULATE.BEGUN ;) (local.get $dst) (local.get $begun)))
