import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { zKey } from "snarkjs";
import { afterAll, afterEach, beforeEach, describe, expect, it } from "vitest";

import { type Beacon, applyBeaconToCeremony } from "../../circuits/tools/ceremony/beacon.ts";
import { contributeToCeremony } from "../../circuits/tools/ceremony/contribute.ts";
import { finishCeremony } from "../../circuits/tools/ceremony/finish.ts";
import { newCeremony } from "../../circuits/tools/ceremony/new.ts";
import { keyPath, readTranscript, transcriptPath } from "../../circuits/tools/ceremony/transcript.ts";
import { verifyCeremony } from "../../circuits/tools/ceremony/verify.ts";
import {
  CeremonyError,
  MissingFileError,
  PhaseTwoSkippedError,
  UnknownPowersOfTauError,
} from "../../circuits/tools/errors.ts";
import {
  type TrustedPowersOfTau,
  identifyPowersOfTau,
  publicPowersOfTau,
} from "../../circuits/tools/powers-of-tau.ts";
import { readProvingKey } from "../../circuits/tools/proving-key.ts";
import { endWorkerThreads } from "../../circuits/tools/worker-threads.ts";
import { SQUARE, temporaryFolder } from "./support/small-circuit.ts";

const BEACON: Beacon = { randomness: "5e".repeat(32), iterationsExponent: 10, source: "a test" };

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
/** Stands in for the public files, which are not part of the repository. */
let trusted: TrustedPowersOfTau;

beforeEach(async () => {
  folder = await temporaryFolder();
  trusted = { test: (await identifyPowersOfTau(SQUARE.developmentPowersOfTau)).blake2b512 };
});
afterEach(() => folder[Symbol.asyncDispose]());
afterAll(endWorkerThreads);

const start = () => newCeremony(SQUARE, SQUARE.developmentPowersOfTau, folder.path, trusted);
const verify = () =>
  verifyCeremony(
    folder.path,
    SQUARE.developmentPowersOfTau,
    trusted,
    ({ transcript }) => Promise.resolve(transcript.contributions),
    () => SQUARE,
  );
const finish = () =>
  finishCeremony(
    folder.path,
    SQUARE.developmentPowersOfTau,
    trusted,
    join(folder.path, "artifacts"),
    () => SQUARE,
  );

describe("a ceremony", () => {
  it("goes from contributions and a beacon to artifacts that call themselves public", async () => {
    await start();
    await contributeToCeremony(folder.path, "Ada");
    await contributeToCeremony(folder.path, "Grace", "dice: 4 2 6");
    await applyBeaconToCeremony(folder.path, BEACON);

    const contributions = await verify();
    expect(contributions.map(({ name }) => name)).toEqual(["Ada", "Grace", "beacon"]);
    expect(contributions[2]).toMatchObject(BEACON);

    expect(await finish()).toMatchObject({ ceremony: "public", constraints: 1 });
  });

  it("records for each contributor the hash that snarkjs computes", async () => {
    await start();
    const output = join(folder.path, "independent.zkey");
    const hash = (await zKey.contribute(keyPath(folder.path, 0), output, "Ada", "entropy")) as Uint8Array;
    const recorded = (await readProvingKey(output)).contributions;
    expect(recorded).toEqual([
      { kind: "contribution", name: "Ada", hash: Buffer.from(hash).toString("hex") },
    ]);
  });

  it("never makes the same key twice", async () => {
    await start();
    const first = await contributeToCeremony(folder.path, "Ada", "same text");
    await using other = await temporaryFolder();
    await newCeremony(SQUARE, SQUARE.developmentPowersOfTau, other.path, trusted);
    expect((await contributeToCeremony(other.path, "Ada", "same text")).hash).not.toBe(first.hash);
  });

  it("takes only files of the public phase 1", async () => {
    const publicFiles = await publicPowersOfTau();
    await expect(
      newCeremony(SQUARE, SQUARE.developmentPowersOfTau, folder.path, publicFiles),
    ).rejects.toThrow(UnknownPowersOfTauError);
  });

  it("does not start in a folder that holds one", async () => {
    await start();
    await expect(start()).rejects.toThrow(CeremonyError);
  });

  it("is refused while nobody has contributed", async () => {
    await start();
    await expect(verify()).rejects.toThrow(PhaseTwoSkippedError);
    await expect(applyBeaconToCeremony(folder.path, BEACON)).rejects.toThrow(CeremonyError);
  });

  it("is not finished without a beacon, and takes nothing after it", async () => {
    await start();
    await contributeToCeremony(folder.path, "Ada");
    await expect(finish()).rejects.toThrow("lacks its beacon");
    await applyBeaconToCeremony(folder.path, BEACON);
    await expect(contributeToCeremony(folder.path, "Eve")).rejects.toThrow("over");
    await expect(applyBeaconToCeremony(folder.path, BEACON)).rejects.toThrow("over");
  });

  it.each<[string, Partial<Beacon>]>([
    ["randomness that is not hex", { randomness: "xyz" }],
    ["randomness that is too short", { randomness: "00ff" }],
    ["too few iterations", { iterationsExponent: 9 }],
    ["iterations that are no number", { iterationsExponent: Number.NaN }],
  ])("refuses a beacon with %s", async (_name, change) => {
    await start();
    await contributeToCeremony(folder.path, "Ada");
    await expect(applyBeaconToCeremony(folder.path, { ...BEACON, ...change })).rejects.toThrow(CeremonyError);
  });

  it("is refused if its transcript leaves a contributor out or renames one", async () => {
    await start();
    await contributeToCeremony(folder.path, "Ada");
    const transcript = await readTranscript(folder.path);
    const [ada] = transcript.contributions;
    await writeFile(
      transcriptPath(folder.path),
      JSON.stringify({ ...transcript, contributions: [{ ...ada, name: "Eve" }] }),
    );
    await expect(verify()).rejects.toThrow(CeremonyError);
  });

  it("names a folder that holds none", async () => {
    await expect(contributeToCeremony(folder.path, "Ada")).rejects.toThrow(MissingFileError);
  });
});
