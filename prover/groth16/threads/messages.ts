import type { WitnessFault } from "../witness.ts";
import type { ThreadCalls } from "./proof-thread.ts";

export type CallName = keyof ThreadCalls;

/** What a call of this name takes. */
export type Argument<Name extends CallName> = Parameters<ThreadCalls[Name]>[0];

/** What a call of this name answers. */
export type Answer<Name extends CallName> = Awaited<ReturnType<ThreadCalls[Name]>>;

/** The arrays of numbers that an argument or an answer holds. */
export function arraysIn(value: unknown): (Uint8Array<ArrayBuffer> | Uint32Array<ArrayBuffer>)[] {
  const parts: readonly unknown[] = ArrayBuffer.isView(value) ? [value] : Object.values(value ?? {});
  return parts.filter((part) => part instanceof Uint8Array || part instanceof Uint32Array) as ReturnType<
    typeof arraysIn
  >;
}

/** Wipes what nobody will use any more. */
export function wipeArraysIn(value: unknown): void {
  for (const array of arraysIn(value)) array.fill(0);
}

/** Asks a thread for something. Answers carry the same id. */
export type Call = {
  [Name in CallName]: {
    readonly kind: "call";
    readonly id: number;
    readonly name: Name;
    readonly argument: Argument<Name>;
  };
}[CallName];

/** What a thread is sent: a call, or that an earlier one need not begin any more. */
export type Request = Call | { readonly kind: "cancel"; readonly id: number };

/** A thread's answer. Errors lose their class on the way: the witness program's are told apart from the others. */
export type Response =
  | { readonly kind: "answer"; readonly id: number; readonly answer: Answer<CallName> }
  | {
      readonly kind: "witness error";
      readonly id: number;
      readonly fault: WitnessFault;
      readonly problem: string;
    }
  | { readonly kind: "failure"; readonly id: number; readonly message: string };
