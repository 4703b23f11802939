  ;; The highest and the lowest of the last few values, in two blocks as sums are: see sums.wat.

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
