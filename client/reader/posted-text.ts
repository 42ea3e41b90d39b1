import { getBytes } from "ethers/utils";
import { shownText } from "../../prover/text.ts";

/**
 * What stands on the board, as it can be shown: the board reads no text, so it may hold anything. What is no UTF-8 shows as
 * U+FFFD, and what could not be seen, or would turn the text round, by its number.
 *
 * @param bytes UTF-8 as 0x hex.
 */
export function postedText(bytes: string): string {
  // A byte order mark is a character like any other here: left out, it would hide.
  return shownText(new TextDecoder("utf-8", { ignoreBOM: true }).decode(getBytes(bytes)));
}
