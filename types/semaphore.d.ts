// The package's own "types" entry for this path points at another of its modules.
declare module "@semaphore-protocol/core/group" {
  export * from "@semaphore-protocol/group";
}
declare module "@semaphore-protocol/core/proof" {
  export { default as generateProof } from "@semaphore-protocol/proof/dist/types/generate-proof.js";
}
