;; A kernel as small as can be, for the tests of the toolchain itself.
(module
  (import "env" "memory" (memory 1 65536 shared))

  ;; answer = word at 8 + 1
  (func (export "answer") (result i32)
    (i32.add (i32.atomic.load (i32.const 8)) (i32.const 1)))

  ;; 0 woken, 1 not equal, 2 timed out; traps on unshared memory
  (func (export "wait") (param $value i32) (result i32)
    (memory.atomic.wait32 (i32.const 8) (local.get $value) (i64.const 1))))
