// Which thread adds up which points. Sections are laid one after another and cut into stretches of equal work, so that
// no thread waits for another; a cut may go through a section, whose partial sums are added at the end.
import type { GroupName } from "./curve.ts";
import { finitePoints } from "./finite-points.ts";
import type { Section } from "./sections.ts";

/** A part of a section: points from `first` up to, but not including, `end`. */
export interface Piece {
  readonly section: Section;
  readonly first: number;
  readonly end: number;
}

// Measured against the work of one point in G1.
const WORK_OF_POINT: Readonly<Record<GroupName, number>> = { g1: 1, g2: 2.3 };
const WORK_OF_QUOTIENT = 0.4;

// A thread takes over what is left of a section rather than leave fewer points than this to the next.
const SMALLEST_PIECE = 64;

/**
 * The pieces of each thread, about equal in work. The first thread gets less of them, since it also computes the
 * quotient's scalars; the first section is the quotient's, so that it has them at hand.
 */
export function shareOut(sections: readonly Section[], domainSize: number, threads: number): Piece[][] {
  const works = sections.map(
    ({ points, pointBytes, group }) =>
      points.flatMap((part) => finitePoints(part, pointBytes)).length * WORK_OF_POINT[group],
  );
  const quotientWork = domainSize * WORK_OF_QUOTIENT;
  const share = (quotientWork + works.reduce((sum, work) => sum + work, 0)) / threads;

  const shares = Array.from({ length: threads }, (): Piece[] => []);
  let thread = 0;
  let room = share - quotientWork;
  sections.forEach((section, index) => {
    const { count } = section;
    const workOfPoint = works[index]! / count;
    let first = 0;
    while (first < count) {
      const isLast = thread === threads - 1;
      const wanted = Math.round(Math.max(room, 0) / workOfPoint);
      const end = isLast || count - first - wanted < SMALLEST_PIECE ? count : first + wanted;
      if (end > first) shares[thread]!.push({ section, first, end });
      room -= (end - first) * workOfPoint;
      first = end;
      if (!isLast && (first < count || room <= 0)) {
        thread++;
        room += share;
      }
    }
  });
  return shares;
}
