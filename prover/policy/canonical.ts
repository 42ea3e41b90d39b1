import { keccak256 } from "../keccak.ts";
import { parsePolicy } from "./parse.ts";
import type { Policy } from "./policy.ts";

type Json = string | number | readonly Json[] | { readonly [name: string]: Json };

/** JSON after RFC 8785: names sorted, no white space. Policies hold only strings, lists and small whole numbers. */
function canonicalJson(value: Json): string {
  if (typeof value !== "object") return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(",")}]`;
  const members = Object.entries(value).toSorted(([one], [other]) => (one < other ? -1 : 1));
  return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${canonicalJson(member)}`).join(",")}}`;
}

/**
 * The one text of a policy: its canonical values, as canonical JSON (RFC 8785).
 *
 * @throws InvalidPolicyError
 */
export function canonicalPolicyText(policy: Policy): string {
  return canonicalJson({ ...parsePolicy(policy) } as unknown as Json);
}

/**
 * The hash under which a policy's readable source is published, 32 bytes in hexadecimal: keccak-256 of
 * {@link canonicalPolicyText} in UTF-8.
 *
 * @throws InvalidPolicyError
 */
export function policySourceHash(policy: Policy): string {
  return keccak256(new TextEncoder().encode(canonicalPolicyText(policy)));
}
