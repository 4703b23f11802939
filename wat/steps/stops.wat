  ;; Stops that follow the price and turn where it crosses them. A bar that is not known leaves the state as it was.

  ;; PARABOLIC: stop and reverse of high a, low b; out[0] the stop, out[1] 1 where it turned, else 0. The first bar is taken for
  ;; the beginning of a rise; as that is a guess, nothing is known until after the first turn. Wilder 1978.
  ;; A fall is worked as a rise of prices mirrored at 0 (lows negated are highs), so that there is one way to go, and nothing but a turn
  ;; branches on prices: first lanes do all the work, because only vectors can choose between numbers without a branch.
  (func $parabolic (type $operation)
    (param $step i32) (param $src i32) (param $dst i32) (param $from i32) (param $to i32)
    (local $a i32) (local $a_mask i32) (local $b i32) (local $b_mask i32)
    (local $out i32) (local $out_mask i32) (local $out_2 i32) (local $out_2_mask i32)
    (local $first v128) (local $most v128) (local $stop v128) (local $extreme v128) (local $factor v128)
    (local $high v128) (local $low v128) (local $high_1 v128) (local $low_1 v128) (local $high_2 v128) (local $low_2 v128)
    (local $mirror v128) (local $top v128) (local $bottom v128) (local $next v128)
    (local $result v128) (local $turns f64) (local $x f64) (local $count i32) (local $turned i32)
    (local.set $a (i32.load offset=24 (; STEP.A ;) (local.get $step)))
    (local.set $a_mask (i32.load offset=28 (; STEP.A_MASK ;) (local.get $step)))
    (local.set $b (i32.load offset=32 (; STEP.B ;) (local.get $step)))
    (local.set $b_mask (i32.load offset=36 (; STEP.B_MASK ;) (local.get $step)))
    (local.set $out (i32.load offset=56 (; STEP.OUT ;) (local.get $step)))
    (local.set $out_mask (i32.load offset=60 (; STEP.OUT_MASK ;) (local.get $step)))
    (local.set $out_2 (i32.load offset=64 (; STEP.OUT_2 ;) (local.get $step)))
    (local.set $out_2_mask (i32.load offset=68 (; STEP.OUT_2_MASK ;) (local.get $step)))
    (local.set $first (v128.load64_zero offset=88 (; STEP.P ;) (local.get $step)))
    (local.set $most (v128.load64_zero offset=96 (; STEP.Q ;) (local.get $step)))
    (local.set $stop (v128.load64_zero offset=0 (; PARABOLIC.STOP ;) (local.get $src)))
    (local.set $extreme (v128.load64_zero offset=8 (; PARABOLIC.EXTREME ;) (local.get $src)))
    (local.set $factor (v128.load64_zero offset=16 (; PARABOLIC.FACTOR ;) (local.get $src)))
    (local.set $high_1 (v128.load64_zero offset=24 (; PARABOLIC.HIGH ;) (local.get $src)))
    (local.set $high_2 (v128.load64_zero offset=32 (; PARABOLIC.HIGH_BEFORE ;) (local.get $src)))
    (local.set $low_1 (v128.load64_zero offset=40 (; PARABOLIC.LOW ;) (local.get $src)))
    (local.set $low_2 (v128.load64_zero offset=48 (; PARABOLIC.LOW_BEFORE ;) (local.get $src)))
    (local.set $count (i32.load offset=56 (; PARABOLIC.COUNT ;) (local.get $src)))
    ;; all ones in a fall
    (local.set $mirror (i64x2.splat (i64.sub (i64.const 0) (i64.load32_u offset=60 (; PARABOLIC.FALLING ;) (local.get $src)))))
    (local.set $turned (i32.load offset=64 (; PARABOLIC.TURNED ;) (local.get $src)))
    (local.set $from (i32.shl (local.get $from) (i32.const 3)))
    (local.set $to (i32.shl (local.get $to) (i32.const 3)))
    (loop $next_bar
      (local.set $high (v128.load64_zero (i32.add (local.get $a) (i32.and (local.get $from) (local.get $a_mask)))))
      (local.set $low (v128.load64_zero (i32.add (local.get $b) (i32.and (local.get $from) (local.get $b_mask)))))
      (local.set $result (v128.const f64x2 nan nan))
      (local.set $turns (f64.const nan))
      (block $unknown
        (br_if $unknown (i32.eqz (i64x2.all_true (f64x2.eq
          (f64x2.add (local.get $high) (local.get $low)) (f64x2.add (local.get $high) (local.get $low))))))
        (if (local.get $count)
          (then
            ;; top, bottom = high, low as they are in a rise; next = the stop one step on, not above the last two bottoms
            (local.set $top (v128.bitselect (f64x2.neg (local.get $low)) (local.get $high) (local.get $mirror)))
            (local.set $bottom (v128.bitselect (f64x2.neg (local.get $high)) (local.get $low) (local.get $mirror)))
            (local.set $next (f64x2.add (local.get $stop)
              (f64x2.mul (local.get $factor) (f64x2.sub (local.get $extreme) (local.get $stop)))))
            (if (i32.eq (local.get $count) (i32.const 2))
              (then
                (local.set $next (f64x2.pmin (local.get $next) (v128.bitselect
                  (f64x2.pmin (f64x2.neg (local.get $high_1)) (f64x2.neg (local.get $high_2)))
                  (f64x2.pmin (local.get $low_1) (local.get $low_2))
                  (local.get $mirror))))))
            ;; too far apart for numbers
            (local.set $x (f64x2.extract_lane 0 (local.get $next)))
            (br_if $unknown (f64.ne (f64.sub (local.get $x) (local.get $x)) (f64.const 0)))
            (if (f64.lt (f64x2.extract_lane 0 (local.get $bottom)) (local.get $x))
              (then
                (local.set $turns (f64.const 1))
                (local.set $mirror (v128.not (local.get $mirror)))
                (local.set $next (f64x2.neg (local.get $extreme)))
                (local.set $extreme (f64x2.neg (local.get $bottom)))
                (local.set $factor (local.get $first)))
              (else
                (local.set $turns (f64.const 0))
                (local.set $factor (v128.bitselect
                  (f64x2.pmin (f64x2.add (local.get $factor) (local.get $first)) (local.get $most))
                  (local.get $factor)
                  (f64x2.gt (local.get $top) (local.get $extreme))))
                (local.set $extreme (f64x2.pmax (local.get $extreme) (local.get $top)))))
            (local.set $stop (local.get $next))
            (if (local.get $turned)
              (then
                (local.set $result (v128.xor (local.get $next)
                  (v128.and (local.get $mirror) (v128.const i64x2 0x8000000000000000 0)))))
              (else
                (local.set $turned (f64.gt (local.get $turns) (f64.const 0)))
                (local.set $turns (f64.const nan)))))
          (else
            (local.set $stop (local.get $low))
            (local.set $extreme (local.get $high))
            (local.set $factor (local.get $first))))
        (local.set $count (select (i32.const 2) (i32.const 1) (local.get $count)))
        (local.set $high_2 (local.get $high_1))
        (local.set $low_2 (local.get $low_1))
        (local.set $high_1 (local.get $high))
        (local.set $low_1 (local.get $low)))
      (v128.store64_lane 0 (i32.add (local.get $out) (i32.and (local.get $from) (local.get $out_mask))) (local.get $result))
      (f64.store (i32.add (local.get $out_2) (i32.and (local.get $from) (local.get $out_2_mask))) (local.get $turns))
      (local.set $from (i32.add (local.get $from) (i32.const 8)))
      (br_if $next_bar (i32.ne (local.get $from) (local.get $to))))
    (v128.store64_lane offset=0 (; PARABOLIC.STOP ;) 0 (local.get $dst) (local.get $stop))
    (v128.store64_lane offset=8 (; PARABOLIC.EXTREME ;) 0 (local.get $dst) (local.get $extreme))
    (v128.store64_lane offset=16 (; PARABOLIC.FACTOR ;) 0 (local.get $dst) (local.get $factor))
    (v128.store64_lane offset=24 (; PARABOLIC.HIGH ;) 0 (local.get $dst) (local.get $high_1))
    (v128.store64_lane offset=32 (; PARABOLIC.HIGH_BEFORE ;) 0 (local.get $dst) (local.get $high_2))
    (v128.store64_lane offset=40 (; PARABOLIC.LOW ;) 0 (local.get $dst) (local.get $low_1))
    (v128.store64_lane offset=48 (; PARABOLIC.LOW_BEFORE ;) 0 (local.get $dst) (local.get $low_2))
    (i32.store offset=56 (; PARABOLIC.COUNT ;) (local.get $dst) (local.get $count))
    (i32.store offset=60 (; PARABOLIC.FALLING ;) (local.get $dst) (i32.and (i32x4.extract_lane 0 (local.get $mirror)) (i32.const 1)))
    (i32.store offset=64 (; PARABOLIC.TURNED ;) (local.get $dst) (local.get $turned)))

  ;; SUPERTREND: of high a, low b, close c and an average true range d: bands P times d above and below the middle of high and
  ;; low, which only come nearer until a close is beyond them. out[0] the line, the lower band until a close is not above it,
  ;; then the upper one until a close is above that; out[1] and out[2] the line where it is the upper or the lower band.
  (func $supertrend (type $operation)
    (param $step i32) (param $src i32) (param $dst i32) (param $from i32) (param $to i32)
    (local $upper f64) (local $lower f64) (local $before f64) (local $side i32)
    (local $middle f64) (local $away f64) (local $close f64) (local $above f64) (local $below f64) (local $line f64)
    (local.set $upper (f64.load offset=0 (; SUPERTREND.UPPER ;) (local.get $src)))
    (local.set $lower (f64.load offset=8 (; SUPERTREND.LOWER ;) (local.get $src)))
    (local.set $before (f64.load offset=16 (; SUPERTREND.CLOSE ;) (local.get $src)))
    (local.set $side (i32.load offset=24 (; SUPERTREND.SIDE ;) (local.get $src)))
    (local.set $from (i32.shl (local.get $from) (i32.const 3)))
    (local.set $to (i32.shl (local.get $to) (i32.const 3)))
    (loop $next
      (local.set $middle (f64.div
        (f64.add
          (f64.load (i32.add
            (i32.load offset=24 (; STEP.A ;) (local.get $step))
            (i32.and (local.get $from) (i32.load offset=28 (; STEP.A_MASK ;) (local.get $step)))))
          (f64.load (i32.add
            (i32.load offset=32 (; STEP.B ;) (local.get $step))
            (i32.and (local.get $from) (i32.load offset=36 (; STEP.B_MASK ;) (local.get $step))))))
        (f64.const 2)))
      (local.set $close (f64.load (i32.add
        (i32.load offset=40 (; STEP.C ;) (local.get $step))
        (i32.and (local.get $from) (i32.load offset=44 (; STEP.C_MASK ;) (local.get $step))))))
      (local.set $away (f64.mul
        (f64.load offset=88 (; STEP.P ;) (local.get $step))
        (f64.load (i32.add
          (i32.load offset=48 (; STEP.D ;) (local.get $step))
          (i32.and (local.get $from) (i32.load offset=52 (; STEP.D_MASK ;) (local.get $step)))))))
      (local.set $above (f64.add (local.get $middle) (local.get $away)))
      (local.set $below (f64.sub (local.get $middle) (local.get $away)))
      ;; line = 0 where everything is known and finite
      (local.set $line (f64.add
        (f64.sub (local.get $close) (local.get $close))
        (f64.add (f64.sub (local.get $above) (local.get $above)) (f64.sub (local.get $below) (local.get $below)))))
      (if (f64.eq (local.get $line) (f64.const 0))
        (then
          (if (i32.or (i32.eqz (local.get $side)) (i32.or
              (f64.lt (local.get $above) (local.get $upper)) (f64.gt (local.get $before) (local.get $upper))))
            (then (local.set $upper (local.get $above))))
          (if (i32.or (i32.eqz (local.get $side)) (i32.or
              (f64.gt (local.get $below) (local.get $lower)) (f64.lt (local.get $before) (local.get $lower))))
            (then (local.set $lower (local.get $below))))
          (if (i32.eqz (local.get $side))
            (then (local.set $side (i32.add (i32.const 1) (f64.lt (local.get $close) (local.get $middle))))))
          (local.set $side (i32.add (i32.const 1) (f64.le (local.get $close)
            (select (local.get $lower) (local.get $upper) (i32.eq (local.get $side) (i32.const 1))))))
          (local.set $line (select (local.get $lower) (local.get $upper) (i32.eq (local.get $side) (i32.const 1))))
          (local.set $before (local.get $close))))
      (f64.store
        (i32.add
          (i32.load offset=56 (; STEP.OUT ;) (local.get $step))
          (i32.and (local.get $from) (i32.load offset=60 (; STEP.OUT_MASK ;) (local.get $step))))
        (local.get $line))
      (f64.store
        (i32.add
          (i32.load offset=64 (; STEP.OUT_2 ;) (local.get $step))
          (i32.and (local.get $from) (i32.load offset=68 (; STEP.OUT_2_MASK ;) (local.get $step))))
        (select (local.get $line) (f64.const nan) (i32.eq (local.get $side) (i32.const 2))))
      (f64.store
        (i32.add
          (i32.load offset=72 (; STEP.OUT_3 ;) (local.get $step))
          (i32.and (local.get $from) (i32.load offset=76 (; STEP.OUT_3_MASK ;) (local.get $step))))
        (select (local.get $line) (f64.const nan) (i32.eq (local.get $side) (i32.const 1))))
      (local.set $from (i32.add (local.get $from) (i32.const 8)))
      (br_if $next (i32.ne (local.get $from) (local.get $to))))
    (f64.store offset=0 (; SUPERTREND.UPPER ;) (local.get $dst) (local.get $upper))
    (f64.store offset=8 (; SUPERTREND.LOWER ;) (local.get $dst) (local.get $lower))
    (f64.store offset=16 (; SUPERTREND.CLOSE ;) (local.get $dst) (local.get $before))
    (i32.store offset=24 (; SUPERTREND.SIDE ;) (local.get $dst) (local.get $side)))
