import { describeField, fieldLabel } from "../record/describe-field.ts";
import { FIELD_NAMES } from "../record/schema.ts";
import type { DisclosureChallenge } from "./challenge.ts";
import type { Disclosure } from "./format.ts";

/**
 * A disclosure for people: what was opened, to whom, about which claim, and what stays hidden. It says nothing of whether the
 * proof holds; ask `verifyDisclosure` first.
 */
export function describeDisclosure(challenge: DisclosureChallenge, disclosure: Disclosure): string {
  const { insurer, nullifier, fields } = challenge;
  const { opened, root, coverageRoot } = disclosure;
  const hidden = FIELD_NAMES.filter((name) => !fields.includes(name)).map(fieldLabel);
  return [
    `Record of the surgery behind claim ${nullifier}, opened for ${insurer}:`,
    ...fields.flatMap((name) => {
      const value = opened[name];
      return value === undefined ? [] : [`  ${fieldLabel(name)}: ${describeField(name, value)}`];
    }),
    `Not opened: ${hidden.join(", ")}.`,
    `Proven under surgery root ${root} and coverage root ${coverageRoot}; check both against the chain.`,
  ].join("\n");
}
