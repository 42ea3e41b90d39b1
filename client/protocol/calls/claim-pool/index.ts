export { back } from "./back.ts";
export { claim } from "./claim.ts";
export { claimBatch } from "./claim-batch.ts";
export { collect } from "./collect.ts";
export { fund } from "./fund.ts";
export { release } from "./release.ts";
export { withdraw } from "./withdraw.ts";
