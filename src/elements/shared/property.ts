import type { PropertyDeclaration, ReactiveElement } from 'lit';

/** What a property may say beyond lit: how any value becomes one of its own. */
interface Declaration extends PropertyDeclaration {
  readonly read?: (value: unknown) => unknown;
}

/** An empty text is no number; JavaScript says 0. */
const numberOf = (value: unknown) => (typeof value === 'string' && !value.trim() ? Number.NaN : Number(value));

/**
 * Makes a field a property that follows its attribute, and takes its default where the attribute is removed. In place of lit's
 * decorator, which also serves standard decorators and accessors.
 *
 * Frameworks set properties where templates have attributes: a text where a number is meant, null or undefined for what was left out.
 * So a property is always of its type, and null and undefined are its default.
 */
export const property =
  (options?: Declaration) =>
  (element: ReactiveElement, name: string): void => {
    const { type = String } = options ?? {};
    const asIs = (value: unknown) => value;
    const parse = options?.read ?? (type === Number ? numberOf : undefined);
    const read = parse ?? (type === Boolean ? Boolean : type === Object ? asIs : String);
    const fromAttribute = (text: string | null) => (text === null ? null : parse?.(text));
    const converter = parse && { converter: { fromAttribute } };
    (element.constructor as typeof ReactiveElement).createProperty(name, {
      useDefault: true,
      ...converter,
      ...options,
    });
    const { get, set } = Object.getOwnPropertyDescriptor(element, name) as Required<PropertyDescriptor>;
    // set first by the field itself, whose value is the default
    let initial: { readonly value: unknown } | undefined;
    Object.defineProperty(element, name, {
      get,
      set(value: unknown) {
        initial ??= { value };
        set.call(this, value === null || value === undefined ? initial.value : read(value));
      },
      configurable: true,
      enumerable: true,
    });
  };
