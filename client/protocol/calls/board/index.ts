export { answer } from "./answer.ts";
export { payRelayer } from "./pay-relayer.ts";
export { post } from "./post.ts";
export { postBatch } from "./post-batch.ts";
