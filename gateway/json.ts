/** What the gateway needs of JSON beside `JSON.parse`. */

export function isStrings(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((entry) => typeof entry === 'string');
}
