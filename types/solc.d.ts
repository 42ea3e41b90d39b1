declare module "solc" {
  interface Compiler {
    /** Standard JSON in, standard JSON out. */
    compile(
      input: string,
      callbacks: { import(name: string): { contents: string } | { error: string } },
    ): string;
  }
  const solc: Compiler;
  export default solc;
}
