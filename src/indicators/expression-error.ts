/** A mistake in an expression, for the one who wrote it. */
export class ExpressionError extends Error {
  /** Where in the text, counted from 1. */
  readonly column: number;
  /** The attribute with the mistake, or the number of the alert whose `when` or `hysteresis` it is. */
  readonly source: string | number;

  constructor(attribute: string, column: number, message: string, source: string | number = attribute) {
    super(`${attribute}, column ${column}: ${message}`);
    this.name = 'ExpressionError';
    this.column = column;
    this.source = source;
  }
}

/** Which text is being read: its attribute, and the `source` of its errors. */
export interface Origin {
  readonly attribute: string;
  readonly source: string | number;
}

/** An error at an index into the text of `origin`. */
export function mistake(origin: Origin, index: number, message: string): ExpressionError {
  return new ExpressionError(origin.attribute, index + 1, message, origin.source);
}
