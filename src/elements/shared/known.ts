/** What `make` makes for this key, made once: formats and zone tables cost more to make than a thousand uses. */
export function known<Key, Value>(values: Map<Key, Value>, key: Key, make: () => Value): Value {
  let value = values.get(key);
  if (value === undefined) {
    value = make();
    values.set(key, value);
  }
  return value;
}
