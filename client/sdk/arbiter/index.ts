export { Arbiter, type Ruling } from "./arbiter.ts";
