  ;; What was a few positions ago.

  ;; LAG: out[i] = a[i - PERIOD], where there was such a position. DIFFERENCE: a less that, DISTANCE: the same without its sign,
  ;; PERCENT: 100 * the same / that.
  (func $lag (type $operation)
    (param $step i32) (param $src i32) (param $dst i32) (param $from i32) (param $to i32)
    (local $count i32)
    ;; a tick by itself: no batch to prepare for
    (local.set $count (i32.load offset=0 (; LAG.COUNT ;) (local.get $src)))
    (if (i32.and (i32.eq (i32.add (local.get $from) (i32.const 1)) (local.get $to))
          (i32.eq (local.get $count) (i32.shl (i32.load offset=4 (; STEP.PERIOD ;) (local.get $step)) (i32.const 3))))
      (then
        (f64.store
          (i32.add
            (i32.load offset=56 (; STEP.OUT ;) (local.get $step))
            (i32.and (i32.shl (local.get $from) (i32.const 3)) (i32.load offset=60 (; STEP.OUT_MASK ;) (local.get $step))))
          (f64.load (i32.add
            (i32.load offset=24 (; STEP.A ;) (local.get $step))
            (i32.and
              (i32.sub (i32.shl (local.get $from) (i32.const 3)) (local.get $count))
              (i32.load offset=28 (; STEP.A_MASK ;) (local.get $step))))))
        (i32.store offset=0 (; LAG.COUNT ;) (local.get $dst) (local.get $count)))
      (else
        (return_call $lagged (local.get $step) (local.get $src) (local.get $dst) (local.get $from) (local.get $to)))))

  (func $lagged (type $operation)
    (param $step i32) (param $src i32) (param $dst i32) (param $from i32) (param $to i32)
    (local $a i32) (local $a_mask i32) (local $out i32) (local $out_mask i32) (local $operation i32)
    (local $period i32) (local $count i32) (local $at i32) (local $back i32) (local $to_at i32) (local $left i32) (local $end i32)
    (local $x v128) (local $before v128) (local $sign v128)
    (local.set $operation (i32.load offset=0 (; STEP.OPERATION ;) (local.get $step)))
    (local.set $a (i32.load offset=24 (; STEP.A ;) (local.get $step)))
    (local.set $a_mask (i32.load offset=28 (; STEP.A_MASK ;) (local.get $step)))
    (local.set $out (i32.load offset=56 (; STEP.OUT ;) (local.get $step)))
    (local.set $out_mask (i32.load offset=60 (; STEP.OUT_MASK ;) (local.get $step)))
    (local.set $period (i32.shl (i32.load offset=4 (; STEP.PERIOD ;) (local.get $step)) (i32.const 3)))
    (local.set $count (i32.load offset=0 (; LAG.COUNT ;) (local.get $src)))
    (local.set $from (i32.shl (local.get $from) (i32.const 3)))
    (local.set $to (i32.shl (local.get $to) (i32.const 3)))
    ;; the bit that a distance loses
    (if (i32.eq (local.get $operation) (i32.const 38 (; OPERATION.DISTANCE ;)))
      (then (local.set $sign (i64x2.splat (i64.const 0x8000000000000000)))))
    (if (i32.ne (local.get $count) (local.get $period))
      (then
        (local.set $end (i32.sub (local.get $period) (local.get $count)))
        (if (i32.gt_u (local.get $end) (i32.sub (local.get $to) (local.get $from)))
          (then (local.set $end (i32.sub (local.get $to) (local.get $from)))))
        (local.set $count (i32.add (local.get $count) (local.get $end)))
        (local.set $end (i32.add (local.get $from) (local.get $end)))
        (call $unknown (local.get $out) (local.get $out_mask) (local.get $from) (local.get $end))
        (local.set $from (local.get $end))))
    (block $done (loop $run
      (br_if $done (i32.eq (local.get $from) (local.get $to)))
      ;; to the end of the call, and not across the end of a ring
      (local.set $left (i32.sub (local.get $to) (local.get $from)))
      (if (i32.ne (local.get $left) (i32.const 8)) (then
        (local.set $left (call $room (local.get $left) (local.get $from) (i32.and (local.get $a_mask) (local.get $out_mask))))
        (local.set $left (call $room (local.get $left) (i32.sub (local.get $from) (local.get $period)) (local.get $a_mask)))))
      (local.set $at (i32.add (local.get $a) (i32.and (local.get $from) (local.get $a_mask))))
      (local.set $back
        (i32.add (local.get $a) (i32.and (i32.sub (local.get $from) (local.get $period)) (local.get $a_mask))))
      (local.set $to_at (i32.add (local.get $out) (i32.and (local.get $from) (local.get $out_mask))))
      (local.set $from (i32.add (local.get $from) (local.get $left)))
      (loop $next
        (local.set $end (i32.ge_u (local.get $left) (i32.const 16)))
        (local.set $before (if (result v128) (local.get $end)
          (then (v128.load (local.get $back)))
          (else (v128.load64_zero (local.get $back)))))
        (local.set $x (local.get $before))
        (if (i32.ne (local.get $operation) (i32.const 18 (; OPERATION.LAG ;)))
          (then
            (local.set $x (f64x2.sub
              (if (result v128) (local.get $end)
                (then (v128.load (local.get $at)))
                (else (v128.load64_zero (local.get $at))))
              (local.get $before)))
            (local.set $x (v128.andnot (local.get $x) (local.get $sign)))
            (if (i32.eq (local.get $operation) (i32.const 39 (; OPERATION.PERCENT ;)))
              (then
                (local.set $x (f64x2.div
                  (f64x2.mul (f64x2.splat (f64.const 100)) (local.get $x)) (local.get $before)))))
            ;; what is not finite becomes unknown
            (local.set $x (f64x2.add (local.get $x) (f64x2.sub (local.get $x) (local.get $x))))))
        (if (local.get $end)
          (then
            (v128.store (local.get $to_at) (local.get $x))
            (local.set $at (i32.add (local.get $at) (i32.const 16)))
            (local.set $back (i32.add (local.get $back) (i32.const 16)))
            (local.set $to_at (i32.add (local.get $to_at) (i32.const 16)))
            (br_if $next (local.tee $left (i32.sub (local.get $left) (i32.const 16)))))
          (else (v128.store64_lane 0 (local.get $to_at) (local.get $x)))))
      (br $run)))
    (i32.store offset=0 (; LAG.COUNT ;) (local.get $dst) (local.get $count)))

  ;; CROSS: 1 where PERIOD has bit 1 and a was not above b and is now, or bit 2 and a was not below b and is now; else 0.
  ;; Unknown where either is, here or at the position before.
  (func $cross (type $operation)
    (param $step i32) (param $src i32) (param $dst i32) (param $from i32) (param $to i32)
    (local $a i32) (local $a_mask i32) (local $b i32) (local $b_mask i32) (local $out i32) (local $out_mask i32)
    (local $period i32) (local $a_before f64) (local $b_before f64) (local $a_here f64) (local $b_here f64)
    (local.set $a (i32.load offset=24 (; STEP.A ;) (local.get $step)))
    (local.set $a_mask (i32.load offset=28 (; STEP.A_MASK ;) (local.get $step)))
    (local.set $b (i32.load offset=32 (; STEP.B ;) (local.get $step)))
    (local.set $b_mask (i32.load offset=36 (; STEP.B_MASK ;) (local.get $step)))
    (local.set $out (i32.load offset=56 (; STEP.OUT ;) (local.get $step)))
    (local.set $out_mask (i32.load offset=60 (; STEP.OUT_MASK ;) (local.get $step)))
    (local.set $period (i32.load offset=4 (; STEP.PERIOD ;) (local.get $step)))
    (local.set $a_before (f64.load offset=0 (; CROSS.A ;) (local.get $src)))
    (local.set $b_before (select (f64.load offset=8 (; CROSS.B ;) (local.get $src)) (f64.const nan)
      (i32.load offset=16 (; CROSS.SEEN ;) (local.get $src))))
    (local.set $from (i32.shl (local.get $from) (i32.const 3)))
    (local.set $to (i32.shl (local.get $to) (i32.const 3)))
    (loop $next
      (local.set $a_here (f64.load (i32.add (local.get $a) (i32.and (local.get $from) (local.get $a_mask)))))
      (local.set $b_here (f64.load (i32.add (local.get $b) (i32.and (local.get $from) (local.get $b_mask)))))
      (f64.store (i32.add (local.get $out) (i32.and (local.get $from) (local.get $out_mask)))
        (f64.add
          ;; x - x: 0, or NaN where x is unknown
          (f64.add
            (f64.add (f64.sub (local.get $a_here) (local.get $a_here)) (f64.sub (local.get $b_here) (local.get $b_here)))
            (f64.add (f64.sub (local.get $a_before) (local.get $a_before)) (f64.sub (local.get $b_before) (local.get $b_before))))
          (f64.convert_i32_u (i32.ne (i32.const 0) (i32.and (local.get $period)
            (i32.or
              (i32.and (f64.le (local.get $a_before) (local.get $b_before)) (f64.gt (local.get $a_here) (local.get $b_here)))
              (i32.shl
                (i32.and (f64.ge (local.get $a_before) (local.get $b_before)) (f64.lt (local.get $a_here) (local.get $b_here)))
                (i32.const 1))))))))
      (local.set $a_before (local.get $a_here))
      (local.set $b_before (local.get $b_here))
      (local.set $from (i32.add (local.get $from) (i32.const 8)))
      (br_if $next (i32.ne (local.get $from) (local.get $to))))
    (f64.store offset=0 (; CROSS.A ;) (local.get $dst) (local.get $a_before))
    (f64.store offset=8 (; CROSS.B ;) (local.get $dst) (local.get $b_before))
    (i32.store offset=16 (; CROSS.SEEN ;) (local.get $dst) (i32.const 1)))

  ;; STREAK: how many positions in a row a has risen, or fallen (below 0), against the last known one; 0 where it stayed.
  (func $streak (type $operation)
    (param $step i32) (param $src i32) (param $dst i32) (param $from i32) (param $to i32)
    (local $a i32) (local $a_mask i32) (local $out i32) (local $out_mask i32)
    (local $before f64) (local $length i32) (local $seen i32) (local $here f64) (local $result f64) (local $way i32)
    (local.set $a (i32.load offset=24 (; STEP.A ;) (local.get $step)))
    (local.set $a_mask (i32.load offset=28 (; STEP.A_MASK ;) (local.get $step)))
    (local.set $out (i32.load offset=56 (; STEP.OUT ;) (local.get $step)))
    (local.set $out_mask (i32.load offset=60 (; STEP.OUT_MASK ;) (local.get $step)))
    (local.set $before (f64.load offset=0 (; STREAK.VALUE ;) (local.get $src)))
    (local.set $length (i32.load offset=8 (; STREAK.LENGTH ;) (local.get $src)))
    (local.set $seen (i32.load offset=12 (; STREAK.SEEN ;) (local.get $src)))
    (local.set $from (i32.shl (local.get $from) (i32.const 3)))
    (local.set $to (i32.shl (local.get $to) (i32.const 3)))
    (loop $next
      (local.set $here (f64.load (i32.add (local.get $a) (i32.and (local.get $from) (local.get $a_mask)))))
      (local.set $result (f64.const nan))
      (if (f64.eq (local.get $here) (local.get $here))
        (then
          (if (local.get $seen)
            (then
              ;; way = 1, 0 or -1; a turn begins anew
              (local.set $way (i32.sub
                (f64.gt (local.get $here) (local.get $before)) (f64.lt (local.get $here) (local.get $before))))
              (local.set $length (select
                (i32.add (local.get $length) (local.get $way))
                (local.get $way)
                (i32.gt_s (i32.mul (local.get $length) (local.get $way)) (i32.const 0))))
              (local.set $result (f64.convert_i32_s (local.get $length)))))
          (local.set $seen (i32.const 1))
          (local.set $before (local.get $here))))
      (f64.store (i32.add (local.get $out) (i32.and (local.get $from) (local.get $out_mask))) (local.get $result))
      (local.set $from (i32.add (local.get $from) (i32.const 8)))
      (br_if $next (i32.ne (local.get $from) (local.get $to))))
    (f64.store offset=0 (; STREAK.VALUE ;) (local.get $dst) (local.get $before))
    (i32.store offset=8 (; STREAK.LENGTH ;) (local.get $dst) (local.get $length))
    (i32.store offset=12 (; STREAK.SEEN ;) (local.get $dst) (local.get $seen)))
