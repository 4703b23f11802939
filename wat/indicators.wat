;; The indicators without a lane: runs a plan over arrays, for `ticklane/indicators`. The same operations as the ticker kernel's,
;; so that history in one call and ticks one by one give the same bits.
;;
;;   advance  runs the plan over [from, to), in place of its state
;;   preview  the same, and leaves the state as it was: the last position goes on forming
(module
  (import "env" "memory" (memory 1 65536 shared))

  (; include steps/plan.wat ;)
  (; include steps/arithmetic.wat ;)
  (; include steps/history.wat ;)
  (; include steps/sums.wat ;)
  (; include steps/weighted.wat ;)
  (; include steps/moments.wat ;)
  (; include steps/extremes.wat ;)
  (; include steps/windows.wat ;)
  (; include steps/averages.wat ;)
  (; include steps/bars.wat ;)
  (; include steps/stops.wat ;)

  (func (export "advance") (param $plan i32) (param $from i32) (param $to i32)
    (call $run_steps (local.get $plan)
      (i32.load offset=8 (; PLAN.STATES ;) (local.get $plan)) (i32.load offset=8 (; PLAN.STATES ;) (local.get $plan))
      (local.get $from) (local.get $to)))

  (func (export "preview") (param $plan i32) (param $from i32) (param $to i32)
    (global.set $preview (i32.const 1))
    (call $run_steps (local.get $plan)
      (i32.load offset=8 (; PLAN.STATES ;) (local.get $plan))
      (i32.add (i32.load offset=8 (; PLAN.STATES ;) (local.get $plan)) (i32.load offset=12 (; PLAN.STATE_SIZE ;) (local.get $plan)))
      (local.get $from) (local.get $to))
    (global.set $preview (i32.const 0))))
