export { approve } from "./approve.ts";
