// Everything that talks to the contracts: messages to sign, calls that anyone may relay, and what a refusal means.
export * from "./insurance.ts";
export * from "./offer.ts";
