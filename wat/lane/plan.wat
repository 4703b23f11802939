  ;; The plan of a lane: which state it goes on from, what it publishes.

  ;; series[position] := value; nothing where the series has no place
  (func $put (param $series i32) (param $position i32) (param $value f64)
    (if (i32.load offset=0 (; SERIES.ADDRESS ;) (local.get $series))
      (then
        (f64.store
          (i32.add
            (i32.load offset=0 (; SERIES.ADDRESS ;) (local.get $series))
            (i32.and (i32.shl (local.get $position) (i32.const 3)) (i32.load offset=4 (; SERIES.MASK ;) (local.get $series))))
          (local.get $value)))))

  ;; series[position]
  (func $get (param $series i32) (param $position i32) (result f64)
    (f64.load
      (i32.add
        (i32.load offset=0 (; SERIES.ADDRESS ;) (local.get $series))
        (i32.and (i32.shl (local.get $position) (i32.const 3)) (i32.load offset=4 (; SERIES.MASK ;) (local.get $series))))))

  ;; address of a state slot
  (func $state_slot (param $lane i32) (param $slot i32) (result i32)
    (local $plan i32)
    (local.set $plan (i32.load offset=44 (; LANE.PLAN ;) (local.get $lane)))
    (i32.add
      (i32.load offset=8 (; PLAN.STATES ;) (local.get $plan))
      (i32.mul (local.get $slot) (i32.load offset=12 (; PLAN.STATE_SIZE ;) (local.get $plan)))))

  ;; A state slot that neither the committed bank nor `used` needs: a drain that is cut off finds its states as they were.
  (func $free_slot (param $lane i32) (param $used i32) (result i32)
    (local $taken i32)
    (local.set $taken
      (i32.or
        (i32.shl (i32.const 1) (local.get $used))
        (i32.or
          (i32.shl (i32.const 1) (i32.load offset=20 (; BANK.AFTER ;) (call $committed (local.get $lane))))
          (i32.shl (i32.const 1) (i32.load offset=24 (; BANK.BEFORE ;) (call $committed (local.get $lane)))))))
    ;; of 0 to 3 at most three are taken: the lowest bit that is not set
    (i32.ctz (i32.xor (local.get $taken) (i32.const -1))))

  ;; the state before the first position, and no outputs
  (func $begin_states (param $lane i32) (param $bank i32)
    (local $slot i32)
    (call $clear_outputs (local.get $lane) (local.get $bank))
    (local.set $slot (call $free_slot (local.get $lane) (i32.const 4 (; STATE_SLOTS.PREVIEW ;))))
    (memory.fill
      (call $state_slot (local.get $lane) (local.get $slot))
      (i32.const 0)
      (i32.load offset=12 (; PLAN.STATE_SIZE ;) (i32.load offset=44 (; LANE.PLAN ;) (local.get $lane))))
    (i32.store offset=20 (; BANK.AFTER ;) (local.get $bank) (local.get $slot))
    (i32.store offset=24 (; BANK.BEFORE ;) (local.get $bank) (local.get $slot)))

  ;; runs the plan over [from, to), at most PLAN.CHUNK positions, and commits the state
  (func $advance (param $lane i32) (param $bank i32) (param $from i32) (param $to i32)
    (local $slot i32)
    (local.set $slot (call $free_slot (local.get $lane) (i32.load offset=20 (; BANK.AFTER ;) (local.get $bank))))
    (call $run_steps
      (i32.load offset=44 (; LANE.PLAN ;) (local.get $lane))
      (call $state_slot (local.get $lane) (i32.load offset=20 (; BANK.AFTER ;) (local.get $bank)))
      (call $state_slot (local.get $lane) (local.get $slot))
      (local.get $from) (local.get $to))
    (i32.store offset=24 (; BANK.BEFORE ;) (local.get $bank) (i32.load offset=20 (; BANK.AFTER ;) (local.get $bank)))
    (i32.store offset=20 (; BANK.AFTER ;) (local.get $bank) (local.get $slot)))

  ;; the same over any number of positions
  (func $advance_all (param $lane i32) (param $bank i32) (param $from i32) (param $to i32)
    (local $next i32)
    (block $done (loop $again
      (br_if $done (i32.eq (local.get $from) (local.get $to)))
      (local.set $next (i32.add (local.get $from)
        (call $min_u
          (i32.sub (local.get $to) (local.get $from))
          (i32.load offset=16 (; PLAN.CHUNK ;) (i32.load offset=44 (; LANE.PLAN ;) (local.get $lane))))))
      (call $advance (local.get $lane) (local.get $bank) (local.get $from) (local.get $next))
      (local.set $from (local.get $next))
      (br $again))))

  ;; bank.outputs := what the plan's output series hold at a position
  (func $take_outputs (param $lane i32) (param $to i32) (param $position i32)
    (local $series i32) (local $end i32)
    (local.set $series (i32.load offset=20 (; PLAN.OUTPUTS ;) (i32.load offset=44 (; LANE.PLAN ;) (local.get $lane))))
    (local.set $end (i32.add (local.get $series)
      (i32.shl (i32.load offset=24 (; PLAN.OUTPUT_COUNT ;) (i32.load offset=44 (; LANE.PLAN ;) (local.get $lane))) (i32.const 3))))
    (block $done (loop $next
      (br_if $done (i32.eq (local.get $series) (local.get $end)))
      (f64.store (local.get $to) (call $get (local.get $series) (local.get $position)))
      (local.set $series (i32.add (local.get $series) (i32.const 8 (; SERIES.BYTES ;))))
      (local.set $to (i32.add (local.get $to) (i32.const 8)))
      (br $next))))

  (func $publish_outputs (param $lane i32) (param $bank i32) (param $position i32)
    (call $take_outputs (local.get $lane) (i32.add (local.get $bank) (i32.const 272 (; BANK.OUTPUTS ;))) (local.get $position)))

  ;; no output is known
  (func $clear_outputs (param $lane i32) (param $bank i32)
    ;; all bits set are a NaN
    (memory.fill
      (i32.add (local.get $bank) (i32.const 272 (; BANK.OUTPUTS ;)))
      (i32.const 255)
      (i32.shl (i32.load offset=24 (; PLAN.OUTPUT_COUNT ;) (i32.load offset=44 (; LANE.PLAN ;) (local.get $lane))) (i32.const 3))))
