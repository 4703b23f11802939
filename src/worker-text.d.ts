/** A worker's whole code as text, put in by the build. */
declare module '*.worker.ts?text' {
  const source: string;
  export default source;
}
