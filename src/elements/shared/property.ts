import type { PropertyDeclaration, ReactiveElement } from 'lit';

/**
 * Makes a field a property that follows its attribute, and takes its default where the attribute is removed. In place of lit's
 * decorator, which also serves standard decorators and accessors.
 */
export const property =
  (options?: PropertyDeclaration) =>
  (element: ReactiveElement, name: string): void => {
    (element.constructor as typeof ReactiveElement).createProperty(name, { useDefault: true, ...options });
  };
