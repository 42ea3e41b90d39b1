export type { Flushed } from "./housekeeping.ts";
export { Keeper } from "./keeper.ts";
