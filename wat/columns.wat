;; Columns of numbers on their way into a plan's series.
;;
;;   clean  makes what is not finite unknown
(module
  (import "env" "memory" (memory 1 65536 shared))

  ;; Goes over the values in [at, end), byte addresses and multiples of 8. value + 0 * value is the value itself, bit for bit, or NaN
  ;; where it is infinite.
  (func (export "clean") (param $at i32) (param $end i32)
    (local $pair v128) (local $value f64)
    ;; two by two
    (block $last (loop $next
      (br_if $last (i32.lt_u (i32.sub (local.get $end) (local.get $at)) (i32.const 16)))
      (local.set $pair (v128.load (local.get $at)))
      (v128.store (local.get $at)
        (f64x2.add (local.get $pair) (f64x2.mul (local.get $pair) (v128.const f64x2 0 0))))
      (local.set $at (i32.add (local.get $at) (i32.const 16)))
      (br $next)))
    ;; what is left of an odd number
    (if (i32.lt_u (local.get $at) (local.get $end))
      (then
        (local.set $value (f64.load (local.get $at)))
        (f64.store (local.get $at) (f64.add (local.get $value) (f64.mul (local.get $value) (f64.const 0))))))))
