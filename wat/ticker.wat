;; The ticker kernel: empties a lane's ring, keeps the session's figures and the plan's outputs, publishes them.
;;
;;   drain   one pass: ring and overflow cells -> working bank -> commit -> slot
;;   run     drain and sleep in a loop, until the main thread gives a reason to return
;;   recover makes a lane whole whose host was killed, and publishes its committed bank
;;   adopt   carries a lane's figures and history over into a lane with another plan
;;   read    copies a slot for the main thread
;;
;; The two before the last are called from an event loop, whose answer wakes the page.
;;
;; A drain never changes what is committed: it copies the committed bank, works in the other one and commits by a single
;; atomic store. Series and private rings are append-only, with a chunk of slack, and the plan's states are worked in
;; slots that the committed bank does not name, so that a drain that was cut off anywhere can be repeated with the same result. One host at a time calls into a lane; any thread may do so.
;;
;; Memory map: src/memory/layout.ts. Every number that stands for an offset names it.
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
  (; include lane/plan.wat ;)
  (; include lane/sessions.wat ;)
  (; include lane/bar-ticks.wat ;)
  (; include lane/bars.wat ;)
  (; include lane/alerts.wat ;)
  (; include lane/legs.wat ;)

  ;; ---------------------------------------------------------------------------------------------- banks

  ;; address of the bank that is committed (0), or of the one that is not (1): banks + ((commits + which) & 1) * size
  (func $bank (param $lane i32) (param $which i32) (result i32)
    (i32.add
      (i32.load offset=28 (; LANE.BANKS ;) (local.get $lane))
      (i32.mul
        (i32.and
          (i32.add (i32.atomic.load offset=196 (; LANE.COMMITTED ;) (local.get $lane)) (local.get $which))
          (i32.const 1))
        (i32.load offset=32 (; LANE.BANK_SIZE ;) (local.get $lane)))))

  (func $committed (param $lane i32) (result i32)
    (call $bank (local.get $lane) (i32.const 0)))

  ;; working bank := committed bank; its address
  (func $begin (param $lane i32) (result i32)
    (local $bank i32)
    (local.set $bank (call $bank (local.get $lane) (i32.const 1)))
    (memory.copy (local.get $bank) (call $committed (local.get $lane)) (i32.load offset=32 (; LANE.BANK_SIZE ;) (local.get $lane)))
    (local.get $bank))

  ;; makes the working bank the committed one; then tells the writer how far the ring has been read
  (func $commit (param $lane i32) (param $bank i32)
    (i32.atomic.store offset=196 (; LANE.COMMITTED ;) (local.get $lane)
      (i32.add (i32.atomic.load offset=196 (; LANE.COMMITTED ;) (local.get $lane)) (i32.const 1)))
    (i32.atomic.store offset=192 (; LANE.READ ;) (local.get $lane) (i32.load offset=0 (; BANK.READ ;) (local.get $bank))))

  ;; ---------------------------------------------------------------------------------------------- sessions

  ;; open, high, low := NaN; volume, notional := 0
  (func $clear_session (param $bank i32)
    (f64.store offset=104 (; BANK.OPEN ;) (local.get $bank) (f64.const nan))
    (f64.store offset=112 (; BANK.HIGH ;) (local.get $bank) (f64.const nan))
    (f64.store offset=120 (; BANK.LOW ;) (local.get $bank) (f64.const nan))
    (f64.store offset=144 (; BANK.VOLUME ;) (local.get $bank) (f64.const 0))
    (f64.store offset=48 (; BANK.NOTIONAL ;) (local.get $bank) (f64.const 0)))

  ;; ---------------------------------------------------------------------------------------------- series and plan

  ;; The series turns from mids to trades (or begins): figures, trail and plan start afresh, positions go on. Bars that were
  ;; joined to history go on as well.
  (func $begin_series (param $lane i32) (param $bank i32) (param $stepping i32) (param $position i32)
    (i32.store offset=8 (; BANK.STEPPING ;) (local.get $bank) (local.get $stepping))
    (call $clear_session (local.get $bank))
    (i32.store offset=256 (; BANK.TRAIL_FROM ;) (local.get $bank) (i32.load offset=260 (; BANK.TRAIL_TO ;) (local.get $bank)))
    (f64.store offset=56 (; BANK.TRAIL_BUCKET ;) (local.get $bank) (f64.const nan))
    (if (i32.load offset=28 (; BANK.JOINED ;) (local.get $bank)) (then (return)))
    (i32.store offset=16 (; BANK.SERIES_FROM ;) (local.get $bank) (local.get $position))
    (call $begin_states (local.get $lane) (local.get $bank))
    (if (f64.gt (f64.load offset=112 (; LANE.INTERVAL ;) (local.get $lane)) (f64.const 0))
      (then
        (f64.store offset=264 (; BANK.LIVE ;) (local.get $bank) (f64.const nan))
        (f64.store offset=56 (; BAR.END ;) (call $forming (local.get $lane) (local.get $bank)) (f64.const nan))
        ;; and none before it that a late tick could correct
        (f64.store offset=128 (; BAR.BYTES + 56 ;) (call $forming (local.get $lane) (local.get $bank)) (f64.const nan)))))

  ;; one point of a trail of its own: the last price of each bucket, or each price
  (func $trail_point (param $lane i32) (param $bank i32) (param $time f64) (param $price f64)
    (local $bucket f64) (local $to i32)
    (local.set $to (i32.load offset=260 (; BANK.TRAIL_TO ;) (local.get $bank)))
    (local.set $bucket (f64.floor (f64.div (local.get $time) (f64.load offset=96 (; LANE.BUCKET ;) (local.get $lane)))))
    ;; a later bucket, or none yet: a new point; an earlier one (late tick) stays in the last
    (if (i32.or
          (f64.eq (f64.load offset=96 (; LANE.BUCKET ;) (local.get $lane)) (f64.const 0))
          (i32.eqz (f64.le (local.get $bucket) (f64.load offset=56 (; BANK.TRAIL_BUCKET ;) (local.get $bank)))))
      (then
        (f64.store offset=56 (; BANK.TRAIL_BUCKET ;) (local.get $bank) (local.get $bucket))
        (local.set $to (i32.add (local.get $to) (i32.const 1)))
        (i32.store offset=260 (; BANK.TRAIL_TO ;) (local.get $bank) (local.get $to))))
    (call $put (i32.add (local.get $lane) (i32.const 48 (; LANE.TRAIL ;)))
      (i32.sub (local.get $to) (i32.const 1))
      (local.get $price)))

  ;; figures that follow from others: vwap, change, the ends of a trail that has one point a step
  (func $derive (param $lane i32) (param $bank i32)
    (local $base f64)
    ;; vwap = notional / volume, NaN while nothing was traded
    (f64.store offset=152 (; BANK.VWAP ;) (local.get $bank)
      (f64.div (f64.load offset=48 (; BANK.NOTIONAL ;) (local.get $bank)) (f64.load offset=144 (; BANK.VOLUME ;) (local.get $bank))))
    ;; base = previous close, else open
    (local.set $base (f64.reinterpret_i64 (i64.atomic.load offset=104 (; LANE.PREVIOUS_CLOSE ;) (local.get $lane))))
    (if (f64.ne (local.get $base) (local.get $base))
      (then (local.set $base (f64.load offset=104 (; BANK.OPEN ;) (local.get $bank)))))
    (f64.store offset=128 (; BANK.CHANGE ;) (local.get $bank)
      (f64.sub (f64.load offset=64 (; BANK.LAST ;) (local.get $bank)) (local.get $base)))
    ;; changePercent = 100 * change / |base|
    (f64.store offset=136 (; BANK.CHANGE_PERCENT ;) (local.get $bank)
      (f64.div
        (f64.mul (f64.const 100) (f64.load offset=128 (; BANK.CHANGE ;) (local.get $bank)))
        (f64.abs (local.get $base))))
    (f64.store offset=208 (; BANK.OLDEST ;) (local.get $bank) (call $oldest_leg (local.get $lane) (local.get $bank)))
    (if (f64.gt (f64.load offset=112 (; LANE.INTERVAL ;) (local.get $lane)) (f64.const 0))
      (then
        (i32.store offset=244 (; BANK.BARS_FROM ;) (local.get $bank) (i32.load offset=16 (; BANK.SERIES_FROM ;) (local.get $bank)))
        (i32.store offset=248 (; BANK.BARS_TO ;) (local.get $bank) (i32.load offset=12 (; BANK.POSITION ;) (local.get $bank))))
      (else
        ;; the trail is the series itself
        (if (f64.eq (f64.load offset=96 (; LANE.BUCKET ;) (local.get $lane)) (f64.const 0))
          (then
            (i32.store offset=256 (; BANK.TRAIL_FROM ;) (local.get $bank) (i32.load offset=16 (; BANK.SERIES_FROM ;) (local.get $bank)))
            (i32.store offset=260 (; BANK.TRAIL_TO ;) (local.get $bank) (i32.load offset=12 (; BANK.POSITION ;) (local.get $bank))))))))

  (; include lane/ring.wat ;)

  ;; ---------------------------------------------------------------------------------------------- publishing

  ;; slot := committed bank, under the slot's version: odd while in progress. Only words that changed are stored; this
  ;; thread is the slot's one writer, so it may compare by plain loads. Words of 64 bits: an atomic store costs as much as
  ;; everything else here, and readers, who load halves, look at the version after both.
  (func $publish (param $lane i32)
    (local $slot i32) (local $bank i32) (local $version i32) (local $end i32)
    (local.set $bank (i32.add (call $committed (local.get $lane)) (i32.const 64 (; BANK.LAST ;))))
    (local.set $end (i32.add (local.get $bank) (i32.load offset=40 (; LANE.VALUES_SIZE ;) (local.get $lane))))
    (local.set $slot (i32.load offset=36 (; LANE.SLOT ;) (local.get $lane)))
    ;; version |= 1: readers retry
    (local.set $version (i32.or (i32.atomic.load offset=0 (; SLOT.VERSION ;) (local.get $slot)) (i32.const 1)))
    (i32.atomic.store offset=0 (; SLOT.VERSION ;) (local.get $slot) (local.get $version))
    (block $done (loop $next
      (br_if $done (i32.ge_u (local.get $bank) (local.get $end)))
      (if (i64.ne (i64.load (local.get $bank)) (i64.load offset=8 (; SLOT.VALUES ;) (local.get $slot)))
        (then (i64.atomic.store offset=8 (; SLOT.VALUES ;) (local.get $slot) (i64.load (local.get $bank)))))
      (local.set $bank (i32.add (local.get $bank) (i32.const 8)))
      (local.set $slot (i32.add (local.get $slot) (i32.const 8)))
      (br $next)))
    ;; version += 1, even again: readers accept
    (i32.atomic.store offset=0 (; SLOT.VERSION ;) (i32.load offset=36 (; LANE.SLOT ;) (local.get $lane))
      (i32.add (local.get $version) (i32.const 1))))

  ;; Wakes the page's frame loop if it parked. The loop parks first and looks at the slots afterwards; a publication comes
  ;; first and looks at the parking word afterwards: one of the two sees the other. 4 where the page wants a message.
  (func $wake_page (result i32)
    (local $parking i32)
    (local.set $parking (i32.atomic.load (i32.const 64 (; PAGE.PARKING ;))))
    (if (i32.eqz (local.get $parking)) (then (return (i32.const 0))))
    (if (i32.ne (local.get $parking)
          (i32.atomic.rmw.cmpxchg (i32.const 64 (; PAGE.PARKING ;)) (local.get $parking) (i32.const 0 (; PARKING.AWAKE ;))))
      (then (return (i32.const 0))))
    (if (i32.eq (local.get $parking) (i32.const 2 (; PARKING.MESSAGE ;)))
      (then (return (i32.const 4 (; REASON.NUDGE ;)))))
    (drop (memory.atomic.notify (i32.const 64 (; PAGE.PARKING ;)) (i32.const 1)))
    (i32.const 0))

  ;; whether the publication to come has signals that the last one had not
  (func $has_signals (param $lane i32) (result i32)
    (i32.ne
      (i32.load offset=240 (; BANK.SIGNALS ;) (call $committed (local.get $lane)))
      (i32.load offset=184 (; SLOT.SIGNALS ;) (i32.load offset=36 (; LANE.SLOT ;) (local.get $lane)))))

  ;; REASON.SIGNAL, unless a message about signals is on its way already. The page clears TOLD before it looks at the published
  ;; count; this sets it after the count was published: a signal that the page misses is told again.
  (func $tell_signals (param $lane i32) (result i32)
    (select (i32.const 0) (i32.const 8 (; REASON.SIGNAL ;))
      (i32.atomic.rmw.xchg offset=260 (; LANE.TOLD ;) (local.get $lane) (i32.const 1))))

  ;; ---------------------------------------------------------------------------------------------- exports

  ;; One pass over the lane. 0: nothing was there; else bits: DRAINED, and REASON.NUDGE or SIGNAL: tell the page by message.
  (func $drain (export "drain") (param $lane i32) (result i32)
    (local $signals i32)
    (if (i32.eqz
          (i32.or
            (call $take_overflow (local.get $lane))
            (i32.or (call $take_ring (local.get $lane)) (call $take_overflow (local.get $lane)))))
      (then (return (i32.const 0))))
    (local.set $signals (call $has_signals (local.get $lane)))
    (call $publish (local.get $lane))
    (if (local.get $signals) (then (local.set $signals (call $tell_signals (local.get $lane)))))
    (i32.or
      (select (i32.const 2 (; DRAINED.MORE ;)) (i32.const 0) (call $waiting (local.get $lane)))
      (i32.or (i32.const 1 (; DRAINED.PUBLISHED ;)) (i32.or (local.get $signals) (call $wake_page)))))

  ;; Drains whenever the host's bell rings; returns the REASON bits that brought it back. Shared memory only: it blocks.
  (func (export "run") (param $host i32) (param $lane i32) (result i32)
    (local $bell i32) (local $reason i32) (local $drained i32)
    (loop $again
      ;; the bell is read before the ring: a tick that this drain misses rings later than this
      (local.set $bell (i32.atomic.load offset=0 (; HOST.BELL ;) (local.get $host)))
      (local.set $drained (call $drain (local.get $lane)))
      (local.set $reason (i32.and (local.get $drained) (i32.const 12 (; REASON.NUDGE + REASON.SIGNAL ;))))
      ;; while more waits in the ring the bell is not answered: a host that dies now is seen to be behind
      (i32.atomic.store offset=8 (; HOST.ANSWERED ;) (local.get $host)
        (i32.sub (local.get $bell)
          (i32.shr_u (i32.and (local.get $drained) (i32.const 2 (; DRAINED.MORE ;))) (i32.const 1))))
      (local.set $reason (i32.or (local.get $reason)
        (i32.atomic.rmw.and offset=4 (; HOST.REASON ;) (local.get $host) (i32.const 0))))
      (if (local.get $reason) (then (return (local.get $reason))))
      (br_if $again (i32.and (local.get $drained) (i32.const 2 (; DRAINED.MORE ;))))
      ;; sleeping is said before the bell is compared: a ringer either sees it or is seen
      (i32.atomic.store offset=12 (; HOST.SLEEPING ;) (local.get $host) (i32.const 1))
      (drop (memory.atomic.wait32 offset=0 (; HOST.BELL ;) (local.get $host) (local.get $bell) (i64.const -1)))
      (i32.atomic.store offset=12 (; HOST.SLEEPING ;) (local.get $host) (i32.const 0))
      (br $again))
    (unreachable))

  ;; After a kill, once the old host is surely dead: a cell it held is empty if its take was committed, else full again.
  (func (export "recover") (param $lane i32)
    (local $cell i32) (local $left i32)
    (local.set $cell (i32.load offset=20 (; LANE.OVERFLOW ;) (local.get $lane)))
    (local.set $left (i32.load offset=24 (; LANE.OVERFLOWS ;) (local.get $lane)))
    (block $done (loop $next
      (br_if $done (i32.eqz (local.get $left)))
      (if (i32.eq (i32.atomic.load offset=64 (; OVERFLOW.STATE ;) (local.get $cell)) (i32.const 3 (; OVERFLOW_STATE.READER ;)))
        (then
          (i32.atomic.store offset=64 (; OVERFLOW.STATE ;) (local.get $cell)
            (select (i32.const 0 (; OVERFLOW_STATE.EMPTY ;)) (i32.const 1 (; OVERFLOW_STATE.FULL ;))
              (i32.and
                (i32.ne (i32.atomic.load offset=72 (; OVERFLOW.CLAIM ;) (local.get $cell)) (i32.const 0))
                (i32.eq (i32.atomic.load offset=72 (; OVERFLOW.CLAIM ;) (local.get $cell))
                  (i32.load offset=4 (; BANK.TAKES ;) (call $committed (local.get $lane)))))))
          ;; the claim goes with the take: a later one's number may be the same
          (i32.atomic.store offset=72 (; OVERFLOW.CLAIM ;) (local.get $cell) (i32.const 0))))
      (local.set $cell (i32.add (local.get $cell) (i32.const 192 (; OVERFLOW.BYTES ;))))
      (local.set $left (i32.sub (local.get $left) (i32.const 1)))
      (br $next)))
    (i32.atomic.store offset=192 (; LANE.READ ;) (local.get $lane)
      (i32.load offset=0 (; BANK.READ ;) (call $committed (local.get $lane))))
    (call $restore_bar (local.get $lane))
    (call $publish (local.get $lane)))

  ;; Copies what a slot publishes to `into`, as one whole; the version that it has, or -1 while it is being written. Any thread may call:
  ;; words of 64 bits are loaded as atomics between two looks at the version, as they are stored.
  (func (export "read") (param $slot i32) (param $bytes i32) (param $into i32) (result i32)
    (local $version i32) (local $from i32) (local $end i32)
    (local.set $version (i32.atomic.load offset=0 (; SLOT.VERSION ;) (local.get $slot)))
    (if (i32.and (local.get $version) (i32.const 1)) (then (return (i32.const -1))))
    (local.set $from (local.get $slot))
    (local.set $end (i32.add (local.get $slot) (local.get $bytes)))
    (block $done (loop $next
      (br_if $done (i32.ge_u (local.get $from) (local.get $end)))
      (i64.store (local.get $into) (i64.atomic.load offset=8 (; SLOT.VALUES ;) (local.get $from)))
      (local.set $from (i32.add (local.get $from) (i32.const 8)))
      (local.set $into (i32.add (local.get $into) (i32.const 8)))
      (br $next)))
    (select (local.get $version) (i32.const -1)
      (i32.eq (i32.atomic.load offset=0 (; SLOT.VERSION ;) (local.get $slot)) (local.get $version))))

  ;; the smaller of two unsigned numbers
  (func $min_u (param $a i32) (param $b i32) (result i32)
    (select (local.get $a) (local.get $b) (i32.lt_u (local.get $a) (local.get $b))))

  (; include lane/adopt.wat ;)
)
