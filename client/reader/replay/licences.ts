import type { Licence, Profile } from "../../protocol/licence.ts";
import type { LicenceEvent } from "../events.ts";

/** A surgeon's entry in the registry, as the chain's events tell it. */
export interface IndexedLicence {
  readonly surgeon: string;
  /** The board that attested the licence. */
  readonly board: string;
  readonly licence: Licence;
  readonly profile: Profile;
  /** Who signs for the surgeon: her own address until she hands over to another key. */
  readonly signer: string;
  /** First second at which the licence counts again; zero where it never was suspended. */
  readonly suspendedUntil: bigint;
  readonly revoked: boolean;
}

/** Replays the registry's events into every surgeon's entry, by address. */
export function indexLicences(events: readonly LicenceEvent[]): Map<string, IndexedLicence> {
  const licences = new Map<string, IndexedLicence>();
  for (const event of events) {
    const before = licences.get(event.surgeon);
    const after = entryAfter(before, event);
    if (after) licences.set(event.surgeon, after);
  }
  return licences;
}

function entryAfter(before: IndexedLicence | undefined, event: LicenceEvent): IndexedLicence | undefined {
  if (event.name === "SurgeonRegistered") {
    const { surgeon, board, licence, profile } = event;
    // A renewal keeps the key that signs and a suspension that still runs.
    const { signer = surgeon, suspendedUntil = 0n } = before ?? {};
    return { surgeon, board, licence, profile, signer, suspendedUntil, revoked: false };
  }
  // The registry knows no other event of a surgeon who is not in it; an entry made up from one would be no entry.
  if (!before) return undefined;
  switch (event.name) {
    case "ProfileUpdated":
      return { ...before, profile: event.profile };
    case "KeyRotated":
      return { ...before, signer: event.newSigner };
    case "LicenceSuspended":
      return { ...before, suspendedUntil: event.suspendedUntil };
    case "LicenceRevoked":
      return { ...before, revoked: true };
  }
}

/** Whether a licence is in force at a second, as the registry decides it. */
export function isLicensedAt(
  { licence, suspendedUntil, revoked }: Pick<IndexedLicence, "licence" | "suspendedUntil" | "revoked">,
  second: bigint,
): boolean {
  return !revoked && second < licence.expiry && second >= suspendedUntil;
}
