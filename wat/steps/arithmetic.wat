  ;; Value by value: arithmetic, comparison, logic.

  ;; One function for all of them, out[i] = a[i] operation b[i], c[i]: two positions at a time. A ring holds an even number of
  ;; values, so that an even position and its neighbour stand side by side, and a constant stands there twice; what is left over at
  ;; either end goes by itself: same bits. What histories spend most of their time with has loops of its own; in the one of all
  ;; others the jump to the operation is always the same, so that it costs next to nothing.
  ;; x - x is 0 where x is known and NaN where it is not, so adding it hands on what is unknown; it makes NaN of what is infinite.
  (func $elementwise (type $operation)
    (param $step i32) (param $src i32) (param $dst i32) (param $from i32) (param $to i32)
    (local $operation i32) (local $a_mask i32) (local $b_mask i32) (local $c_mask i32) (local $out_mask i32)
    (local $a_at i32) (local $b_at i32) (local $c_at i32) (local $out i32) (local $end i32) (local $left i32)
    (local $a_next i32) (local $b_next i32) (local $c_next i32)
    (local $a v128) (local $b v128) (local $c v128) (local $zero v128) (local $one v128)
    (local.set $operation (i32.load offset=0 (; STEP.OPERATION ;) (local.get $step)))
    (local.set $a_mask (i32.load offset=28 (; STEP.A_MASK ;) (local.get $step)))
    (local.set $b_mask (i32.load offset=36 (; STEP.B_MASK ;) (local.get $step)))
    (local.set $c_mask (i32.load offset=44 (; STEP.C_MASK ;) (local.get $step)))
    (local.set $out_mask (i32.load offset=60 (; STEP.OUT_MASK ;) (local.get $step)))
    (local.set $one (f64x2.splat (f64.const 1)))
    (local.set $from (i32.shl (local.get $from) (i32.const 3)))
    (local.set $to (i32.shl (local.get $to) (i32.const 3)))
    ;; nobody reads it: then it has no ring either
    (br_if 0 (i32.eqz (local.get $out_mask)))
    ;; from one pair to the next; a constant stays
    (local.set $a_next (i32.and (local.get $a_mask) (i32.const 16)))
    (local.set $b_next (i32.and (local.get $b_mask) (i32.const 16)))
    (local.set $c_next (i32.and (local.get $c_mask) (i32.const 16)))
    (if (i32.and (local.get $from) (i32.const 8))
      (then
        (call $run_step (local.get $step) (local.get $from))
        (local.set $from (i32.add (local.get $from) (i32.const 8)))))
    (if (i32.and (local.get $to) (i32.const 8))
      (then
        (local.set $to (i32.sub (local.get $to) (i32.const 8)))
        (call $run_step (local.get $step) (local.get $to))))
    (block $computed_all (loop $run
      (br_if $computed_all (i32.eq (local.get $from) (local.get $to)))
      (local.set $a_at (i32.add (i32.load offset=24 (; STEP.A ;) (local.get $step)) (i32.and (local.get $from) (local.get $a_mask))))
      (local.set $b_at (i32.add (i32.load offset=32 (; STEP.B ;) (local.get $step)) (i32.and (local.get $from) (local.get $b_mask))))
      (local.set $c_at (i32.add (i32.load offset=40 (; STEP.C ;) (local.get $step)) (i32.and (local.get $from) (local.get $c_mask))))
      (local.set $out (i32.add (i32.load offset=56 (; STEP.OUT ;) (local.get $step)) (i32.and (local.get $from) (local.get $out_mask))))
      ;; to the end of the call, and not across the end of a ring: -1 - position and a mask are the bytes to it, less one, and of
      ;; several rings those of the smallest; a constant has no end
      (local.set $end (i32.sub (local.get $to) (local.get $from)))
      (if (i32.gt_u (local.get $end) (local.tee $left (i32.add (i32.const 1) (i32.and
          (i32.sub (i32.const -1) (local.get $from))
          (i32.and
            (i32.and (local.get $out_mask) (i32.sub (local.get $a_mask) (i32.eqz (local.get $a_mask))))
            (i32.and
              (i32.sub (local.get $b_mask) (i32.eqz (local.get $b_mask)))
              (i32.sub (local.get $c_mask) (i32.eqz (local.get $c_mask)))))))))
        (then (local.set $end (local.get $left))))
      (local.set $from (i32.add (local.get $from) (local.get $end)))
      (local.set $end (i32.add (local.get $out) (local.get $end)))
      (block $others (block $multiply_add (block $divide (block $multiply (block $subtract (block $add
        (br_table $add $subtract $multiply $divide $multiply_add $others (local.get $operation)))
        (; add ;)
        (loop $next
          (local.set $a (f64x2.add (v128.load (local.get $a_at)) (v128.load (local.get $b_at))))
          (v128.store (local.get $out) (f64x2.add (local.get $a) (f64x2.sub (local.get $a) (local.get $a))))
          (local.set $a_at (i32.add (local.get $a_at) (local.get $a_next)))
          (local.set $b_at (i32.add (local.get $b_at) (local.get $b_next)))
          (br_if $next (i32.ne (local.tee $out (i32.add (local.get $out) (i32.const 16))) (local.get $end))))
        (br $run))
        (; subtract ;)
        (loop $next
          (local.set $a (f64x2.sub (v128.load (local.get $a_at)) (v128.load (local.get $b_at))))
          (v128.store (local.get $out) (f64x2.add (local.get $a) (f64x2.sub (local.get $a) (local.get $a))))
          (local.set $a_at (i32.add (local.get $a_at) (local.get $a_next)))
          (local.set $b_at (i32.add (local.get $b_at) (local.get $b_next)))
          (br_if $next (i32.ne (local.tee $out (i32.add (local.get $out) (i32.const 16))) (local.get $end))))
        (br $run))
        (; multiply ;)
        (loop $next
          (local.set $a (f64x2.mul (v128.load (local.get $a_at)) (v128.load (local.get $b_at))))
          (v128.store (local.get $out) (f64x2.add (local.get $a) (f64x2.sub (local.get $a) (local.get $a))))
          (local.set $a_at (i32.add (local.get $a_at) (local.get $a_next)))
          (local.set $b_at (i32.add (local.get $b_at) (local.get $b_next)))
          (br_if $next (i32.ne (local.tee $out (i32.add (local.get $out) (i32.const 16))) (local.get $end))))
        (br $run))
        (; divide ;)
        (loop $next
          (local.set $a (v128.bitselect
            (f64x2.add (v128.load (local.get $c_at)) (f64x2.sub (local.tee $a (v128.load (local.get $a_at))) (local.get $a)))
            (f64x2.div (local.get $a) (local.tee $b (v128.load (local.get $b_at))))
            (f64x2.eq (local.get $b) (local.get $zero))))
          (v128.store (local.get $out) (f64x2.add (local.get $a) (f64x2.sub (local.get $a) (local.get $a))))
          (local.set $a_at (i32.add (local.get $a_at) (local.get $a_next)))
          (local.set $b_at (i32.add (local.get $b_at) (local.get $b_next)))
          (local.set $c_at (i32.add (local.get $c_at) (local.get $c_next)))
          (br_if $next (i32.ne (local.tee $out (i32.add (local.get $out) (i32.const 16))) (local.get $end))))
        (br $run))
        (; multiply_add ;)
        (loop $next
          (local.set $a (f64x2.add (v128.load (local.get $a_at)) (f64x2.mul (v128.load (local.get $b_at)) (v128.load (local.get $c_at)))))
          (v128.store (local.get $out) (f64x2.add (local.get $a) (f64x2.sub (local.get $a) (local.get $a))))
          (local.set $a_at (i32.add (local.get $a_at) (local.get $a_next)))
          (local.set $b_at (i32.add (local.get $b_at) (local.get $b_next)))
          (local.set $c_at (i32.add (local.get $c_at) (local.get $c_next)))
          (br_if $next (i32.ne (local.tee $out (i32.add (local.get $out) (i32.const 16))) (local.get $end))))
        (br $run))
        (loop $next
        (local.set $a (v128.load (local.get $a_at)))
        (local.set $b (v128.load (local.get $b_at)))
        (local.set $c (v128.load (local.get $c_at)))
        (local.set $a (block $computed (result v128)
          (block $unknown (result v128)
          (block $truth (result v128)
          (block $select (block $otherwise (block $not (block $or (block $and (block $equal (block $greater_equal (block $greater
          (block $sign (block $root (block $absolute (block $maximum (block $minimum
            (br_table $minimum $maximum $absolute $root $sign $greater $greater_equal $equal $and $or $not $otherwise $select
              (i32.sub (local.get $operation) (i32.const 5 (; OPERATION.MINIMUM ;)))))
            (; minimum ;) (br $computed (f64x2.min (local.get $a) (local.get $b))))
            (; maximum ;) (br $computed (f64x2.max (local.get $a) (local.get $b))))
            (; absolute ;) (br $computed (f64x2.abs (local.get $a))))
            (; root ;) (br $computed (f64x2.sqrt (local.get $a))))
            (; sign: one where above 0 less one where below ;)
            (local.set $b (local.get $zero))
            (br $unknown (f64x2.sub
              (v128.and (f64x2.gt (local.get $a) (local.get $zero)) (local.get $one))
              (v128.and (f64x2.lt (local.get $a) (local.get $zero)) (local.get $one)))))
            (; greater ;) (br $truth (f64x2.gt (local.get $a) (local.get $b))))
            (; greater_equal ;) (br $truth (f64x2.ge (local.get $a) (local.get $b))))
            (; equal ;) (br $truth (f64x2.eq (local.get $a) (local.get $b))))
            (; and: where neither is 0, one and unknown ;)
            (br $computed (v128.and
              (f64x2.add (local.get $one) (f64x2.add
                (f64x2.sub (local.get $a) (local.get $a)) (f64x2.sub (local.get $b) (local.get $b))))
              (v128.and (f64x2.ne (local.get $a) (local.get $zero)) (f64x2.ne (local.get $b) (local.get $zero))))))
            (; or: one where either is farther from 0 than 0, else 0 and unknown ;)
            (br $computed (v128.bitselect (local.get $one)
              (f64x2.add (f64x2.sub (local.get $a) (local.get $a)) (f64x2.sub (local.get $b) (local.get $b)))
              (v128.or
                (f64x2.gt (f64x2.abs (local.get $a)) (local.get $zero))
                (f64x2.gt (f64x2.abs (local.get $b)) (local.get $zero))))))
            (; not ;)
            (local.set $b (local.get $zero))
            (br $truth (f64x2.eq (local.get $a) (local.get $zero))))
            (; otherwise ;)
            (br $computed (v128.bitselect (local.get $a) (local.get $b) (f64x2.eq (local.get $a) (local.get $a)))))
            (; select: the condition's own unknown ;)
            (br $computed (f64x2.add (f64x2.sub (local.get $a) (local.get $a))
              (v128.bitselect (local.get $c) (local.get $b) (f64x2.eq (local.get $a) (local.get $zero))))))
            (; truth: a mask becomes 1 or 0 ;)
            (local.get $one)
            (v128.and))
            (; unknown: where either operand is ;)
            (f64x2.add (f64x2.sub (local.get $a) (local.get $a)) (f64x2.sub (local.get $b) (local.get $b)))
            (f64x2.add)))
        (v128.store (local.get $out) (f64x2.add (local.get $a) (f64x2.sub (local.get $a) (local.get $a))))
        (local.set $a_at (i32.add (local.get $a_at) (local.get $a_next)))
        (local.set $b_at (i32.add (local.get $b_at) (local.get $b_next)))
        (local.set $c_at (i32.add (local.get $c_at) (local.get $c_next)))
        (br_if $next (i32.ne (local.tee $out (i32.add (local.get $out) (i32.const 16))) (local.get $end))))
      (br $run))))

  (func $third (param $step i32) (param $at i32) (result f64)
    (f64.load (i32.add
      (i32.load offset=40 (; STEP.C ;) (local.get $step))
      (i32.and (local.get $at) (i32.load offset=44 (; STEP.C_MASK ;) (local.get $step))))))
