  ;; What is made of highs, lows and volumes.

  (func $range (type $operation)
    (unreachable))

  (func $direction (type $operation)
    (unreachable))

  (func $cumulate (type $operation)
    (unreachable))

  (func $parabolic (type $operation)
    (unreachable))

  (func $supertrend (type $operation)
    (unreachable))
