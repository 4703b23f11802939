/** The part that we use of the analyzer, which declares no types for it. */
declare module '@custom-elements-manifest/analyzer/cli.js' {
  /** Resolves to the manifest. */
  export function cli(options: { argv: readonly string[]; cwd: string; noWrite: boolean }): Promise<object>;
}
