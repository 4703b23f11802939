  ;; Bars out of ticks. The forming bar and the one before it are kept in the bank, so that a drain that is repeated adds
  ;; nothing twice; the input series get them as they are. The plan's state is committed when a bar closes; the
  ;; forming bar is a preview from there, however long the history is.

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

  ;; input series at a position := a bar
  (func $put_bar (param $lane i32) (param $bar i32) (param $position i32)
    (local $plan i32)
    (local.set $plan (i32.load offset=44 (; LANE.PLAN ;) (local.get $lane)))
    (call $put (i32.add (local.get $plan) (i32.const 96 (; PLAN.TIME ;))) (local.get $position)
      (f64.load offset=0 (; BAR.START ;) (local.get $bar)))
    (call $put (i32.add (local.get $plan) (i32.const 40 (; PLAN.OPEN ;))) (local.get $position)
      (f64.load offset=8 (; BAR.OPEN ;) (local.get $bar)))
    (call $put (i32.add (local.get $plan) (i32.const 48 (; PLAN.HIGH ;))) (local.get $position)
      (f64.load offset=16 (; BAR.HIGH ;) (local.get $bar)))
    (call $put (i32.add (local.get $plan) (i32.const 56 (; PLAN.LOW ;))) (local.get $position)
      (f64.load offset=24 (; BAR.LOW ;) (local.get $bar)))
    (call $put (i32.add (local.get $plan) (i32.const 64 (; PLAN.CLOSE ;))) (local.get $position)
      (f64.load offset=32 (; BAR.CLOSE ;) (local.get $bar)))
    (call $put (i32.add (local.get $plan) (i32.const 72 (; PLAN.VOLUME ;))) (local.get $position)
      (f64.load offset=40 (; BAR.VOLUME ;) (local.get $bar)))
    (call $put (i32.add (local.get $plan) (i32.const 104 (; PLAN.SESSION ;))) (local.get $position)
      (f64.load offset=48 (; BAR.SESSION ;) (local.get $bar))))

  ;; bid and ask at a position := as they are now
  (func $put_quote (param $lane i32) (param $bank i32) (param $position i32)
    (local $plan i32)
    (local.set $plan (i32.load offset=44 (; LANE.PLAN ;) (local.get $lane)))
    (call $put (i32.add (local.get $plan) (i32.const 80 (; PLAN.BID ;))) (local.get $position)
      (f64.load offset=72 (; BANK.BID ;) (local.get $bank)))
    (call $put (i32.add (local.get $plan) (i32.const 88 (; PLAN.ASK ;))) (local.get $position)
      (f64.load offset=88 (; BANK.ASK ;) (local.get $bank))))

  ;; the forming bar is complete: its state is committed, and it becomes the one before
  (func $close_bar (param $lane i32) (param $bank i32)
    (local $bar i32) (local $position i32)
    (local.set $bar (call $forming (local.get $lane) (local.get $bank)))
    (local.set $position (i32.load offset=12 (; BANK.POSITION ;) (local.get $bank)))
    (call $put_bar (local.get $lane) (local.get $bar) (local.get $position))
    (call $put_quote (local.get $lane) (local.get $bank) (local.get $position))
    (call $advance (local.get $lane) (local.get $bank) (local.get $position) (i32.add (local.get $position) (i32.const 1)))
    (i32.store offset=12 (; BANK.POSITION ;) (local.get $bank) (i32.add (local.get $position) (i32.const 1)))
    (memory.copy (i32.add (local.get $bar) (i32.const 72 (; BAR.BYTES ;))) (local.get $bar) (i32.const 72 (; BAR.BYTES ;))))

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

  ;; the bar before the forming one once more, from the state before it; the slot that holds the state after it
  (func $compute_again (param $lane i32) (param $bank i32) (param $bar i32) (result i32)
    (local $position i32) (local $slot i32)
    (local.set $position (i32.sub (i32.load offset=12 (; BANK.POSITION ;) (local.get $bank)) (i32.const 1)))
    (call $put_bar (local.get $lane) (local.get $bar) (local.get $position))
    (local.set $slot (call $free_slot (local.get $lane) (i32.load offset=24 (; BANK.BEFORE ;) (local.get $bank))))
    (call $run_steps
      (i32.load offset=44 (; LANE.PLAN ;) (local.get $lane))
      (call $state_slot (local.get $lane) (i32.load offset=24 (; BANK.BEFORE ;) (local.get $bank)))
      (call $state_slot (local.get $lane) (local.get $slot))
      (local.get $position) (i32.add (local.get $position) (i32.const 1)))
    (local.get $slot))

  ;; The series as they were committed: a drain that died may have corrected the bar before the forming one, and what comes
  ;; before that tick must not see it.
  (func $restore_bar (param $lane i32)
    (local $bank i32) (local $bar i32)
    (if (f64.gt (f64.load offset=112 (; LANE.INTERVAL ;) (local.get $lane)) (f64.const 0))
      (then
        (local.set $bank (call $committed (local.get $lane)))
        (local.set $bar (i32.add (call $forming (local.get $lane) (local.get $bank)) (i32.const 72 (; BAR.BYTES ;))))
        (if (call $is_known (f64.load offset=56 (; BAR.END ;) (local.get $bar)))
          (then (drop (call $compute_again (local.get $lane) (local.get $bank) (local.get $bar))))))))

  ;; A tick of the bar before the forming one corrects it: the state after it is computed again from the one before it.
  ;; Older ticks change no bar.
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
    (i32.store offset=20 (; BANK.AFTER ;) (local.get $bank)
      (call $compute_again (local.get $lane) (local.get $bank) (local.get $bar))))

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

  ;; runs the plan over the forming bar and leaves the committed state alone
  (func $preview_bar (param $lane i32) (param $bank i32)
    (local $position i32)
    (local.set $position (i32.load offset=12 (; BANK.POSITION ;) (local.get $bank)))
    (call $put_bar (local.get $lane) (call $forming (local.get $lane) (local.get $bank)) (local.get $position))
    (call $put_quote (local.get $lane) (local.get $bank) (local.get $position))
    (global.set $preview (i32.const 1))
    (call $run_steps
      (i32.load offset=44 (; LANE.PLAN ;) (local.get $lane))
      (call $state_slot (local.get $lane) (i32.load offset=20 (; BANK.AFTER ;) (local.get $bank)))
      (call $state_slot (local.get $lane) (i32.const 4 (; STATE_SLOTS.PREVIEW ;)))
      (local.get $position) (i32.add (local.get $position) (i32.const 1)))
    (global.set $preview (i32.const 0)))
