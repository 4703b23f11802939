  ;; A lane's bars. The forming bar and the one before it are kept in the bank, so that a drain that is repeated adds
  ;; nothing twice; the input series get them as they are. The plan's state is committed when a bar closes; the
  ;; forming bar is a preview from there, however long the history is.

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

  ;; the bar before the forming one has changed: the state after it is computed again from the one before it
  (func $correct_bar (param $lane i32) (param $bank i32) (param $bar i32)
    (i32.store offset=20 (; BANK.AFTER ;) (local.get $bank)
      (call $compute_again (local.get $lane) (local.get $bank) (local.get $bar))))

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
