  ;; A lane with another plan, or with history, goes on where the old one stopped.

  ;; Of the newest `count` values of one series, which end before its position `end`: those that belong at positions [from, to)
  ;; of another, where the oldest has position 0. Unknown where the old one has no place, or does not hold them any more.
  (func $copy_newest (param $series i32) (param $old i32) (param $end i32) (param $count i32) (param $from i32) (param $to i32)
    (local $back i32)
    (block $done (loop $next
      (br_if $done (i32.eq (local.get $from) (local.get $to)))
      (local.set $back (i32.sub (local.get $count) (local.get $from)))
      (call $put (local.get $series) (local.get $from)
        (if (result f64)
          (i32.and
            (i32.ne (i32.load offset=0 (; SERIES.ADDRESS ;) (local.get $old)) (i32.const 0))
            (i32.le_u (local.get $back) (call $length (local.get $old))))
          (then (call $get (local.get $old) (i32.sub (local.get $end) (local.get $back))))
          (else (f64.const nan))))
      (local.set $from (i32.add (local.get $from) (i32.const 1)))
      (br $next))))

  ;; positions that a series holds
  (func $length (param $series i32) (result i32)
    (i32.shr_u (i32.add (i32.load offset=4 (; SERIES.MASK ;) (local.get $series)) (i32.const 1)) (i32.const 3)))

  ;; The newest ticks of the series go over, and the plan steps over them: a pass of a drain at a time, because not every
  ;; series holds as many as that of prices.
  (func $adopt_ticks (param $lane i32) (param $bank i32) (param $old i32) (param $source i32)
    (local $plan i32) (local $before i32) (local $input i32) (local $count i32) (local $position i32) (local $from i32) (local $to i32)
    (local.set $plan (i32.load offset=44 (; LANE.PLAN ;) (local.get $lane)))
    (local.set $before (i32.load offset=44 (; LANE.PLAN ;) (local.get $old)))
    (local.set $position (i32.load offset=12 (; BANK.POSITION ;) (local.get $source)))
    (local.set $count (call $min_u
      (i32.sub (local.get $position) (i32.load offset=16 (; BANK.SERIES_FROM ;) (local.get $source)))
      (call $min_u
        (call $length (i32.add (local.get $plan) (i32.const 64 (; PLAN.CLOSE ;))))
        (call $length (i32.add (local.get $before) (i32.const 64 (; PLAN.CLOSE ;)))))))
    (block $done (loop $again
      (br_if $done (i32.eq (local.get $from) (local.get $count)))
      (local.set $to (i32.add (local.get $from)
        (call $min_u
          (i32.sub (local.get $count) (local.get $from))
          (i32.load offset=16 (; PLAN.CHUNK ;) (local.get $plan)))))
      (local.set $input (i32.const 0))
      (loop $next
        ;; a tick's open, high and low are its price: one series, copied as often as it has names
        (call $copy_newest
          (i32.add (i32.add (local.get $plan) (i32.const 40 (; PLAN.INPUTS ;))) (i32.shl (local.get $input) (i32.const 3)))
          (i32.add (i32.add (local.get $before) (i32.const 40 (; PLAN.INPUTS ;))) (i32.shl (local.get $input) (i32.const 3)))
          (local.get $position) (local.get $count) (local.get $from) (local.get $to))
        (local.set $input (i32.add (local.get $input) (i32.const 1)))
        (br_if $next (i32.ne (local.get $input) (i32.const 10 (; INPUT.COUNT ;)))))
      (call $advance (local.get $lane) (local.get $bank) (local.get $from) (local.get $to))
      (local.set $from (local.get $to))
      (br $again)))
    (i32.store offset=12 (; BANK.POSITION ;) (local.get $bank) (local.get $count))
    (if (local.get $count)
      (then (call $publish_outputs (local.get $lane) (local.get $bank) (i32.sub (local.get $count) (i32.const 1))))))

  ;; a bar after those that are there: the forming one is put into the series, and this one forms; a row of history that falls
  ;; into the forming one, as shorter bars do, widens it
  (func $append_bar (param $lane i32) (param $bank i32) (param $time f64)
    (param $open f64) (param $high f64) (param $low f64) (param $close f64) (param $volume f64)
    (local $bar i32) (local $session f64) (local $position i32)
    (local.set $bar (call $forming (local.get $lane) (local.get $bank)))
    (if (f64.lt (local.get $time) (f64.load offset=56 (; BAR.END ;) (local.get $bar)))
      (then
        (call $widen_bar (local.get $bar)
          (local.get $time) (local.get $high) (local.get $low) (local.get $close) (local.get $volume))
        (return)))
    (call $open_session (local.get $lane) (local.get $bank) (local.get $time))
    (local.set $session (call $begins_session (local.get $bank) (local.get $bar)))
    (if (call $is_known (f64.load offset=56 (; BAR.END ;) (local.get $bar)))
      (then
        (local.set $position (i32.load offset=12 (; BANK.POSITION ;) (local.get $bank)))
        (call $put_bar (local.get $lane) (local.get $bar) (local.get $position))
        (i32.store offset=12 (; BANK.POSITION ;) (local.get $bank) (i32.add (local.get $position) (i32.const 1)))
        (memory.copy (i32.add (local.get $bar) (i32.const 72 (; BAR.BYTES ;))) (local.get $bar) (i32.const 72 (; BAR.BYTES ;)))))
    (call $bound_bar (local.get $lane) (local.get $bank) (local.get $bar) (local.get $time))
    (f64.store offset=8 (; BAR.OPEN ;) (local.get $bar) (local.get $open))
    (f64.store offset=16 (; BAR.HIGH ;) (local.get $bar) (local.get $high))
    (f64.store offset=24 (; BAR.LOW ;) (local.get $bar) (local.get $low))
    (f64.store offset=32 (; BAR.CLOSE ;) (local.get $bar) (local.get $close))
    (f64.store offset=40 (; BAR.VOLUME ;) (local.get $bar) (local.get $volume))
    (f64.store offset=48 (; BAR.SESSION ;) (local.get $bar) (local.get $session))
    ;; any tick of it is as late as its begin, or later
    (f64.store offset=64 (; BAR.TIME ;) (local.get $bar) (f64.load offset=0 (; BAR.START ;) (local.get $bar))))

  ;; the forming bar and a bar of history, where both begin at once: history's open, the range of both, the larger volume
  (func $join_bar (param $bar i32) (param $row i32)
    (if (i32.eqz (local.get $row)) (then (return)))
    (if (f64.ne (f64.load offset=0 (; BAR.START ;) (local.get $bar)) (f64.load offset=0 (; HISTORY_BAR.TIME ;) (local.get $row)))
      (then (return)))
    (f64.store offset=8 (; BAR.OPEN ;) (local.get $bar) (f64.load offset=8 (; HISTORY_BAR.OPEN ;) (local.get $row)))
    (f64.store offset=16 (; BAR.HIGH ;) (local.get $bar)
      (f64.max (f64.load offset=16 (; BAR.HIGH ;) (local.get $bar)) (f64.load offset=16 (; HISTORY_BAR.HIGH ;) (local.get $row))))
    (f64.store offset=24 (; BAR.LOW ;) (local.get $bar)
      (f64.min (f64.load offset=24 (; BAR.LOW ;) (local.get $bar)) (f64.load offset=24 (; HISTORY_BAR.LOW ;) (local.get $row))))
    (f64.store offset=40 (; BAR.VOLUME ;) (local.get $bar)
      (f64.max (f64.load offset=40 (; BAR.VOLUME ;) (local.get $bar)) (f64.load offset=40 (; HISTORY_BAR.VOLUME ;) (local.get $row)))))

  ;; start of a closed bar of a plan's series
  (func $start_of (param $plan i32) (param $position i32) (result f64)
    (call $get (i32.add (local.get $plan) (i32.const 96 (; PLAN.TIME ;))) (local.get $position)))

  ;; Closed bars [from, to) of the old lane's plan, after those that are there; the one that begins with `overlap` is joined to it.
  (func $append_closed (param $lane i32) (param $bank i32) (param $plan i32) (param $from i32) (param $to i32) (param $overlap i32)
    (block $done (loop $next
      (br_if $done (i32.eq (local.get $from) (local.get $to)))
      (call $append_bar (local.get $lane) (local.get $bank)
        (call $start_of (local.get $plan) (local.get $from))
        (call $get (i32.add (local.get $plan) (i32.const 40 (; PLAN.OPEN ;))) (local.get $from))
        (call $get (i32.add (local.get $plan) (i32.const 48 (; PLAN.HIGH ;))) (local.get $from))
        (call $get (i32.add (local.get $plan) (i32.const 56 (; PLAN.LOW ;))) (local.get $from))
        (call $get (i32.add (local.get $plan) (i32.const 64 (; PLAN.CLOSE ;))) (local.get $from))
        (call $get (i32.add (local.get $plan) (i32.const 72 (; PLAN.VOLUME ;))) (local.get $from)))
      (call $join_bar (call $forming (local.get $lane) (local.get $bank)) (local.get $overlap))
      (local.set $from (i32.add (local.get $from) (i32.const 1)))
      (br $next))))

  ;; Bars of the old lane, and rows of history in the place of all those that lie between the first row and the last and are older
  ;; than the first live one: as many of the newest as there is room for. Then the plan steps over all but the forming one.
  ;;
  ;;   old lane   [from ........ before) [ replaced ) [after ........ to)  forming
  ;;   history                   [row ......... end)  overlap
  (func $adopt_bars (param $lane i32) (param $bank i32) (param $old i32) (param $source i32) (param $history i32)
    (local $bar i32) (local $plan i32) (local $from i32) (local $to i32) (local $row i32) (local $end i32) (local $room i32)
    (local $before i32) (local $after i32) (local $forming i32) (local $excess i32)
    (local $live f64) (local $last f64) (local $start f64) (local $session_end f64) (local $overlap i32)
    (local.set $bar (call $forming (local.get $lane) (local.get $bank)))
    (local.set $start (f64.load offset=32 (; BANK.SESSION_START ;) (local.get $bank)))
    (local.set $session_end (f64.load offset=40 (; BANK.SESSION_END ;) (local.get $bank)))
    (local.set $plan (i32.load offset=44 (; LANE.PLAN ;) (local.get $lane)))
    (local.set $room (i32.sub
      (call $length (i32.add (local.get $plan) (i32.const 64 (; PLAN.CLOSE ;))))
      (i32.add (i32.load offset=16 (; PLAN.CHUNK ;) (local.get $plan)) (i32.const 2))))
    (local.set $plan (i32.load offset=44 (; LANE.PLAN ;) (local.get $old)))
    ;; live := start of the first live bar of the same interval that the old lane still has; all of its closed ones are [from, to)
    (local.set $live (f64.const inf))
    (if (f64.eq (f64.load offset=112 (; LANE.INTERVAL ;) (local.get $lane)) (f64.load offset=112 (; LANE.INTERVAL ;) (local.get $old)))
      (then
        (local.set $forming (call $forming (local.get $old) (local.get $source)))
        (if (call $is_known (f64.load offset=56 (; BAR.END ;) (local.get $forming)))
          (then
            (local.set $to (i32.load offset=12 (; BANK.POSITION ;) (local.get $source)))
            (local.set $from (i32.sub (local.get $to)
              (call $min_u
                (i32.sub (local.get $to) (i32.load offset=16 (; BANK.SERIES_FROM ;) (local.get $source)))
                (call $min_u (local.get $room)
                  (i32.sub (call $length (i32.add (local.get $plan) (i32.const 64 (; PLAN.CLOSE ;)))) (i32.const 1))))))
            (f64.store offset=264 (; BANK.LIVE ;) (local.get $bank) (f64.load offset=264 (; BANK.LIVE ;) (local.get $source)))
            (if (call $is_known (f64.load offset=264 (; BANK.LIVE ;) (local.get $source)))
              (then (local.set $live (f64.max
                (f64.load offset=264 (; BANK.LIVE ;) (local.get $source))
                (if (result f64) (i32.eq (local.get $from) (local.get $to))
                  (then (f64.load offset=0 (; BAR.START ;) (local.get $forming)))
                  (else (call $start_of (local.get $plan) (local.get $from))))))))
            (i32.store offset=28 (; BANK.JOINED ;) (local.get $bank) (i32.load offset=28 (; BANK.JOINED ;) (local.get $source))))
          (else (local.set $forming (i32.const 0))))))
    (local.set $before (local.get $from))
    (local.set $after (local.get $from))
    (if (local.get $history)
      (then
        (local.set $row (i32.add (local.get $history) (i32.const 64 (; HISTORY.BARS ;))))
        (local.set $end (i32.add (local.get $row)
          (i32.mul (i32.load offset=4 (; HISTORY.COUNT ;) (local.get $history)) (i32.const 48 (; HISTORY_BAR.BYTES ;)))))
        (block $done (loop $next
          (br_if $done (i32.eq (local.get $end) (local.get $row)))
          (local.set $last (f64.load offset=0 (; HISTORY_BAR.TIME ;)
            (i32.sub (local.get $end) (i32.const 48 (; HISTORY_BAR.BYTES ;)))))
          (br_if $done (f64.lt (local.get $last) (local.get $live)))
          (local.set $end (i32.sub (local.get $end) (i32.const 48 (; HISTORY_BAR.BYTES ;))))
          ;; a later live bar than the first is whole
          (if (f64.eq (local.get $last) (f64.load offset=264 (; BANK.LIVE ;) (local.get $bank)))
            (then (local.set $overlap (local.get $end))))
          (br $next)))))
    (if (i32.ne (local.get $row) (local.get $end))
      (then
        (i32.store offset=28 (; BANK.JOINED ;) (local.get $bank) (i32.const 1))
        (block $done (loop $next
          (br_if $done (i32.eq (local.get $before) (local.get $to)))
          (br_if $done (f64.ge
            (call $start_of (local.get $plan) (local.get $before))
            (f64.load offset=0 (; HISTORY_BAR.TIME ;) (local.get $row))))
          (local.set $before (i32.add (local.get $before) (i32.const 1)))
          (br $next)))
        (local.set $after (local.get $before))
        (block $done (loop $next
          (br_if $done (i32.eq (local.get $after) (local.get $to)))
          (br_if $done (f64.gt (call $start_of (local.get $plan) (local.get $after)) (local.get $last)))
          (local.set $after (i32.add (local.get $after) (i32.const 1)))
          (br $next)))
        ;; history's own forming bar gives way to a newer row of it
        (if (local.get $forming)
          (then (if (f64.le (f64.load offset=0 (; BAR.START ;) (local.get $forming)) (local.get $last))
            (then (local.set $forming (i32.const 0))))))))
    ;; what there is no room for: the oldest
    (local.set $excess (i32.sub
      (i32.add
        (i32.add (i32.sub (local.get $before) (local.get $from)) (i32.sub (local.get $to) (local.get $after)))
        (i32.div_u (i32.sub (local.get $end) (local.get $row)) (i32.const 48 (; HISTORY_BAR.BYTES ;))))
      (local.get $room)))
    (if (i32.gt_s (local.get $excess) (i32.const 0))
      (then
        (local.set $room (call $min_u (local.get $excess) (i32.sub (local.get $before) (local.get $from))))
        (local.set $from (i32.add (local.get $from) (local.get $room)))
        (local.set $row (i32.add (local.get $row)
          (i32.mul (i32.sub (local.get $excess) (local.get $room)) (i32.const 48 (; HISTORY_BAR.BYTES ;)))))))
    (call $append_closed (local.get $lane) (local.get $bank) (local.get $plan) (local.get $from) (local.get $before) (i32.const 0))
    (block $done (loop $next
      (br_if $done (i32.eq (local.get $row) (local.get $end)))
      (call $append_bar (local.get $lane) (local.get $bank)
        (f64.load offset=0 (; HISTORY_BAR.TIME ;) (local.get $row))
        (f64.load offset=8 (; HISTORY_BAR.OPEN ;) (local.get $row))
        (f64.load offset=16 (; HISTORY_BAR.HIGH ;) (local.get $row))
        (f64.load offset=24 (; HISTORY_BAR.LOW ;) (local.get $row))
        (f64.load offset=32 (; HISTORY_BAR.CLOSE ;) (local.get $row))
        (f64.load offset=40 (; HISTORY_BAR.VOLUME ;) (local.get $row)))
      (local.set $row (i32.add (local.get $row) (i32.const 48 (; HISTORY_BAR.BYTES ;))))
      (br $next)))
    (call $append_closed (local.get $lane) (local.get $bank) (local.get $plan) (local.get $after) (local.get $to) (local.get $overlap))
    (if (local.get $forming)
      (then
        ;; the one that forms, with the time of its newest tick, and that of the one before it
        (call $append_bar (local.get $lane) (local.get $bank)
          (f64.load offset=0 (; BAR.START ;) (local.get $forming))
          (f64.load offset=8 (; BAR.OPEN ;) (local.get $forming))
          (f64.load offset=16 (; BAR.HIGH ;) (local.get $forming))
          (f64.load offset=24 (; BAR.LOW ;) (local.get $forming))
          (f64.load offset=32 (; BAR.CLOSE ;) (local.get $forming))
          (f64.load offset=40 (; BAR.VOLUME ;) (local.get $forming)))
        (f64.store offset=64 (; BAR.TIME ;) (local.get $bar) (f64.load offset=64 (; BAR.TIME ;) (local.get $forming)))
        (if (f64.eq
              (f64.load offset=72 (; BAR.BYTES + BAR.START ;) (local.get $bar))
              (f64.load offset=72 (; BAR.BYTES + BAR.START ;) (local.get $forming)))
          (then (f64.store offset=136 (; BAR.BYTES + BAR.TIME ;) (local.get $bar)
            (f64.load offset=136 (; BAR.BYTES + BAR.TIME ;) (local.get $forming)))))
        (call $join_bar (local.get $bar) (local.get $overlap))))
    (f64.store offset=32 (; BANK.SESSION_START ;) (local.get $bank) (local.get $start))
    (f64.store offset=40 (; BANK.SESSION_END ;) (local.get $bank) (local.get $session_end))
    ;; the last closed bar by itself: a late tick computes it again from the state before it
    (local.set $to (i32.load offset=12 (; BANK.POSITION ;) (local.get $bank)))
    (if (local.get $to)
      (then
        (call $advance_all (local.get $lane) (local.get $bank) (i32.const 0) (i32.sub (local.get $to) (i32.const 1)))
        (call $advance (local.get $lane) (local.get $bank) (i32.sub (local.get $to) (i32.const 1)) (local.get $to))))
    (if (call $is_known (f64.load offset=56 (; BAR.END ;) (local.get $bar)))
      (then
        (call $preview_bar (local.get $lane) (local.get $bank))
        (call $publish_outputs (local.get $lane) (local.get $bank) (local.get $to)))))

  ;; alerts that both plans have go on as they are: one that has fired does not fire again because the plan changed
  (func $adopt_alerts (param $lane i32) (param $bank i32) (param $old i32) (param $source i32)
    (local $alert i32) (local $state i32) (local $left i32) (local $other i32) (local $other_state i32) (local $others i32)
    (local.set $alert (i32.load offset=28 (; PLAN.ALERTS ;) (i32.load offset=44 (; LANE.PLAN ;) (local.get $lane))))
    (local.set $left (i32.load offset=32 (; PLAN.ALERT_COUNT ;) (i32.load offset=44 (; LANE.PLAN ;) (local.get $lane))))
    (local.set $state (i32.add (local.get $bank) (i32.load offset=76 (; LANE.ALERT_STATES ;) (local.get $lane))))
    (block $done (loop $next
      (br_if $done (i32.eqz (local.get $left)))
      (local.set $other (i32.load offset=28 (; PLAN.ALERTS ;) (i32.load offset=44 (; LANE.PLAN ;) (local.get $old))))
      (local.set $others (i32.load offset=32 (; PLAN.ALERT_COUNT ;) (i32.load offset=44 (; LANE.PLAN ;) (local.get $old))))
      (local.set $other_state (i32.add (local.get $source) (i32.load offset=76 (; LANE.ALERT_STATES ;) (local.get $old))))
      (block $found (loop $look
        (br_if $found (i32.eqz (local.get $others)))
        (if (i32.eq
              (i32.load offset=16 (; ALERT.ID ;) (local.get $alert))
              (i32.load offset=16 (; ALERT.ID ;) (local.get $other)))
          (then
            (i32.store (local.get $state) (i32.load (local.get $other_state)))
            (br $found)))
        (local.set $other (i32.add (local.get $other) (i32.const 32 (; ALERT.BYTES ;))))
        (local.set $other_state (i32.add (local.get $other_state) (i32.const 4)))
        (local.set $others (i32.sub (local.get $others) (i32.const 1)))
        (br $look)))
      (local.set $alert (i32.add (local.get $alert) (i32.const 32 (; ALERT.BYTES ;))))
      (local.set $state (i32.add (local.get $state) (i32.const 4)))
      (local.set $left (i32.sub (local.get $left) (i32.const 1)))
      (br $next))))

  ;; whether a lane's trail is a series of its own, and not the plan's
  (func $has_trail (param $lane i32) (result i32)
    (i32.ne
      (i32.load offset=48 (; LANE.TRAIL ;) (local.get $lane))
      (i32.load offset=64 (; PLAN.CLOSE ;) (i32.load offset=44 (; LANE.PLAN ;) (local.get $lane)))))

  ;; Carries figures, recent ticks or bars, legs, alerts and the trail over from a lane of the same symbol that no writer feeds
  ;; any more and that was drained: the new plan starts warm. `history`: 0, or a HISTORY of bars from before its first live one.
  ;; To be called before the new lane's first drain.
  (func (export "adopt") (param $lane i32) (param $old i32) (param $history i32)
    (local $bank i32) (local $source i32) (local $count i32)
    (local.set $source (call $committed (local.get $old)))
    (local.set $bank (call $begin (local.get $lane)))
    (i32.store offset=8 (; BANK.STEPPING ;) (local.get $bank) (i32.load offset=8 (; BANK.STEPPING ;) (local.get $source)))
    ;; the session and its notional
    (memory.copy
      (i32.add (local.get $bank) (i32.const 32 (; BANK.SESSION_START ;)))
      (i32.add (local.get $source) (i32.const 32 (; BANK.SESSION_START ;)))
      (i32.const 24))
    ;; which ends by the new lane's time zone
    (if (f64.ge (f64.load offset=160 (; BANK.TIME ;) (local.get $source)) (f64.load offset=32 (; BANK.SESSION_START ;) (local.get $bank)))
      (then (call $open_session (local.get $lane) (local.get $bank) (f64.load offset=160 (; BANK.TIME ;) (local.get $source)))))
    ;; every figure, up to the count of signals: those are the new lane's own
    (memory.copy
      (i32.add (local.get $bank) (i32.const 64 (; BANK.LAST ;)))
      (i32.add (local.get $source) (i32.const 64 (; BANK.LAST ;)))
      (i32.const 176))
    (i32.store offset=252 (; BANK.OPENED ;) (local.get $bank) (i32.load offset=252 (; BANK.OPENED ;) (local.get $source)))
    (memory.copy
      (i32.add (local.get $bank) (i32.load offset=64 (; LANE.LEGS ;) (local.get $lane)))
      (i32.add (local.get $source) (i32.load offset=64 (; LANE.LEGS ;) (local.get $old)))
      (i32.mul (i32.load offset=68 (; LANE.LEG_COUNT ;) (local.get $lane)) (i32.const 24 (; LEG.BYTES ;))))
    (call $adopt_alerts (local.get $lane) (local.get $bank) (local.get $old) (local.get $source))
    (if (f64.gt (f64.load offset=112 (; LANE.INTERVAL ;) (local.get $lane)) (f64.const 0))
      (then (call $adopt_bars (local.get $lane) (local.get $bank) (local.get $old) (local.get $source) (local.get $history)))
      (else
        (if (f64.eq (f64.load offset=112 (; LANE.INTERVAL ;) (local.get $old)) (f64.const 0))
          (then (call $adopt_ticks (local.get $lane) (local.get $bank) (local.get $old) (local.get $source))))))
    ;; a trail of its own goes on where it samples alike
    (if (i32.and
          (i32.and (call $has_trail (local.get $lane)) (call $has_trail (local.get $old)))
          (f64.eq (f64.load offset=96 (; LANE.BUCKET ;) (local.get $lane)) (f64.load offset=96 (; LANE.BUCKET ;) (local.get $old))))
      (then
        (local.set $count (call $min_u
          (i32.sub (i32.load offset=260 (; BANK.TRAIL_TO ;) (local.get $source)) (i32.load offset=256 (; BANK.TRAIL_FROM ;) (local.get $source)))
          (call $min_u
            (call $length (i32.add (local.get $old) (i32.const 48 (; LANE.TRAIL ;))))
            (call $length (i32.add (local.get $lane) (i32.const 48 (; LANE.TRAIL ;)))))))
        (call $copy_newest
          (i32.add (local.get $lane) (i32.const 48 (; LANE.TRAIL ;)))
          (i32.add (local.get $old) (i32.const 48 (; LANE.TRAIL ;)))
          (i32.load offset=260 (; BANK.TRAIL_TO ;) (local.get $source)) (local.get $count)
          (i32.const 0) (local.get $count))
        (i32.store offset=260 (; BANK.TRAIL_TO ;) (local.get $bank) (local.get $count))
        (f64.store offset=56 (; BANK.TRAIL_BUCKET ;) (local.get $bank) (f64.load offset=56 (; BANK.TRAIL_BUCKET ;) (local.get $source)))))
    (call $derive (local.get $lane) (local.get $bank))
    (call $commit (local.get $lane) (local.get $bank))
    (call $publish (local.get $lane)))
