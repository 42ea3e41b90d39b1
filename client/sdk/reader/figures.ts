import { countersOf, type SurgeonCounters } from "../../reader/replay/counters.ts";
import type { ReviewCheck } from "../../reader/replay/reviews.ts";
import type { ChainView } from "../../reader/chain-view.ts";

/** What the chain alone tells of a surgeon. */
export interface SurgeonFigures {
  readonly surgeon: string;
  readonly executed: number;
  readonly closed: number;
  /** closed / executed, the figure that people read; null before the first surgery. */
  readonly closedShare: number | null;
  /** Verified reviews, each in its latest version. */
  readonly reviews: number;
  readonly averageRating: number | null;
  /** Surgeries that one of her reviews could belong to, at least; zero where there is no review. */
  readonly anonymitySet: number;
  /** Everything that became of her bookings. */
  readonly counters: SurgeonCounters;
}

/** @param checks Of all reviews, or of hers. */
export function figuresOf(
  { bookings }: Pick<ChainView, "bookings">,
  surgeon: string,
  checks: readonly ReviewCheck[],
): SurgeonFigures {
  const counters = countersOf(bookings.values(), surgeon);
  const { executed, closed } = counters;
  const verified = checks.filter((check) => check.surgeon === surgeon && check.verdict === "verified");
  const latest = [...new Map(verified.map((check) => [check.nullifier, check])).values()];
  const stars = latest.reduce((sum, { rating }) => sum + rating, 0);
  return {
    surgeon,
    executed,
    closed,
    closedShare: executed === 0 ? null : closed / executed,
    reviews: latest.length,
    averageRating: latest.length === 0 ? null : stars / latest.length,
    anonymitySet: verified.length === 0 ? 0 : Math.min(...verified.map(({ anonymitySet }) => anonymitySet)),
    counters,
  };
}
