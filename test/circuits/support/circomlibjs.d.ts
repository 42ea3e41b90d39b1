// circomlibjs comes without types; this is the part that the tests use.
declare module "circomlibjs" {
  interface Poseidon {
    (inputs: readonly bigint[]): Uint8Array;
    readonly F: { toObject(element: Uint8Array): bigint };
  }
  /** circomlib's Poseidon in its plainest form, written independently of the circuit. */
  export function buildPoseidonReference(): Promise<Poseidon>;
}
