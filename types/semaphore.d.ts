// The package's own "types" entry for this path points at another of its modules.
declare module "@semaphore-protocol/core/group" {
  export * from "@semaphore-protocol/group";
}
// Declared as far as the benchmark calls it.
declare module "@semaphore-protocol/core/proof" {
  import type { Group } from "@semaphore-protocol/core/group";
  import type { Identity } from "@semaphore-protocol/core/identity";

  export function generateProof(
    identity: Identity,
    group: Group,
    message: bigint,
    scope: bigint,
    depth: number,
    artifacts: { readonly wasm: string; readonly zkey: string },
  ): Promise<unknown>;
}
