  ;; Bars out of ticks: what a tick does to the forming bar and the one before it, of a lane or of a series of the market table.
  ;; Whoever includes this says where closed bars go ($close_bar) and what a late tick changes beside its bar ($correct_bar).

  ;; the forming bar; the one before it follows
  (func $forming (param $lane i32) (param $bank i32) (result i32)
    (i32.add (local.get $bank) (i32.load offset=60 (; LANE.BARS ;) (local.get $lane))))

  (func $is_known (param $value f64) (result i32)
    (f64.eq (local.get $value) (local.get $value)))

  ;; 1 where a bar that begins now, after `bar`, is its session's first
  (func $begins_session (param $bank i32) (param $bar i32) (result f64)
    (f64.convert_i32_u (i32.or
      (i32.eqz (call $is_known (f64.load offset=56 (; BAR.END ;) (local.get $bar))))
      (f64.lt
        (f64.load offset=0 (; BAR.START ;) (local.get $bar))
        (f64.load offset=32 (; BANK.SESSION_START ;) (local.get $bank))))))

  ;; bar.start, bar.end := the interval around an instant. Intervals are counted from the session's begin, which must be open;
  ;; a bar of a day is the session, which has 25 hours where clocks go back.
  (func $bound_bar (param $lane i32) (param $bank i32) (param $bar i32) (param $time f64)
    (local $start f64) (local $interval f64)
    (local.set $interval (f64.load offset=112 (; LANE.INTERVAL ;) (local.get $lane)))
    (local.set $start (f64.load offset=32 (; BANK.SESSION_START ;) (local.get $bank)))
    (local.set $start (f64.add (local.get $start)
      (f64.mul (local.get $interval)
        (f64.floor (f64.div (f64.sub (local.get $time) (local.get $start)) (local.get $interval))))))
    (if (f64.eq (local.get $interval) (f64.const 86400000))
      (then
        (local.set $start (f64.load offset=32 (; BANK.SESSION_START ;) (local.get $bank)))
        (local.set $interval (f64.const inf))))
    (f64.store offset=0 (; BAR.START ;) (local.get $bar) (local.get $start))
    (f64.store offset=56 (; BAR.END ;) (local.get $bar)
      (f64.min (f64.add (local.get $start) (local.get $interval)) (f64.load offset=40 (; BANK.SESSION_END ;) (local.get $bank)))))

  ;; bar.high, low, volume take in a price range and a size; close too, unless a later tick made it
  (func $widen_bar (param $bar i32) (param $time f64) (param $high f64) (param $low f64) (param $close f64) (param $size f64)
    (f64.store offset=16 (; BAR.HIGH ;) (local.get $bar)
      (f64.max (f64.load offset=16 (; BAR.HIGH ;) (local.get $bar)) (local.get $high)))
    (f64.store offset=24 (; BAR.LOW ;) (local.get $bar)
      (f64.min (f64.load offset=24 (; BAR.LOW ;) (local.get $bar)) (local.get $low)))
    (f64.store offset=40 (; BAR.VOLUME ;) (local.get $bar)
      (f64.add (f64.load offset=40 (; BAR.VOLUME ;) (local.get $bar)) (local.get $size)))
    (if (f64.ge (local.get $time) (f64.load offset=64 (; BAR.TIME ;) (local.get $bar)))
      (then
        (f64.store offset=64 (; BAR.TIME ;) (local.get $bar) (local.get $time))
        (f64.store offset=32 (; BAR.CLOSE ;) (local.get $bar) (local.get $close)))))

  ;; A tick of the bar before the forming one corrects it. Older ticks change no bar.
  (func $take_late (param $lane i32) (param $bank i32)
    (param $time f64) (param $high f64) (param $low f64) (param $close f64) (param $size f64)
    (local $bar i32)
    (local.set $bar (i32.add (call $forming (local.get $lane) (local.get $bank)) (i32.const 72 (; BAR.BYTES ;))))
    (if (i32.eqz (i32.and
          (f64.ge (local.get $time) (f64.load offset=0 (; BAR.START ;) (local.get $bar)))
          (f64.lt (local.get $time) (f64.load offset=56 (; BAR.END ;) (local.get $bar)))))
      (then
        (f64.store offset=224 (; BANK.DROPPED ;) (local.get $bank)
          (f64.add (f64.load offset=224 (; BANK.DROPPED ;) (local.get $bank)) (f64.const 1)))
        (return)))
    (f64.store offset=216 (; BANK.LATE ;) (local.get $bank)
      (f64.add (f64.load offset=216 (; BANK.LATE ;) (local.get $bank)) (f64.const 1)))
    (call $widen_bar (local.get $bar) (local.get $time) (local.get $high) (local.get $low) (local.get $close) (local.get $size))
    (call $correct_bar (local.get $lane) (local.get $bank) (local.get $bar)))

  ;; One tick, or several merged into one: `first` is the price it opens a bar with.
  (func $take_bar_tick (param $lane i32) (param $bank i32)
    (param $time f64) (param $first f64) (param $high f64) (param $low f64) (param $close f64) (param $size f64)
    (local $bar i32) (local $begins f64) (local $start f64) (local $end f64)
    (local.set $bar (call $forming (local.get $lane) (local.get $bank)))
    (if (f64.lt (local.get $time) (f64.load offset=56 (; BAR.END ;) (local.get $bar)))
      (then
        (if (f64.ge (local.get $time) (f64.load offset=0 (; BAR.START ;) (local.get $bar)))
          (then (call $widen_bar (local.get $bar)
            (local.get $time) (local.get $high) (local.get $low) (local.get $close) (local.get $size)))
          (else (call $take_late (local.get $lane) (local.get $bank)
            (local.get $time) (local.get $high) (local.get $low) (local.get $close) (local.get $size))))
        (return)))
    ;; past its end, or there is none: it closes, and the next one begins, in the session of its tick: a quote may have opened
    ;; the session after that one
    (local.set $start (f64.load offset=32 (; BANK.SESSION_START ;) (local.get $bank)))
    (local.set $end (f64.load offset=40 (; BANK.SESSION_END ;) (local.get $bank)))
    (if (f64.lt (local.get $time) (local.get $start))
      (then (call $open_session (local.get $lane) (local.get $bank) (local.get $time))))
    (local.set $begins (call $begins_session (local.get $bank) (local.get $bar)))
    (if (call $is_known (f64.load offset=56 (; BAR.END ;) (local.get $bar)))
      (then (call $close_bar (local.get $lane) (local.get $bank))))
    (call $bound_bar (local.get $lane) (local.get $bank) (local.get $bar) (local.get $time))
    (f64.store offset=32 (; BANK.SESSION_START ;) (local.get $bank) (local.get $start))
    (f64.store offset=40 (; BANK.SESSION_END ;) (local.get $bank) (local.get $end))
    (f64.store offset=48 (; BAR.SESSION ;) (local.get $bar) (local.get $begins))
    (f64.store offset=8 (; BAR.OPEN ;) (local.get $bar) (local.get $first))
    (f64.store offset=16 (; BAR.HIGH ;) (local.get $bar) (local.get $high))
    (f64.store offset=24 (; BAR.LOW ;) (local.get $bar) (local.get $low))
    (f64.store offset=32 (; BAR.CLOSE ;) (local.get $bar) (local.get $close))
    (f64.store offset=40 (; BAR.VOLUME ;) (local.get $bar) (local.get $size))
    (f64.store offset=64 (; BAR.TIME ;) (local.get $bar) (local.get $time)))
