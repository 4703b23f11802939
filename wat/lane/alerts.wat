  ;; Alerts: conditions of the plan that are looked at after every step on the series, and the signal ring they fire into. The
  ;; main thread takes signals up to the published count and says how far it got; nothing in the ring is written over before.

  ;; Looks at every alert at one position, of a tick with these times.
  (func $look_at_alerts (param $lane i32) (param $bank i32) (param $position i32) (param $time f64) (param $received f64)
    (local $plan i32) (local $alert i32) (local $end i32) (local $state i32) (local $value f64)
    (local.set $plan (i32.load offset=44 (; LANE.PLAN ;) (local.get $lane)))
    (local.set $alert (i32.load offset=28 (; PLAN.ALERTS ;) (local.get $plan)))
    (local.set $end (i32.add (local.get $alert)
      (i32.mul (i32.load offset=32 (; PLAN.ALERT_COUNT ;) (local.get $plan)) (i32.const 32 (; ALERT.BYTES ;)))))
    (local.set $state (i32.add (local.get $bank) (i32.load offset=76 (; LANE.ALERT_STATES ;) (local.get $lane))))
    (block $done (loop $next
      (br_if $done (i32.eq (local.get $alert) (local.get $end)))
      (if (i32.eqz (i32.load (local.get $state)))
        (then
          ;; armed: fires where the condition is known and not 0, which is |value| > 0
          (local.set $value (call $get (local.get $alert) (local.get $position)))
          (if (f64.gt (f64.abs (local.get $value)) (f64.const 0))
            (then
              (i32.store (local.get $state)
                (i32.add (i32.const 1 (; ALERT_STATE.FIRED ;)) (i32.load offset=20 (; ALERT.ONCE ;) (local.get $alert))))
              (call $signal (local.get $lane) (local.get $bank) (local.get $alert) (local.get $position)
                (local.get $time) (local.get $received)))))
        (else
          ;; fired: armed again where the loosened condition is known to be 0
          (if (i32.eq (i32.load (local.get $state)) (i32.const 1 (; ALERT_STATE.FIRED ;)))
            (then
              (if (f64.eq (f64.const 0)
                    (call $get (i32.add (local.get $alert) (i32.const 8 (; ALERT.HOLD ;))) (local.get $position)))
                (then (i32.store (local.get $state) (i32.const 0 (; ALERT_STATE.ARMED ;)))))))))
      (local.set $alert (i32.add (local.get $alert) (i32.const 32 (; ALERT.BYTES ;))))
      (local.set $state (i32.add (local.get $state) (i32.const 4)))
      (br $next))))

  ;; every tick of [from, to), from the series that hold its times
  (func $look_at_ticks (param $lane i32) (param $bank i32) (param $from i32) (param $to i32)
    (local $plan i32)
    (local.set $plan (i32.load offset=44 (; LANE.PLAN ;) (local.get $lane)))
    (if (i32.eqz (i32.load offset=32 (; PLAN.ALERT_COUNT ;) (local.get $plan))) (then (return)))
    (block $done (loop $next
      (br_if $done (i32.eq (local.get $from) (local.get $to)))
      (call $look_at_alerts (local.get $lane) (local.get $bank) (local.get $from)
        (call $get (i32.add (local.get $plan) (i32.const 96 (; PLAN.TIME ;))) (local.get $from))
        (call $get (i32.add (local.get $plan) (i32.const 112 (; PLAN.RECEIVED ;))) (local.get $from)))
      (local.set $from (i32.add (local.get $from) (i32.const 1)))
      (br $next))))

  ;; one signal into the ring, or into the count of those that found it full
  (func $signal (param $lane i32) (param $bank i32) (param $alert i32) (param $position i32) (param $time f64) (param $received f64)
    (local $signals i32) (local $record i32) (local $plan i32)
    (local.set $signals (i32.load offset=240 (; BANK.SIGNALS ;) (local.get $bank)))
    (if (i32.gt_u
          (i32.sub (local.get $signals) (i32.atomic.load offset=256 (; LANE.TAKEN ;) (local.get $lane)))
          (i32.load offset=84 (; LANE.SIGNALS_MASK ;) (local.get $lane)))
      (then
        (f64.store offset=232 (; BANK.LOST ;) (local.get $bank)
          (f64.add (f64.load offset=232 (; BANK.LOST ;) (local.get $bank)) (f64.const 1)))
        (return)))
    (local.set $record (i32.add
      (i32.load offset=80 (; LANE.SIGNALS ;) (local.get $lane))
      (i32.mul
        (i32.and (local.get $signals) (i32.load offset=84 (; LANE.SIGNALS_MASK ;) (local.get $lane)))
        (i32.load offset=88 (; LANE.SIGNAL_SIZE ;) (local.get $lane)))))
    (i32.store offset=240 (; BANK.SIGNALS ;) (local.get $bank) (i32.add (local.get $signals) (i32.const 1)))
    (local.set $plan (i32.load offset=44 (; LANE.PLAN ;) (local.get $lane)))
    (i32.store offset=0 (; SIGNAL.ALERT ;) (local.get $record) (i32.load offset=16 (; ALERT.ID ;) (local.get $alert)))
    (i32.store offset=4 (; SIGNAL.POSITION ;) (local.get $record) (local.get $position))
    (f64.store offset=8 (; SIGNAL.TIME ;) (local.get $record) (local.get $time))
    (f64.store offset=16 (; SIGNAL.RECEIVED ;) (local.get $record) (local.get $received))
    (f64.store offset=24 (; SIGNAL.PRICE ;) (local.get $record)
      (call $get (i32.add (local.get $plan) (i32.const 64 (; PLAN.CLOSE ;))) (local.get $position)))
    (f64.store offset=32 (; SIGNAL.BID ;) (local.get $record)
      (call $get (i32.add (local.get $plan) (i32.const 80 (; PLAN.BID ;))) (local.get $position)))
    (f64.store offset=40 (; SIGNAL.ASK ;) (local.get $record)
      (call $get (i32.add (local.get $plan) (i32.const 88 (; PLAN.ASK ;))) (local.get $position)))
    (call $take_outputs (local.get $lane) (i32.add (local.get $record) (i32.const 48 (; SIGNAL.OUTPUTS ;))) (local.get $position)))
