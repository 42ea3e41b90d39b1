export { Identity } from "@semaphore-protocol/core/identity";
