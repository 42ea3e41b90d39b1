// circomlibjs carries no types. Declared here is what tests and vector tools use of it: a second,
// independent implementation of the hash and the curve.
declare module "circomlibjs" {
  /** An element in the library's own (Montgomery) representation; read it with `F.toObject`. */
  export type Element = Uint8Array;

  export interface PrimeField {
    e(value: bigint): Element;
    toObject(element: Element): bigint;
  }

  export interface Poseidon {
    (inputs: readonly bigint[]): Element;
    /** The first elements of the state after the permutation, that of the capacity among them. */
    (inputs: readonly bigint[], initialState: bigint, outputs: number): Element[];
    readonly F: PrimeField;
  }

  export interface BabyJub {
    readonly F: PrimeField;
    readonly subOrder: bigint;
    readonly Base8: [Element, Element];
    mulPointEscalar(base: [Element, Element], scalar: bigint): [Element, Element];
  }

  export function buildPoseidon(): Promise<Poseidon>;
  /** The same in its plainest form: no precomputed tables, no WebAssembly. */
  export function buildPoseidonReference(): Promise<Poseidon>;
  export function buildBabyjub(): Promise<BabyJub>;

  export const poseidonContract: {
    /** Creation code of a contract that hashes `inputs` field elements, as 0x hex. */
    createCode(inputs: number): string;
  };
}
