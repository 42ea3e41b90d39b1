import { getBytes, id } from "ethers";

/** Bytes of every review's text. */
const LENGTH = 200;

const WORDS = (
  "the a she he my and but so was were had is not very no after before during week month day hour surgeon doctor " +
  "nurse staff anaesthetist clinic operation scar swelling pain bruise stitches dressing result appointment invoice " +
  "question answer risk advice visit recovery clear calm kind honest patient careful quick slow late early better worse " +
  "than expected explained asked told waited called moved healed looks feels again would never always twice once recommend"
).split(" ");

/** 200 bytes of words, other ones for every review: texts that repeat one another would compress as real ones do not. */
export function reviewText(index: number): string {
  let text = "";
  for (let round = 0; text.length < LENGTH; round += 1) {
    const draws = getBytes(id(`review ${index}, round ${round}`));
    text += `${Array.from(draws, (draw) => WORDS[draw % WORDS.length]).join(" ")} `;
  }
  return text.slice(0, LENGTH);
}
