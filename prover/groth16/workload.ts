// Which thread adds up which points of a key. Sections are laid one after another and cut into stretches of equal
// work, so that no thread waits for another; a cut may go through a section, whose partial sums are added at the end.
import type { GroupName } from "./fixedBases.ts";
import type { ProvingKey } from "./provingKey.ts";

/** The multi-exponentiations of a proof, by the key's sections. */
export type SectionName = "quotient" | "private" | "b1" | "a" | "b2";

/** A part of a section: points from `first` up to, but not including, `end`. */
export interface Piece {
  readonly section: SectionName;
  readonly first: number;
  readonly end: number;
}

export const GROUP_OF: Readonly<Record<SectionName, GroupName>> = {
  quotient: "g1",
  private: "g1",
  b1: "g1",
  a: "g1",
  b2: "g2",
};

export const POINT_BYTES: Readonly<Record<GroupName, number>> = { g1: 64, g2: 128 };

// Measured against the work of one point in G1.
const WORK_OF_POINT: Readonly<Record<GroupName, number>> = { g1: 1, g2: 2.3 };
const WORK_OF_QUOTIENT = 0.4;

// The first thread also computes the quotient's scalars; the quotient's points come first, so that it has them.
const ORDER: readonly SectionName[] = ["quotient", "private", "b1", "a", "b2"];

// A thread takes over what is left of a section rather than leave fewer points than this to the next.
const SMALLEST_PIECE = 64;

function presentPoints(section: SectionName, points: Uint8Array): number {
  const bytes = POINT_BYTES[GROUP_OF[section]];
  let present = 0;
  for (let at = 0; at < points.length; at += bytes) {
    if (points.subarray(at, at + bytes).some((byte) => byte !== 0)) present++;
  }
  return present;
}

/** The pieces of each thread, about equal in work. */
export function shareOut(key: ProvingKey, threads: number): Piece[][] {
  const sections = ORDER.map((section) => {
    const count = key[section].length / POINT_BYTES[GROUP_OF[section]];
    return { section, count, work: presentPoints(section, key[section]) * WORK_OF_POINT[GROUP_OF[section]] };
  });
  const quotientWork = key.domainSize * WORK_OF_QUOTIENT;
  const share = (quotientWork + sections.reduce((sum, { work }) => sum + work, 0)) / threads;

  const shares = Array.from({ length: threads }, (): Piece[] => []);
  let thread = 0;
  let room = share - quotientWork;
  for (const { section, count, work } of sections) {
    let first = 0;
    while (first < count) {
      const wanted = Math.round((Math.max(room, 0) * count) / work);
      const isLast = thread === threads - 1;
      const end = isLast || count - first - wanted < SMALLEST_PIECE ? count : first + wanted;
      if (end > first) shares[thread]!.push({ section, first, end });
      room -= ((end - first) * work) / count;
      first = end;
      if (!isLast && (first < count || room <= 0)) {
        thread++;
        room += share;
      }
    }
  }
  return shares;
}
