import { readdir } from "node:fs/promises";

import { createSurgeon, type SurgeonFacts } from "../../fixtures/people.ts";
import { createRecoveryPhrase } from "../../prover/keys/index.ts";
import type { Connection } from "../sdk/index.ts";
import { Patient } from "../sdk/patient/index.ts";
import type { Surgeon } from "../sdk/surgeon/index.ts";

/** A surgeon with what is public of her. */
export interface CastSurgeon extends SurgeonFacts {
  readonly role: Surgeon;
}

/** What becomes of a booking in the story. */
export type Fate =
  | "reviews"
  | "closes"
  | "never reported"
  | "never closed"
  | "cancels late"
  | "never comes"
  | "settles an accident"
  | "has an accident ruled"
  | "closes late and reviews";

/** One booking of the story: who, with whom, which bundle, and how it ends. */
export interface Part {
  /** Only the story knows patients by name; the chain never does. */
  readonly name: string;
  readonly phrase: string;
  readonly patient: Patient;
  readonly surgeon: CastSurgeon;
  /** Name of the fixture from which the surgery's record is read. */
  readonly fixture: string;
  readonly fate: Fate;
  readonly rating: number;
  readonly text: string;
}

const SURGEONS = [
  { name: "Dr. Amara Okafor", city: "San Diego", licenceNumber: "A-104482" },
  { name: "Dr. Jonas Lindqvist", city: "Sacramento", licenceNumber: "A-117930" },
  { name: "Dr. Mei Tanaka", city: "Oakland", licenceNumber: "A-121067" },
] as const;

/** Patients in the order in which they book; the surgeon is an index into the list above. */
const SCRIPT: readonly { name: string; surgeon: number; fate: Fate; rating: number; text: string }[] = [
  {
    name: "Ada",
    surgeon: 0,
    fate: "reviews",
    rating: 5,
    text: "Clear about the risks, and the result is what we agreed on.",
  },
  { name: "Bela", surgeon: 1, fate: "reviews", rating: 4, text: "Good work. The follow-up visit was short." },
  {
    name: "Chidi",
    surgeon: 2,
    fate: "reviews",
    rating: 5,
    text: "I was seen the same day when the swelling worried me.",
  },
  {
    name: "Dana",
    surgeon: 0,
    fate: "reviews",
    rating: 3,
    text: "Result fine, but the invoice was explained only afterwards.",
  },
  {
    name: "Emre",
    surgeon: 1,
    fate: "reviews",
    rating: 2,
    text: "Two appointments moved at short notice; scar wider than shown.",
  },
  {
    name: "Farah",
    surgeon: 2,
    fate: "reviews",
    rating: 4,
    text: "Calm staff, honest advice to do less than I had asked for.",
  },
  {
    name: "Goran",
    surgeon: 0,
    fate: "reviews",
    rating: 5,
    text: "Würde ich wieder tun: saubere Arbeit, gute Nachsorge.",
  },
  { name: "Hana", surgeon: 1, fate: "reviews", rating: 5, text: "説明が丁寧で、安心して任せられました。" },
  { name: "Ines", surgeon: 2, fate: "closes", rating: 0, text: "" },
  { name: "Jun", surgeon: 0, fate: "closes", rating: 0, text: "" },
  { name: "Kofi", surgeon: 1, fate: "never reported", rating: 0, text: "" },
  { name: "Lena", surgeon: 2, fate: "never closed", rating: 0, text: "" },
  { name: "Mara", surgeon: 0, fate: "cancels late", rating: 0, text: "" },
  { name: "Noor", surgeon: 1, fate: "never comes", rating: 0, text: "" },
  { name: "Otto", surgeon: 2, fate: "settles an accident", rating: 0, text: "" },
  { name: "Pia", surgeon: 0, fate: "has an accident ruled", rating: 0, text: "" },
  {
    name: "Quinn",
    surgeon: 1,
    fate: "closes late and reviews",
    rating: 1,
    text: "It took two corrections. I needed months before I could write this.",
  },
];

/** Everybody in the story, with keys made anew; nobody shares a key or has one from elsewhere. */
export async function castOf(
  aftercare: Connection,
): Promise<{ readonly surgeons: readonly CastSurgeon[]; readonly parts: readonly Part[] }> {
  const surgeons = await Promise.all(
    SURGEONS.map(async (facts) => ({ ...facts, role: await createSurgeon(aftercare) })),
  );
  const fixtures = await fixtureNames();
  const parts = SCRIPT.map(({ surgeon: surgeonIndex, ...script }, index) => {
    const surgeon = surgeons[surgeonIndex];
    const fixture = fixtures[index % fixtures.length];
    if (!surgeon || fixture === undefined) {
      throw new Error("The story needs three surgeons and at least one fixture.");
    }
    const phrase = createRecoveryPhrase();
    return { ...script, phrase, patient: Patient.fromPhrase(aftercare, phrase), surgeon, fixture };
  });
  return { surgeons, parts };
}

/** The FHIR bundles of surgeries. The cosmetic cases come last by number; they are what the first patients come for. */
async function fixtureNames(): Promise<string[]> {
  const names = await readdir(new URL("../../fixtures/fhir/", import.meta.url));
  return names
    .filter((name) => /^surgery-.*\.json$/.test(name))
    .toSorted()
    .toReversed();
}
