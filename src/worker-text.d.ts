/** A module's whole code as text, put in by the build. */
declare module '*.ts?text' {
  const source: string;
  export default source;
}
