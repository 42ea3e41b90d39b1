// The package's own "types" entry for this path points at another of its modules.
declare module "@semaphore-protocol/core/group" {
  export * from "@semaphore-protocol/group";
}
