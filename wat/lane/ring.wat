  ;; How a lane's ticks come in: from its ring, and from the overflow cells where the ring was full.

  ;; Takes the ring's cells [bank.read, to) into the working bank; or, where there is one, a merged cell instead of the ring's
  ;; next. Figures that every tick touches stay in locals; what only the last tick decides is read from the last cell.
  (func $take_cells (param $lane i32) (param $bank i32) (param $to i32) (param $merged i32)
    (local $ring i32) (local $mask i32) (local $read i32) (local $cell i32) (local $plan i32) (local $program i32)
    (local $window i32) (local $window_mask i32) (local $position i32) (local $from i32) (local $sampled i32) (local $extras i32)
    (local $bars i32) (local $moved i32)
    (local $stepping i32) (local $time f64) (local $price f64) (local $start f64) (local $end f64)
    (local $last f64) (local $open f64) (local $high f64) (local $low f64) (local $volume f64) (local $notional f64)
    (local $first f64) (local $top f64) (local $bottom f64) (local $size f64) (local $product f64)
    (local $quote i32) (local $trades i32) (local $quotes i32) (local $counts i32)

    (local.set $ring (i32.load offset=12 (; LANE.RING ;) (local.get $lane)))
    (local.set $mask (i32.sub (i32.load offset=16 (; LANE.CAPACITY ;) (local.get $lane)) (i32.const 1)))
    ;; a merged cell is a ring of one
    (if (local.get $merged)
      (then (local.set $ring (local.get $merged)) (local.set $mask (i32.const 0))))
    (local.set $plan (i32.load offset=44 (; LANE.PLAN ;) (local.get $lane)))
    (local.set $program (i32.load offset=72 (; LANE.PROGRAM ;) (local.get $lane)))
    (local.set $window (i32.load offset=64 (; PLAN.CLOSE ;) (local.get $plan)))
    (local.set $window_mask (i32.load offset=68 (; PLAN.CLOSE_MASK ;) (local.get $plan)))
    (local.set $bars (f64.gt (f64.load offset=112 (; LANE.INTERVAL ;) (local.get $lane)) (f64.const 0)))
    (local.set $sampled (i32.or (local.get $bars) (f64.gt (f64.load offset=96 (; LANE.BUCKET ;) (local.get $lane)) (f64.const 0))))
    (local.set $extras (i32.or (local.get $bars) (i32.load offset=36 (; PLAN.EXTRAS ;) (local.get $plan))))
    (local.set $read (i32.load offset=0 (; BANK.READ ;) (local.get $bank)))
    (local.set $stepping (i32.load offset=8 (; BANK.STEPPING ;) (local.get $bank)))
    (local.set $position (i32.load offset=12 (; BANK.POSITION ;) (local.get $bank)))
    (local.set $from (local.get $position))
    (local.set $start (f64.load offset=32 (; BANK.SESSION_START ;) (local.get $bank)))
    (local.set $end (f64.load offset=40 (; BANK.SESSION_END ;) (local.get $bank)))
    (local.set $last (f64.load offset=64 (; BANK.LAST ;) (local.get $bank)))
    (local.set $open (f64.load offset=104 (; BANK.OPEN ;) (local.get $bank)))
    (local.set $high (f64.load offset=112 (; BANK.HIGH ;) (local.get $bank)))
    (local.set $low (f64.load offset=120 (; BANK.LOW ;) (local.get $bank)))
    (local.set $volume (f64.load offset=144 (; BANK.VOLUME ;) (local.get $bank)))
    (local.set $notional (f64.load offset=48 (; BANK.NOTIONAL ;) (local.get $bank)))

    (block $done (loop $next
      (br_if $done (i32.eq (local.get $read) (local.get $to)))
      (local.set $cell (i32.add (local.get $ring) (i32.shl (i32.and (local.get $read) (local.get $mask)) (i32.const 6))))
      (local.set $read (i32.add (local.get $read) (i32.const 1)))
      (local.set $time (f64.load offset=0 (; TICK.TIME ;) (local.get $cell)))

      ;; a tick past the session's end opens the next session
      (if (i32.eqz (f64.lt (local.get $time) (local.get $end)))
        (then
          (call $open_session (local.get $lane) (local.get $bank) (local.get $time))
          (local.set $start (f64.load offset=32 (; BANK.SESSION_START ;) (local.get $bank)))
          (local.set $end (f64.load offset=40 (; BANK.SESSION_END ;) (local.get $bank)))
          (i32.store offset=252 (; BANK.OPENED ;) (local.get $bank) (i32.const 1))
          (local.set $open (f64.const nan))
          (local.set $volume (f64.const 0))
          (local.set $notional (f64.const 0))))

      ;; price := trade price, mid, or what the legs make; counts := how many ticks it stands for, 0 of a reference trade;
      ;; size, product: what the session's sums gain
      (local.set $price (f64.load offset=16 (; TICK.PRICE ;) (local.get $cell)))
      (local.set $size (f64.const 0))
      (local.set $counts (i32.const 1))
      (if (i32.eq (i32.load8_u offset=56 (; TICK.KIND ;) (local.get $cell)) (i32.const 1 (; KIND.TRADE ;)))
        (then
          (if (i32.and
                (i32.ne (local.get $stepping) (i32.const 2 (; STEPPING.TRADES ;)))
                (i32.eqz (local.get $program)))
            (then
              ;; what mids there were has had its steps
              (if (i32.eqz (local.get $bars))
                (then (call $step_ticks (local.get $lane) (local.get $bank) (local.get $from) (local.get $position))))
              (local.set $stepping (i32.const 2 (; STEPPING.TRADES ;)))
              (call $begin_series (local.get $lane) (local.get $bank) (local.get $stepping) (local.get $position))
              (local.set $from (local.get $position))
              (local.set $open (f64.const nan))
              (local.set $volume (f64.const 0))
              (local.set $notional (f64.const 0))))
          (if (i32.and (i32.load8_u offset=57 (; TICK.FLAGS ;) (local.get $cell)) (i32.const 1 (; FLAG.REFERENCE ;)))
            (then (local.set $counts (i32.const 0)))
            (else (local.set $size (f64.load offset=24 (; TICK.SIZE ;) (local.get $cell)))))
          (if (local.get $merged)
            (then
              (local.set $counts (i32.load offset=80 (; OVERFLOW.COUNTED ;) (local.get $cell)))
              (local.set $size (f64.load offset=24 (; TICK.SIZE ;) (local.get $cell)))))
          (local.set $trades (i32.add (local.get $trades) (local.get $counts))))
        (else
          (local.set $quote (local.get $cell))
          (if (local.get $merged)
            (then (local.set $counts (i32.load offset=80 (; OVERFLOW.COUNTED ;) (local.get $cell)))))
          (local.set $quotes (i32.add (local.get $quotes) (local.get $counts)))
          (if (i32.eqz (local.get $program))
            (then
              (if (local.get $extras)
                (then
                  (f64.store offset=72 (; BANK.BID ;) (local.get $bank) (local.get $price))
                  (f64.store offset=88 (; BANK.ASK ;) (local.get $bank) (f64.load offset=32 (; TICK.ASK ;) (local.get $cell)))))
              ;; of the forming bar its bid and ask are what the plan may read
              (local.set $moved (i32.or (local.get $moved)
                (i32.or (i32.load offset=80 (; PLAN.BID ;) (local.get $plan)) (i32.load offset=88 (; PLAN.ASK ;) (local.get $plan)))))
              ;; beside trades a quote is not a price
              (br_if $next (i32.eq (local.get $stepping) (i32.const 2 (; STEPPING.TRADES ;))))
              (local.set $stepping (i32.const 1 (; STEPPING.MIDS ;)))
              (local.set $price (f64.mul (f64.const 0.5)
                (f64.add (local.get $price) (f64.load offset=32 (; TICK.ASK ;) (local.get $cell)))))))))
      (if (local.get $program)
        (then
          (local.set $price (call $take_leg (local.get $lane) (local.get $bank) (local.get $cell)))
          (local.set $size (f64.const 0))
          (br_if $next (f64.ne (local.get $price) (local.get $price)))))
      (local.set $last (local.get $price))
      (local.set $product (f64.mul (local.get $price) (local.get $size)))
      (local.set $first (local.get $price))
      (local.set $top (local.get $price))
      (local.set $bottom (local.get $price))
      (if (i32.and (i32.ne (local.get $merged) (i32.const 0)) (i32.eqz (local.get $program)))
        (then
          (local.set $product (f64.load offset=112 (; OVERFLOW.NOTIONAL ;) (local.get $cell)))
          (local.set $first (f64.load offset=88 (; OVERFLOW.FIRST ;) (local.get $cell)))
          (local.set $top (f64.load offset=96 (; OVERFLOW.HIGH ;) (local.get $cell)))
          (local.set $bottom (f64.load offset=104 (; OVERFLOW.LOW ;) (local.get $cell)))))

      ;; a tick older than the session leaves its figures alone
      (if (f64.ge (local.get $time) (local.get $start))
        (then
          (local.set $volume (f64.add (local.get $volume) (local.get $size)))
          (local.set $notional (f64.add (local.get $notional) (local.get $product)))
          (if (f64.eq (local.get $open) (local.get $open))
            (then
              (if (f64.gt (local.get $top) (local.get $high)) (then (local.set $high (local.get $top))))
              (if (f64.lt (local.get $bottom) (local.get $low)) (then (local.set $low (local.get $bottom)))))
            (else
              (local.set $open (local.get $first))
              (local.set $high (local.get $top))
              (local.set $low (local.get $bottom))))))
      (br_if $next (i32.eqz (local.get $counts)))
      (if (local.get $sampled)
        (then (call $trail_point (local.get $lane) (local.get $bank) (local.get $time) (local.get $price))))
      (if (local.get $bars)
        (then
          (call $take_bar_tick (local.get $lane) (local.get $bank)
            (local.get $time) (local.get $first) (local.get $top) (local.get $bottom) (local.get $price) (local.get $size))
          (if (f64.ne (f64.load offset=264 (; BANK.LIVE ;) (local.get $bank)) (f64.load offset=264 (; BANK.LIVE ;) (local.get $bank)))
            (then (f64.store offset=264 (; BANK.LIVE ;) (local.get $bank)
              (f64.load offset=0 (; BAR.START ;) (call $forming (local.get $lane) (local.get $bank))))))
          (local.set $moved (i32.const 1))
          ;; it may have closed a bar
          (local.set $position (i32.load offset=12 (; BANK.POSITION ;) (local.get $bank)))
          ;; alerts see every tick; without them the last one is enough
          (if (i32.load offset=32 (; PLAN.ALERT_COUNT ;) (local.get $plan))
            (then
              (call $preview_bar (local.get $lane) (local.get $bank))
              (call $look_at_alerts (local.get $lane) (local.get $bank) (i32.load offset=12 (; BANK.POSITION ;) (local.get $bank))
                (local.get $time) (f64.load offset=8 (; TICK.RECEIVED ;) (local.get $cell)))))
          (br $next)))
      ;; window[position++] = price
      (f64.store
        (i32.add (local.get $window) (i32.and (i32.shl (local.get $position) (i32.const 3)) (local.get $window_mask)))
        (local.get $price))
      (if (local.get $extras)
        (then (call $put_tick (local.get $plan) (local.get $bank) (local.get $position) (local.get $cell) (local.get $size))))
      (local.set $position (i32.add (local.get $position) (i32.const 1)))
      (br $next)))

    ;; a session without a price has neither high nor low
    (if (f64.ne (local.get $open) (local.get $open))
      (then (local.set $high (local.get $open)) (local.set $low (local.get $open))))
    (if (i32.eqz (local.get $merged)) (then (i32.store offset=0 (; BANK.READ ;) (local.get $bank) (local.get $to))))
    (i32.store offset=8 (; BANK.STEPPING ;) (local.get $bank) (local.get $stepping))
    (f64.store offset=64 (; BANK.LAST ;) (local.get $bank) (local.get $last))
    (f64.store offset=104 (; BANK.OPEN ;) (local.get $bank) (local.get $open))
    (f64.store offset=112 (; BANK.HIGH ;) (local.get $bank) (local.get $high))
    (f64.store offset=120 (; BANK.LOW ;) (local.get $bank) (local.get $low))
    (f64.store offset=144 (; BANK.VOLUME ;) (local.get $bank) (local.get $volume))
    (f64.store offset=48 (; BANK.NOTIONAL ;) (local.get $bank) (local.get $notional))
    (f64.store offset=160 (; BANK.TIME ;) (local.get $bank) (local.get $time))
    (f64.store offset=168 (; BANK.RECEIVED ;) (local.get $bank) (f64.load offset=8 (; TICK.RECEIVED ;) (local.get $cell)))
    (f64.store offset=176 (; BANK.SEQUENCE ;) (local.get $bank) (f64.load offset=48 (; TICK.SEQUENCE ;) (local.get $cell)))
    (f64.store offset=192 (; BANK.TRADES ;) (local.get $bank)
      (f64.add (f64.load offset=192 (; BANK.TRADES ;) (local.get $bank)) (f64.convert_i32_u (local.get $trades))))
    (f64.store offset=184 (; BANK.TICKS ;) (local.get $bank)
      (f64.add (f64.load offset=184 (; BANK.TICKS ;) (local.get $bank))
        (f64.convert_i32_u (i32.add (local.get $trades) (local.get $quotes)))))
    ;; what is made of several symbols has no bid and ask of its own
    (if (i32.and (i32.ne (local.get $quote) (i32.const 0)) (i32.eqz (local.get $program)))
      (then
        (f64.store offset=72 (; BANK.BID ;) (local.get $bank) (f64.load offset=16 (; TICK.PRICE ;) (local.get $quote)))
        (f64.store offset=80 (; BANK.BID_SIZE ;) (local.get $bank) (f64.load offset=24 (; TICK.SIZE ;) (local.get $quote)))
        (f64.store offset=88 (; BANK.ASK ;) (local.get $bank) (f64.load offset=32 (; TICK.ASK ;) (local.get $quote)))
        (f64.store offset=96 (; BANK.ASK_SIZE ;) (local.get $bank) (f64.load offset=40 (; TICK.ASK_SIZE ;) (local.get $quote)))))
    (if (local.get $bars)
      (then
        (if (i32.and
              (i32.ne (local.get $moved) (i32.const 0))
              (call $is_known (f64.load offset=56 (; BAR.END ;) (call $forming (local.get $lane) (local.get $bank)))))
          (then
            (call $preview_bar (local.get $lane) (local.get $bank))
            (call $publish_outputs (local.get $lane) (local.get $bank) (i32.load offset=12 (; BANK.POSITION ;) (local.get $bank))))))
      (else
        (if (i32.ne (local.get $from) (local.get $position))
          (then
            (call $step_ticks (local.get $lane) (local.get $bank) (local.get $from) (local.get $position))
            (call $publish_outputs (local.get $lane) (local.get $bank) (i32.sub (local.get $position) (i32.const 1)))))
        (i32.store offset=12 (; BANK.POSITION ;) (local.get $bank) (local.get $position))))
    (call $derive (local.get $lane) (local.get $bank)))

  ;; what the plan reads of a tick beside its price
  (func $put_tick (param $plan i32) (param $bank i32) (param $position i32) (param $cell i32) (param $size f64)
    (call $put (i32.add (local.get $plan) (i32.const 72 (; PLAN.VOLUME ;))) (local.get $position) (local.get $size))
    (call $put (i32.add (local.get $plan) (i32.const 80 (; PLAN.BID ;))) (local.get $position)
      (f64.load offset=72 (; BANK.BID ;) (local.get $bank)))
    (call $put (i32.add (local.get $plan) (i32.const 88 (; PLAN.ASK ;))) (local.get $position)
      (f64.load offset=88 (; BANK.ASK ;) (local.get $bank)))
    (call $put (i32.add (local.get $plan) (i32.const 96 (; PLAN.TIME ;))) (local.get $position)
      (f64.load offset=0 (; TICK.TIME ;) (local.get $cell)))
    (call $put (i32.add (local.get $plan) (i32.const 112 (; PLAN.RECEIVED ;))) (local.get $position)
      (f64.load offset=8 (; TICK.RECEIVED ;) (local.get $cell)))
    (call $put (i32.add (local.get $plan) (i32.const 104 (; PLAN.SESSION ;))) (local.get $position)
      (f64.convert_i32_u (i32.load offset=252 (; BANK.OPENED ;) (local.get $bank))))
    (i32.store offset=252 (; BANK.OPENED ;) (local.get $bank) (i32.const 0)))

  ;; the plan's steps over ticks [from, to), and what its alerts say to each
  (func $step_ticks (param $lane i32) (param $bank i32) (param $from i32) (param $to i32)
    (if (i32.eq (local.get $from) (local.get $to)) (then (return)))
    (call $advance (local.get $lane) (local.get $bank) (local.get $from) (local.get $to))
    (call $look_at_ticks (local.get $lane) (local.get $bank) (local.get $from) (local.get $to)))

  ;; cells that wait in the ring
  (func $waiting (param $lane i32) (result i32)
    (i32.sub
      (i32.atomic.load offset=128 (; LANE.WRITE ;) (local.get $lane))
      (i32.load offset=0 (; BANK.READ ;) (call $committed (local.get $lane)))))

  ;; takes what the ring holds now, at most PLAN.CHUNK cells of it; 1 where there was anything
  (func $take_ring (param $lane i32) (result i32)
    (local $cells i32) (local $bank i32)
    (local.set $cells (call $min_u
      (call $waiting (local.get $lane))
      (i32.load offset=16 (; PLAN.CHUNK ;) (i32.load offset=44 (; LANE.PLAN ;) (local.get $lane)))))
    (if (i32.eqz (local.get $cells)) (then (return (i32.const 0))))
    (local.set $bank (call $begin (local.get $lane)))
    (call $take_cells (local.get $lane) (local.get $bank)
      (i32.add (i32.load offset=0 (; BANK.READ ;) (local.get $bank)) (local.get $cells))
      (i32.const 0))
    (call $commit (local.get $lane) (local.get $bank))
    (i32.const 1))

  ;; Takes every overflow cell whose turn has come: full, and tagged with the read cursor. The claim is written before
  ;; the commit and counted by it, so that after a kill one can tell a cell that was taken from one that was not.
  (func $take_overflow (param $lane i32) (result i32)
    (local $cell i32) (local $left i32) (local $bank i32) (local $taken i32)
    (local.set $cell (i32.load offset=20 (; LANE.OVERFLOW ;) (local.get $lane)))
    (local.set $left (i32.load offset=24 (; LANE.OVERFLOWS ;) (local.get $lane)))
    (block $done (loop $next
      (br_if $done (i32.eqz (local.get $left)))
      (if (i32.eq (i32.atomic.load offset=64 (; OVERFLOW.STATE ;) (local.get $cell)) (i32.const 1 (; OVERFLOW_STATE.FULL ;)))
        (then
          (if (i32.eq (i32.load offset=68 (; OVERFLOW.TAG ;) (local.get $cell))
                (i32.load offset=0 (; BANK.READ ;) (call $committed (local.get $lane))))
            (then
              ;; full -> reader, unless the writer is merging into it right now: then its ring of the bell comes after
              (if (i32.eq (i32.const 1 (; OVERFLOW_STATE.FULL ;))
                    (i32.atomic.rmw.cmpxchg offset=64 (; OVERFLOW.STATE ;) (local.get $cell)
                      (i32.const 1 (; OVERFLOW_STATE.FULL ;)) (i32.const 3 (; OVERFLOW_STATE.READER ;))))
                (then
                  (local.set $bank (call $begin (local.get $lane)))
                  (i32.store offset=4 (; BANK.TAKES ;) (local.get $bank)
                    (i32.add (i32.load offset=4 (; BANK.TAKES ;) (local.get $bank)) (i32.const 1)))
                  (i32.atomic.store offset=72 (; OVERFLOW.CLAIM ;) (local.get $cell)
                    (i32.load offset=4 (; BANK.TAKES ;) (local.get $bank)))
                  (f64.store offset=200 (; BANK.CONFLATED ;) (local.get $bank)
                    (f64.add (f64.load offset=200 (; BANK.CONFLATED ;) (local.get $bank))
                      (f64.convert_i32_u (i32.sub (i32.load offset=76 (; OVERFLOW.COUNT ;) (local.get $cell)) (i32.const 1)))))
                  (call $take_cells (local.get $lane) (local.get $bank)
                    (i32.add (i32.load offset=0 (; BANK.READ ;) (local.get $bank)) (i32.const 1)) (local.get $cell))
                  (call $commit (local.get $lane) (local.get $bank))
                  (i32.atomic.store offset=64 (; OVERFLOW.STATE ;) (local.get $cell) (i32.const 0 (; OVERFLOW_STATE.EMPTY ;)))
                  (local.set $taken (i32.const 1))))))))
      (local.set $cell (i32.add (local.get $cell) (i32.const 192 (; OVERFLOW.BYTES ;))))
      (local.set $left (i32.sub (local.get $left) (i32.const 1)))
      (br $next)))
    (local.get $taken))
