/** Types of what is bundled of Semaphore: its own would ask users for three packages more. */
export declare class Identity {
  constructor(privateKey?: string | Uint8Array);
  get privateKey(): string | Uint8Array;
  get secretScalar(): bigint;
  get publicKey(): [bigint, bigint];
  get commitment(): bigint;
  export(): string;
  signMessage(message: bigint): { R8: [bigint, bigint]; S: bigint };
}
