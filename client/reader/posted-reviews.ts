import type { Provider } from "ethers/providers";
import { dataLength, dataSlice } from "ethers/utils";
import { type PackedReview, packReview, type ReviewSubmission, unpackReview } from "../protocol/review.ts";
import { BOARD } from "../protocol/interfaces.ts";

/** What the board's event tells of a review; the rest is in the calldata of the transaction. */
export interface ReviewLog {
  readonly transactionHash: string;
  readonly nullifier: bigint;
  readonly head: bigint;
  readonly text: string;
}

/** Finds posted reviews with their proofs; keeps the last transaction, since a batch logs many reviews. */
export function reviewFinder(provider: Provider): (log: ReviewLog) => Promise<ReviewSubmission | undefined> {
  let last: { transactionHash: string; submissions: ReviewSubmission[] } | undefined;
  return async ({ transactionHash, nullifier, head, text }) => {
    if (last?.transactionHash !== transactionHash) {
      const transaction = await provider.getTransaction(transactionHash);
      last = { transactionHash, submissions: submissionsIn(transaction?.data ?? "0x") };
    }
    return last.submissions.find(
      ({ review }) =>
        review.nullifier === nullifier && packReview(review).head === head && review.text === text,
    );
  };
}

/**
 * Every review in a transaction's calldata, with its proof.
 *
 * A relayer may have called the board through another contract, such as a wallet, so the board's calls are looked for
 * at every place. What only looks like one matches no event.
 */
export function submissionsIn(calldata: string): ReviewSubmission[] {
  const bytes = calldata.toLowerCase();
  return (["post", "postBatch"] as const).flatMap((name) => {
    const selector = BOARD.getFunction(name).selector.slice(2);
    const found: ReviewSubmission[] = [];
    for (let at = bytes.indexOf(selector, 2); at >= 0; at = bytes.indexOf(selector, at + 1)) {
      // An odd place is the second half of one byte and the first of the next.
      if (at % 2 === 0) found.push(...decodedCall(name, `0x${bytes.slice(at)}`));
    }
    return found;
  });
}

function decodedCall(name: "post" | "postBatch", call: string): ReviewSubmission[] {
  try {
    const values = BOARD.decodeFunctionData(name, call).toArray(true) as unknown[];
    const [reviews, texts, proofs] = (name === "post" ? [[values[0]], values[1], [values[2]]] : values) as [
      words: bigint[][],
      texts: string,
      proofs: ProofWords[],
    ];
    let textEnd = 0;
    return reviews.map(([head, relayTerms, root, nullifier], index) => {
      const packed: PackedReview = {
        head: head!,
        relayTerms: relayTerms!,
        root: root!,
        nullifier: nullifier!,
      };
      const textLength = Number(head! >> 232n);
      const text = dataSlice(texts, textEnd, Math.min(textEnd + textLength, dataLength(texts)));
      textEnd += textLength;
      const [a, b, c] = proofs[index]!;
      return { review: unpackReview(packed, text), proof: { a, b, c } };
    });
  } catch {
    // The bytes of a selector, but not of a call.
    return [];
  }
}

type Pair = [bigint, bigint];
type ProofWords = [a: Pair, b: [Pair, Pair], c: Pair];
