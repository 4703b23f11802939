  ;; A price made of several symbols' prices: each leg keeps its own, and the program is run whenever one of them moves.

  ;; A cell of one leg: its price is kept. The price of the whole; NaN where the tick moves none, or a leg is not known yet.
  (func $take_leg (param $lane i32) (param $bank i32) (param $cell i32) (result f64)
    (local $leg i32) (local $price f64)
    (local.set $leg (i32.add
      (i32.add (local.get $bank) (i32.load offset=64 (; LANE.LEGS ;) (local.get $lane)))
      (i32.mul (i32.load16_u offset=58 (; TICK.LEG ;) (local.get $cell)) (i32.const 24 (; LEG.BYTES ;)))))
    (f64.store offset=8 (; LEG.RECEIVED ;) (local.get $leg) (f64.load offset=8 (; TICK.RECEIVED ;) (local.get $cell)))
    (local.set $price (f64.load offset=16 (; TICK.PRICE ;) (local.get $cell)))
    (if (i32.eq (i32.load8_u offset=56 (; TICK.KIND ;) (local.get $cell)) (i32.const 1 (; KIND.TRADE ;)))
      (then (i32.store offset=16 (; LEG.STEPPING ;) (local.get $leg) (i32.const 2 (; STEPPING.TRADES ;))))
      (else
        ;; beside trades a quote is not a price
        (if (i32.eq (i32.load offset=16 (; LEG.STEPPING ;) (local.get $leg)) (i32.const 2 (; STEPPING.TRADES ;)))
          (then (return (f64.const nan))))
        (local.set $price (f64.mul (f64.const 0.5)
          (f64.add (local.get $price) (f64.load offset=32 (; TICK.ASK ;) (local.get $cell)))))))
    (f64.store offset=0 (; LEG.PRICE ;) (local.get $leg) (local.get $price))
    (call $run_program (i32.load offset=72 (; LANE.PROGRAM ;) (local.get $lane))
      (i32.add (local.get $bank) (i32.load offset=64 (; LANE.LEGS ;) (local.get $lane)))))

  ;; the program's result over the legs' prices; NaN where it is not finite
  (func $run_program (param $program i32) (param $legs i32) (result f64)
    (local $at i32) (local $end i32) (local $top i32) (local $code i32) (local $value f64)
    (local.set $top (local.get $program))
    (local.set $at (i32.add (local.get $program) (i32.const 136 (; PROGRAM.INSTRUCTIONS ;))))
    (local.set $end (i32.add (local.get $at)
      (i32.shl (i32.load offset=0 (; PROGRAM.COUNT ;) (local.get $program)) (i32.const 4))))
    (block $done (loop $next
      (br_if $done (i32.eq (local.get $at) (local.get $end)))
      (local.set $code (i32.load offset=0 (; PROGRAM.CODE ;) (local.get $at)))
      (local.set $value (f64.load offset=8 (; PROGRAM.VALUE ;) (local.get $at)))
      (if (i32.eq (local.get $code) (i32.const 1 (; PROGRAM_CODE.LEG ;)))
        (then (local.set $value (f64.load offset=0 (; LEG.PRICE ;)
          (i32.add (local.get $legs)
            (i32.mul (i32.load offset=4 (; PROGRAM.LEG ;) (local.get $at)) (i32.const 24 (; LEG.BYTES ;))))))))
      (if (i32.gt_u (local.get $code) (i32.const 1 (; PROGRAM_CODE.LEG ;)))
        (then
          (local.set $value (f64.load offset=8 (; PROGRAM.STACK ;) (i32.sub (local.get $top) (i32.const 8))))
          (if (i32.eq (local.get $code) (i32.const 6 (; PROGRAM_CODE.NEGATE ;)))
            (then
              (local.set $value (f64.neg (local.get $value)))
              (local.set $top (i32.sub (local.get $top) (i32.const 8))))
            (else
              (local.set $top (i32.sub (local.get $top) (i32.const 16)))
              (local.set $value (call $combine (local.get $code)
                (f64.load offset=8 (; PROGRAM.STACK ;) (local.get $top))
                (local.get $value)))))))
      (f64.store offset=8 (; PROGRAM.STACK ;) (local.get $top) (local.get $value))
      (local.set $top (i32.add (local.get $top) (i32.const 8)))
      (local.set $at (i32.add (local.get $at) (i32.const 16 (; PROGRAM.INSTRUCTION_BYTES ;))))
      (br $next)))
    ;; value - value is NaN of what is not finite
    (f64.add (local.get $value) (f64.sub (local.get $value) (local.get $value))))

  (func $combine (param $code i32) (param $a f64) (param $b f64) (result f64)
    (if (i32.eq (local.get $code) (i32.const 2 (; PROGRAM_CODE.ADD ;)))
      (then (return (f64.add (local.get $a) (local.get $b)))))
    (if (i32.eq (local.get $code) (i32.const 3 (; PROGRAM_CODE.SUBTRACT ;)))
      (then (return (f64.sub (local.get $a) (local.get $b)))))
    (if (i32.eq (local.get $code) (i32.const 4 (; PROGRAM_CODE.MULTIPLY ;)))
      (then (return (f64.mul (local.get $a) (local.get $b)))))
    (f64.div (local.get $a) (local.get $b)))

  ;; receive time of the leg that has been silent for the longest; NaN while one never ticked
  (func $oldest_leg (param $lane i32) (param $bank i32) (result f64)
    (local $leg i32) (local $end i32) (local $oldest f64)
    (if (i32.eqz (i32.load offset=68 (; LANE.LEG_COUNT ;) (local.get $lane)))
      (then (return (f64.load offset=168 (; BANK.RECEIVED ;) (local.get $bank)))))
    (local.set $leg (i32.add (local.get $bank) (i32.load offset=64 (; LANE.LEGS ;) (local.get $lane))))
    (local.set $end (i32.add (local.get $leg)
      (i32.mul (i32.load offset=68 (; LANE.LEG_COUNT ;) (local.get $lane)) (i32.const 24 (; LEG.BYTES ;)))))
    (local.set $oldest (f64.const inf))
    (loop $next
      ;; min gives NaN where either is
      (local.set $oldest (f64.min (local.get $oldest) (f64.load offset=8 (; LEG.RECEIVED ;) (local.get $leg))))
      (local.set $leg (i32.add (local.get $leg) (i32.const 24 (; LEG.BYTES ;))))
      (br_if $next (i32.ne (local.get $leg) (local.get $end))))
    (local.get $oldest))
