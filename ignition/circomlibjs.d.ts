declare module "circomlibjs" {
  /** Generator of Poseidon contracts for the EVM, 1 to 8 inputs. */
  export const poseidonContract: {
    createCode(inputs: number): string;
    generateABI(inputs: number): readonly object[];
  };

  export interface Poseidon {
    (inputs: readonly bigint[]): Uint8Array;
    F: { toObject(element: Uint8Array): bigint };
  }

  /** Poseidon in WebAssembly. */
  export function buildPoseidon(): Promise<Poseidon>;
}
