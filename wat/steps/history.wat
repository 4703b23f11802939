  ;; What was a few positions ago.

  (func $lag (type $operation)
    (unreachable))

  (func $cross (type $operation)
    (unreachable))

  (func $streak (type $operation)
    (unreachable))
