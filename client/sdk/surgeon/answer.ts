import { assertFieldElement } from "../../../prover/field.ts";
import { assertInteger } from "../../../prover/integers.ts";
import { reviewTextBytes } from "../../../prover/review/index.ts";
import { assertText } from "../../../prover/text.ts";
import * as board from "../../protocol/calls/board/index.ts";
import type { RelayReceipt } from "../../protocol/calls/relay.ts";
import { boardDomain, signAnswer } from "../../protocol/messages/board.ts";
import { deadlineIn, type Lifetime } from "../signing.ts";
import type { SurgeonSession } from "./session.ts";

/** Which version of a review is answered, and how. */
export interface ReviewAnswer extends Lifetime {
  readonly nullifier: bigint;
  readonly version: number;
  /** At most 1,024 bytes of UTF-8; see `assertText` for what it may not hold. */
  readonly text: string;
}

const ANSWER = "The answer";

/** Answers one version of a review in public. */
export async function answer(
  session: SurgeonSession,
  { nullifier, version, text, lifetime }: ReviewAnswer,
): Promise<RelayReceipt> {
  assertFieldElement("nullifier", nullifier);
  assertInteger("version", version, 1, 2 ** 32 - 1);
  assertText(ANSWER, text, "lines");
  const { connection } = session;
  const { chainId, board: boardAddress } = connection.deployment;
  const signed = {
    nullifier,
    version,
    text: reviewTextBytes(text, ANSWER),
    deadline: await deadlineIn(connection, { lifetime }),
  };
  const surgeonSignature = await signAnswer(session.signer, boardDomain(chainId, boardAddress), signed);
  return connection.send(board.answer(connection.deployment, { ...signed, surgeonSignature }));
}
