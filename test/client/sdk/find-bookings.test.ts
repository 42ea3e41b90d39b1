import { expect, it } from "vitest";

import type { IndexedBooking } from "../../../client/reader/replay/bookings.ts";
import type { Connection } from "../../../client/sdk/index.ts";
import { findBookings } from "../../../client/sdk/patient/find-bookings.ts";
import { PatientSession, SEARCH_GAP } from "../../../client/sdk/patient/session.ts";
import { createRecoveryPhrase, PatientKeys } from "../../../prover/keys/index.ts";

const KEYS = PatientKeys.fromPhrase(createRecoveryPhrase());

/** A session on a chain that knows the patient's bookings of these numbers, and one of somebody else. */
function sessionWith(indices: readonly number[]): PatientSession {
  const addresses = [...indices.map((index) => KEYS.booking(index).address), `0x${"99".repeat(20)}`];
  const bookings = new Map(
    addresses.map((patient) => [patient, { bookingId: patient, terms: { patient } } as IndexedBooking]),
  );
  return new PatientSession({ view: async () => ({ bookings }) } as unknown as Connection, KEYS);
}

async function foundIn(session: PatientSession): Promise<number[]> {
  return (await findBookings(session)).map(({ index }) => index);
}

it("bookings are found across gaps of offers that nobody accepted, as many as there are", async () => {
  const indices = [0, 3, 3 + SEARCH_GAP, 3 + 2 * SEARCH_GAP];
  const session = sessionWith(indices);
  expect(await foundIn(session)).toEqual(indices);
  expect(session.nextIndex).toBe(4 + 2 * SEARCH_GAP);
});

it("the search ends at a gap that no patient leaves", async () => {
  expect(await foundIn(sessionWith([1, 2 + SEARCH_GAP]))).toEqual([1]);
});

it("a new phrase has no bookings, and begins with the first", async () => {
  const session = sessionWith([]);
  expect(await foundIn(session)).toEqual([]);
  expect(session.nextIndex).toBe(0);
});
