;; Columns of numbers on their way into a plan's series.
;;
;;   clean  makes what is not finite unknown
(module
  (import "env" "memory" (memory 1 65536 shared))

  ;; goes over the values in [at, end), byte addresses and multiples of 8: value + 0 * value is the value itself, bit
  ;; for bit, or NaN where it is infinite
  (func (export "clean") (param $at i32) (param $end i32)
    (local $a v128) (local $b v128) (local $c v128) (local $d v128) (local $value f64)
    ;; eight by eight
    (block $few (loop $next
      (br_if $few (i32.lt_u (i32.sub (local.get $end) (local.get $at)) (i32.const 64)))
      (local.set $a (v128.load (local.get $at)))
      (local.set $b (v128.load (i32.add (local.get $at) (i32.const 16))))
      (local.set $c (v128.load (i32.add (local.get $at) (i32.const 32))))
      (local.set $d (v128.load (i32.add (local.get $at) (i32.const 48))))
      (v128.store (local.get $at)
        (f64x2.add (local.get $a) (f64x2.mul (local.get $a) (v128.const f64x2 0 0))))
      (v128.store (i32.add (local.get $at) (i32.const 16))
        (f64x2.add (local.get $b) (f64x2.mul (local.get $b) (v128.const f64x2 0 0))))
      (v128.store (i32.add (local.get $at) (i32.const 32))
        (f64x2.add (local.get $c) (f64x2.mul (local.get $c) (v128.const f64x2 0 0))))
      (v128.store (i32.add (local.get $at) (i32.const 48))
        (f64x2.add (local.get $d) (f64x2.mul (local.get $d) (v128.const f64x2 0 0))))
      (local.set $at (i32.add (local.get $at) (i32.const 64)))
      (br $next)))
    ;; one by one
    (block $done (loop $next
      (br_if $done (i32.ge_u (local.get $at) (local.get $end)))
      (local.set $value (f64.load (local.get $at)))
      (f64.store (local.get $at) (f64.add (local.get $value) (f64.mul (local.get $value) (f64.const 0))))
      (local.set $at (i32.add (local.get $at) (i32.const 8)))
      (br $next)))))
