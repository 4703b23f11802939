  ;; What was a few positions ago.

  ;; LAG: out[i] = a[i - PERIOD], where there was such a position.
  (func $lag (type $operation)
    (param $step i32) (param $src i32) (param $dst i32) (param $from i32) (param $to i32)
    (local $a i32) (local $a_mask i32) (local $out i32) (local $out_mask i32)
    (local $period i32) (local $count i32) (local $value f64)
    (local.set $a (i32.load offset=24 (; STEP.A ;) (local.get $step)))
    (local.set $a_mask (i32.load offset=28 (; STEP.A_MASK ;) (local.get $step)))
    (local.set $out (i32.load offset=56 (; STEP.OUT ;) (local.get $step)))
    (local.set $out_mask (i32.load offset=60 (; STEP.OUT_MASK ;) (local.get $step)))
    (local.set $period (i32.load offset=4 (; STEP.PERIOD ;) (local.get $step)))
    (local.set $count (i32.load offset=0 (; LAG.COUNT ;) (local.get $src)))
    (loop $next
      (local.set $value (f64.const nan))
      (if (i32.lt_u (local.get $count) (local.get $period))
        (then (local.set $count (i32.add (local.get $count) (i32.const 1))))
        (else (local.set $value (f64.load (i32.add (local.get $a)
          (i32.and (i32.shl (i32.sub (local.get $from) (local.get $period)) (i32.const 3)) (local.get $a_mask)))))))
      (f64.store (i32.add (local.get $out) (i32.and (i32.shl (local.get $from) (i32.const 3)) (local.get $out_mask)))
        (local.get $value))
      (local.set $from (i32.add (local.get $from) (i32.const 1)))
      (br_if $next (i32.ne (local.get $from) (local.get $to))))
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
