/** Kernels as test/stress/mutants.mjs changes them: a pattern takes one `*` only, so each mutant has its line. */
declare module '*.wat?mutant=oneBank' {
  const kernel: KernelBinary;
  export default kernel;
}

declare module '*.wat?mutant=stuck' {
  const kernel: KernelBinary;
  export default kernel;
}

declare module '*.wat?mutant=oneState' {
  const kernel: KernelBinary;
  export default kernel;
}

declare module '*.wat?mutant=traps' {
  const kernel: KernelBinary;
  export default kernel;
}
