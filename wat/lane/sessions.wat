  ;; Sessions: the local day that holds an instant, in a lane's time zone.

  ;; local time minus UTC at an instant, ms; 0 where the lane has no zone table
  (func $zone_offset (param $zone i32) (param $time f64) (result f64)
    (local $entry i32) (local $end i32)
    (if (i32.eqz (local.get $zone)) (then (return (f64.const 0))))
    (local.set $entry (i32.add (local.get $zone) (i32.const 8 (; ZONE.ENTRIES ;))))
    (local.set $end (i32.add (local.get $entry)
      (i32.mul (i32.load offset=0 (; ZONE.COUNT ;) (local.get $zone)) (i32.const 16 (; ZONE.ENTRY_BYTES ;)))))
    ;; while the entry ended before the instant and is not the last: next entry
    (loop $next
      (if (i32.and
            (f64.ge (local.get $time) (f64.load offset=0 (; ZONE.UNTIL ;) (local.get $entry)))
            (i32.lt_u (i32.add (local.get $entry) (i32.const 16 (; ZONE.ENTRY_BYTES ;))) (local.get $end)))
        (then
          (local.set $entry (i32.add (local.get $entry) (i32.const 16 (; ZONE.ENTRY_BYTES ;))))
          (br $next))))
    (f64.load offset=8 (; ZONE.OFFSET ;) (local.get $entry)))

  ;; The instant at which a local day begins, from its midnight in local time and an offset in force near it. Where clocks skip
  ;; midnight neither side of the change has one: the day begins when they do.
  (func $day_begin (param $zone i32) (param $midnight f64) (param $offset f64) (result f64)
    (local $guess f64) (local $instant f64)
    (local.set $guess (f64.sub (local.get $midnight) (local.get $offset)))
    (local.set $offset (call $zone_offset (local.get $zone) (local.get $guess)))
    (local.set $instant (f64.sub (local.get $midnight) (local.get $offset)))
    (select
      (local.get $instant)
      (f64.max (local.get $guess) (local.get $instant))
      (f64.eq (local.get $offset) (call $zone_offset (local.get $zone) (local.get $instant)))))

  ;; bank.session := the local day that holds the instant, as [start, end) in UTC
  (func $open_session (param $lane i32) (param $bank i32) (param $time f64)
    (local $zone i32) (local $midnight f64) (local $offset f64)
    (local.set $zone (i32.load offset=56 (; LANE.ZONE ;) (local.get $lane)))
    (local.set $offset (call $zone_offset (local.get $zone) (local.get $time)))
    ;; midnight, in local time = floor((time + offset) / day) * day
    (local.set $midnight (f64.mul (f64.const 86400000)
      (f64.floor (f64.div (f64.add (local.get $time) (local.get $offset)) (f64.const 86400000)))))
    (f64.store offset=32 (; BANK.SESSION_START ;) (local.get $bank)
      (call $day_begin (local.get $zone) (local.get $midnight) (local.get $offset)))
    (f64.store offset=40 (; BANK.SESSION_END ;) (local.get $bank)
      (call $day_begin (local.get $zone) (f64.add (local.get $midnight) (f64.const 86400000)) (local.get $offset))))
