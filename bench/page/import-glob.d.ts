/** Vite's import of whatever files match: none where a library is not installed. */
interface ImportMeta {
  glob<Module>(
    pattern: string,
    options?: { readonly query?: string; readonly import?: string },
  ): Record<string, () => Promise<Module>>;
}
