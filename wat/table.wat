;; The market table's kernel: publishes records and keeps bars. The feed worker alone calls it, in the table's own memory.
;;
;;   trade    one trade of a symbol, into each series of bars that somebody watches
;;   quote    the same of a mid, while the symbol has no trades
;;   publish  working values -> readers, of all records in the list of touched ones; wakes who waits
;;
;; Bars are made by the functions that make a lane's (lane/bar-ticks.wat): a TABLE_SERIES has what those read of a LANE and a BANK.
;; Here a bar that cannot change any more goes into a ring of rows, and no plan is run.
;;
;; Memory map: src/memory/layout.ts. Every number that stands for an offset names it.
(module
  (import "env" "memory" (memory 1 65536 shared))

  (; include lane/sessions.wat ;)
  (; include lane/bar-ticks.wat ;)

  ;; ---------------------------------------------------------------------------------------------- bars

  ;; ring[position % rows] := a bar that does not change any more. The claim comes first: a reader that sees it after it has read
  ;; knows which rows it may have read half.
  (func $put_row (param $series i32) (param $bar i32) (param $position i32)
    (local $row i32)
    (i32.atomic.store offset=768 (; TABLE_SERIES.CLAIMED ;) (local.get $series) (i32.add (local.get $position) (i32.const 1)))
    (local.set $row (i32.add (local.get $series)
      (i32.mul
        (i32.rem_u (local.get $position) (i32.const 1440 (; TABLE_SERIES.ROWS ;)))
        (i32.const 48 (; TABLE_SERIES.ROW_BYTES ;)))))
    (i64.atomic.store offset=1280 (; TABLE_SERIES.RING ;) (local.get $row)
      (i64.load offset=0 (; BAR.START ;) (local.get $bar)))
    (i64.atomic.store offset=1288 (; TABLE_SERIES.RING + 8 ;) (local.get $row)
      (i64.load offset=8 (; BAR.OPEN ;) (local.get $bar)))
    (i64.atomic.store offset=1296 (; TABLE_SERIES.RING + 16 ;) (local.get $row)
      (i64.load offset=16 (; BAR.HIGH ;) (local.get $bar)))
    (i64.atomic.store offset=1304 (; TABLE_SERIES.RING + 24 ;) (local.get $row)
      (i64.load offset=24 (; BAR.LOW ;) (local.get $bar)))
    (i64.atomic.store offset=1312 (; TABLE_SERIES.RING + 32 ;) (local.get $row)
      (i64.load offset=32 (; BAR.CLOSE ;) (local.get $bar)))
    (i64.atomic.store offset=1320 (; TABLE_SERIES.RING + 40 ;) (local.get $row)
      (i64.load offset=40 (; BAR.VOLUME ;) (local.get $bar))))

  ;; the forming bar is complete and becomes the one before; that one cannot change any more
  (func $close_bar (param $series i32) (param $bank i32)
    (local $bar i32) (local $before i32) (local $position i32)
    (local.set $bar (call $forming (local.get $series) (local.get $bank)))
    (local.set $before (i32.add (local.get $bar) (i32.const 72 (; BAR.BYTES ;))))
    (local.set $position (i32.load offset=12 (; BANK.POSITION ;) (local.get $bank)))
    (if (call $is_known (f64.load offset=56 (; BAR.END ;) (local.get $before)))
      (then (call $put_row (local.get $series) (local.get $before) (i32.sub (local.get $position) (i32.const 1)))))
    (i32.store offset=12 (; BANK.POSITION ;) (local.get $bank) (i32.add (local.get $position) (i32.const 1)))
    (memory.copy (local.get $before) (local.get $bar) (i32.const 72 (; BAR.BYTES ;))))

  ;; the bar before the forming one has changed: nothing else depends on it
  (func $correct_bar (param $series i32) (param $bank i32) (param $bar i32))

  ;; Bars begin afresh at the next position: what mids made is no part of what trades make. Those that go on from history, whatever
  ;; made that, go on.
  (func $begin_bars (param $series i32) (param $bank i32)
    (if (i32.load offset=28 (; BANK.JOINED ;) (local.get $bank)) (then (return)))
    (i32.store offset=536 (; TABLE_SERIES.FROM ;) (local.get $series) (i32.load offset=12 (; BANK.POSITION ;) (local.get $bank)))
    (f64.store offset=448 (; TABLE_SERIES.BARS + 56 ;) (local.get $series) (f64.const nan))
    (f64.store offset=520 (; TABLE_SERIES.BARS + 128 ;) (local.get $series) (f64.const nan)))

  (func $take (param $series i32) (param $bank i32) (param $time f64) (param $price f64) (param $size f64)
    (if (i32.eqz (f64.lt (local.get $time) (f64.load offset=40 (; BANK.SESSION_END ;) (local.get $bank))))
      (then (call $open_session (local.get $series) (local.get $bank) (local.get $time))))
    (call $take_bar_tick (local.get $series) (local.get $bank) (local.get $time)
      (local.get $price) (local.get $price) (local.get $price) (local.get $price) (local.get $size)))

  ;; One trade; `counts` 0: a reference trade, after which quotes make no bars, and which makes none itself.
  (func (export "trade") (param $record i32) (param $time f64) (param $price f64) (param $size f64) (param $counts i32)
    (local $end i32) (local $series i32) (local $bank i32)
    (local.set $end (i32.add (local.get $record) (i32.const 24 (; TABLE_RECORD.WATCHES - 88 ;))))
    (loop $next
      (local.set $series (i32.load offset=88 (; TABLE_RECORD.SERIES ;) (local.get $record)))
      (local.set $record (i32.add (local.get $record) (i32.const 4)))
      (if (local.get $series)
        (then
          (local.set $bank (i32.add (local.get $series) (i32.const 128 (; TABLE_SERIES.BANK ;))))
          (if (i32.ne (i32.load offset=8 (; BANK.STEPPING ;) (local.get $bank)) (i32.const 2 (; STEPPING.TRADES ;)))
            (then
              (i32.store offset=8 (; BANK.STEPPING ;) (local.get $bank) (i32.const 2 (; STEPPING.TRADES ;)))
              (call $begin_bars (local.get $series) (local.get $bank))))
          (if (local.get $counts)
            (then (call $take (local.get $series) (local.get $bank) (local.get $time) (local.get $price) (local.get $size))))
          (i32.store offset=540 (; TABLE_SERIES.TO ;) (local.get $series) (i32.load offset=12 (; BANK.POSITION ;) (local.get $bank)))))
      (br_if $next (i32.lt_u (local.get $record) (local.get $end)))))

  ;; One mid of a symbol that has no trades.
  (func (export "quote") (param $record i32) (param $time f64) (param $mid f64)
    (local $end i32) (local $series i32) (local $bank i32)
    (local.set $end (i32.add (local.get $record) (i32.const 24 (; TABLE_RECORD.WATCHES - 88 ;))))
    (loop $next
      (local.set $series (i32.load offset=88 (; TABLE_RECORD.SERIES ;) (local.get $record)))
      (local.set $record (i32.add (local.get $record) (i32.const 4)))
      (if (local.get $series)
        (then
          (local.set $bank (i32.add (local.get $series) (i32.const 128 (; TABLE_SERIES.BANK ;))))
          (i32.store offset=8 (; BANK.STEPPING ;) (local.get $bank) (i32.const 1 (; STEPPING.MIDS ;)))
          (call $take (local.get $series) (local.get $bank) (local.get $time) (local.get $mid) (f64.const 0))
          (i32.store offset=540 (; TABLE_SERIES.TO ;) (local.get $series) (i32.load offset=12 (; BANK.POSITION ;) (local.get $bank)))))
      (br_if $next (i32.lt_u (local.get $record) (local.get $end)))))

  ;; ---------------------------------------------------------------------------------------------- publishing

  ;; What lies behind a version := bytes from elsewhere, odd while in progress; 0 where nothing differs. Only words that differ
  ;; are stored; this thread is the one writer, so it may compare by plain loads. A record's version and a series' stand alike.
  (func $publish_values (param $version i32) (param $from i32) (param $bytes i32) (result i32)
    (local $at i32) (local $to i32) (local $odd i32)
    (local.set $at (local.get $version))
    (local.set $to (i32.add (local.get $from) (local.get $bytes)))
    (loop $same
      (if (i64.eq (i64.load (local.get $from)) (i64.load offset=8 (; TABLE_RECORD.VALUES ;) (local.get $at)))
        (then
          (local.set $at (i32.add (local.get $at) (i32.const 8)))
          (local.set $from (i32.add (local.get $from) (i32.const 8)))
          (br_if $same (i32.lt_u (local.get $from) (local.get $to)))
          (return (i32.const 0)))))
    ;; version |= 1: readers retry
    (local.set $odd (i32.or (i32.atomic.load (local.get $version)) (i32.const 1)))
    (i32.atomic.store (local.get $version) (local.get $odd))
    (loop $next
      (if (i64.ne (i64.load (local.get $from)) (i64.load offset=8 (; TABLE_RECORD.VALUES ;) (local.get $at)))
        (then (i64.atomic.store offset=8 (; TABLE_RECORD.VALUES ;) (local.get $at) (i64.load (local.get $from)))))
      (local.set $at (i32.add (local.get $at) (i32.const 8)))
      (local.set $from (i32.add (local.get $from) (i32.const 8)))
      (br_if $next (i32.lt_u (local.get $from) (local.get $to))))
    ;; version += 1, even again: readers accept
    (i32.atomic.store (local.get $version) (i32.add (local.get $odd) (i32.const 1)))
    (i32.const 1))

  ;; every series of a record that has any
  (func $publish_series (param $record i32)
    (local $end i32) (local $series i32)
    (local.set $end (i32.add (local.get $record) (i32.const 24 (; TABLE_RECORD.WATCHES - 88 ;))))
    (loop $next
      (local.set $series (i32.load offset=88 (; TABLE_RECORD.SERIES ;) (local.get $record)))
      (local.set $record (i32.add (local.get $record) (i32.const 4)))
      (if (local.get $series)
        (then (drop (call $publish_values
          (i32.add (local.get $series) (i32.const 576 (; TABLE_SERIES.VERSION ;)))
          (i32.add (local.get $series) (i32.const 392 (; TABLE_SERIES.BARS ;)))
          (i32.const 152 (; TABLE_SERIES.VALUES_BYTES ;))))))
      (br_if $next (i32.lt_u (local.get $record) (local.get $end)))))

  ;; The first `count` records of the list of touched ones. Bars go first: who is told that a symbol changed finds them. The
  ;; changes' count comes after all of it, and whether somebody waits is looked at after that: a reader says that it waits before
  ;; it compares the count, so one of the two sees the other.
  (func (export "publish") (param $count i32)
    (local $touched i32) (local $end i32) (local $record i32) (local $changes i32)
    (local.set $changes (i32.atomic.load (i32.const 64 (; TABLE.CHANGES ;))))
    (local.set $touched (i32.const 36864 (; TABLE.TOUCHED ;)))
    (local.set $end (i32.add (local.get $touched) (i32.shl (local.get $count) (i32.const 2))))
    (block $done (loop $next
      (br_if $done (i32.eq (local.get $touched) (local.get $end)))
      (local.set $record (i32.load (local.get $touched)))
      (local.set $touched (i32.add (local.get $touched) (i32.const 4)))
      (i32.store offset=116 (; TABLE_RECORD.TOUCHED ;) (local.get $record) (i32.const 0))
      (if (i32.load offset=112 (; TABLE_RECORD.WATCHES ;) (local.get $record))
        (then (call $publish_series (local.get $record))))
      (br_if $next (i32.eqz (call $publish_values
        (local.get $record)
        (i32.add (local.get $record) (i32.const 128 (; TABLE_RECORD.WORKING ;)))
        (i32.const 80 (; TABLE_RECORD.VALUES_BYTES ;)))))
      (i32.atomic.store offset=4096 (; TABLE.RING ;)
        (i32.shl (i32.and (local.get $changes) (i32.const 8191 (; TABLE.RING_MASK ;))) (i32.const 2))
        (i32.load offset=120 (; TABLE_RECORD.ID ;) (local.get $record)))
      (local.set $changes (i32.add (local.get $changes) (i32.const 1)))
      (br $next)))
    (if (i32.ne (local.get $changes) (i32.atomic.load (i32.const 64 (; TABLE.CHANGES ;))))
      (then (call $tell (local.get $changes)))))

  ;; changes.count := so many; wakes who waits. A reader that says so just before that is cleared here may fall asleep after the
  ;; notify, with the new count: so the next one after a clearing notifies as well.
  (global $cleared (mut i32) (i32.const 0))
  (func $tell (param $changes i32)
    (local $waiting i32)
    (i32.atomic.store (i32.const 64 (; TABLE.CHANGES ;)) (local.get $changes))
    (local.set $waiting (i32.atomic.load (i32.const 128 (; TABLE.WAITING ;))))
    (if (i32.or (local.get $waiting) (global.get $cleared))
      (then
        (if (local.get $waiting) (then (i32.atomic.store (i32.const 128 (; TABLE.WAITING ;)) (i32.const 0))))
        (global.set $cleared (local.get $waiting))
        (drop (memory.atomic.notify (i32.const 64 (; TABLE.CHANGES ;)) (i32.const -1))))))
)
