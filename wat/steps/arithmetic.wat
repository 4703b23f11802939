  ;; Value by value: arithmetic, comparison, logic.

  (func $add (type $operation)
    (unreachable))

  (func $subtract (type $operation)
    (unreachable))

  (func $multiply (type $operation)
    (unreachable))

  (func $divide (type $operation)
    (unreachable))

  (func $multiply_add (type $operation)
    (unreachable))

  (func $minimum (type $operation)
    (unreachable))

  (func $maximum (type $operation)
    (unreachable))

  (func $absolute (type $operation)
    (unreachable))

  (func $root (type $operation)
    (unreachable))

  (func $sign (type $operation)
    (unreachable))

  (func $greater (type $operation)
    (unreachable))

  (func $greater_equal (type $operation)
    (unreachable))

  (func $equal (type $operation)
    (unreachable))

  (func $and (type $operation)
    (unreachable))

  (func $or (type $operation)
    (unreachable))

  (func $not (type $operation)
    (unreachable))

  (func $otherwise (type $operation)
    (unreachable))

  (func $select (type $operation)
    (unreachable))
