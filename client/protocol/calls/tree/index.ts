export { flush } from "./flush.ts";
