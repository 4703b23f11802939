  ;; Figures of the last few values.

  (func $mean (type $operation)
    (unreachable))

  (func $weighted (type $operation)
    (unreachable))

  (func $moments (type $operation)
    (unreachable))

  (func $highest (type $operation)
    (unreachable))

  (func $lowest (type $operation)
    (unreachable))

  (func $median (type $operation)
    (unreachable))

  (func $mean_deviation (type $operation)
    (unreachable))

  (func $filter (type $operation)
    (unreachable))
