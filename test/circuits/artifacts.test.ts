import { cp, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";

import type { CircuitManifest } from "../../circuits/manifest.ts";
import { checkArtifacts, checkCeremony } from "../../circuits/tools/artifact-check.ts";
import { publishArtifacts } from "../../circuits/tools/artifacts.ts";
import { compileCircuit, withCompiledCircuit } from "../../circuits/tools/compiler.ts";
import { sha256OfFile } from "../../circuits/tools/digest.ts";
import {
  ArtifactHashMismatchError,
  CircuitMismatchError,
  CompilationError,
  InvalidManifestError,
  MalformedFileError,
  MissingFileError,
  PhaseTwoSkippedError,
  PowersOfTauMismatchError,
  ProvingKeyMismatchError,
  SetupFailedError,
  UnknownPowersOfTauError,
  VerificationKeyMismatchError,
} from "../../circuits/tools/errors.ts";
import { manifestPath, readManifest } from "../../circuits/tools/manifest.ts";
import { startProvingKey } from "../../circuits/tools/phase-two.ts";
import { identifyPowersOfTau, publicPowersOfTau } from "../../circuits/tools/powers-of-tau.ts";
import { ARTIFACTS_FOLDER } from "../../circuits/tools/project.ts";
import { endWorkerThreads } from "../../circuits/tools/worker-threads.ts";
import { setUpSquare, SQUARE, temporaryFolder } from "./support/small-circuit.ts";

type TemporaryFolder = Awaited<ReturnType<typeof temporaryFolder>>;

let original: TemporaryFolder;
let folder: TemporaryFolder;

beforeAll(async () => {
  original = await temporaryFolder();
  await setUpSquare(original.path);
});
beforeEach(async () => {
  folder = await temporaryFolder();
  await cp(original.path, folder.path, { recursive: true });
});
afterEach(() => folder[Symbol.asyncDispose]());
afterAll(async () => {
  await original[Symbol.asyncDispose]();
  await endWorkerThreads();
});

const check = (): Promise<CircuitManifest> =>
  checkArtifacts(SQUARE, folder.path, SQUARE.developmentPowersOfTau);
const artifactPath = (file: string): string => join(folder.path, "square", file);

/** Changes the circuit's entry in the manifest. */
async function editManifest(
  change: (entry: Record<string, unknown>) => Record<string, unknown>,
): Promise<void> {
  const manifest = (await readManifest(folder.path)) as unknown as {
    circuits: { square: Record<string, unknown> };
  };
  const circuits = { square: change(manifest.circuits.square) };
  await writeFile(manifestPath(folder.path), JSON.stringify({ version: 1, circuits }));
}

/** Makes the manifest agree with changed files, as an attacker who can change files would. */
async function coverUp(): Promise<void> {
  const { circuits } = await readManifest(folder.path);
  const files = circuits.square!.files;
  const updated = await Promise.all(
    Object.entries(files).map(async ([name, file]) => [
      name,
      {
        ...file,
        sha256: await sha256OfFile(join(folder.path, file.path)),
        bytes: (await stat(join(folder.path, file.path))).size,
      },
    ]),
  );
  await editManifest((entry) => ({ ...entry, files: Object.fromEntries(updated) as unknown }));
}

async function flipLastByte(path: string): Promise<void> {
  const bytes = await readFile(path);
  bytes[bytes.length - 1]! ^= 1;
  await writeFile(path, bytes);
}

describe("checking artifacts", () => {
  it("accepts what setup has written, and calls it a development key", async () => {
    expect(await check()).toMatchObject({
      ceremony: "development",
      constraints: 1,
      publicSignals: 1,
      domainSize: 4,
    });
  });

  it.each(["square.wasm", "square.zkey", "square.vkey.json"])("refuses a changed %s", async (file) => {
    await flipLastByte(artifactPath(file));
    await expect(check()).rejects.toThrow(ArtifactHashMismatchError);
  });

  it("refuses a manifest that states another length, which provers would refuse the download by", async () => {
    const { files } = (await readManifest(folder.path)).circuits.square!;
    const zkey = { ...files.zkey, bytes: files.zkey.bytes + 1 };
    await editManifest((entry) => ({ ...entry, files: { ...files, zkey } }));
    await expect(check()).rejects.toThrow(InvalidManifestError);
  });

  it("refuses a changed witness generator even if the manifest was changed with it", async () => {
    await flipLastByte(artifactPath("square.wasm"));
    await coverUp();
    await expect(check()).rejects.toThrow(CircuitMismatchError);
  });

  it("refuses a proving key of which one point was changed, even if the manifest was changed with it", async () => {
    const key = await readFile(artifactPath("square.zkey"));
    // The sections in the file: 12 bytes of heading each; the eighth holds the points of the private wires.
    let position = 12;
    while (key.readUInt32LE(position) !== 8) position += 12 + Number(key.readBigUInt64LE(position + 4));
    key[position + 12]! ^= 1;
    await writeFile(artifactPath("square.zkey"), key);
    await coverUp();
    await expect(check()).rejects.toThrow(ProvingKeyMismatchError);
  });

  it("refuses the verification key of another setup", async () => {
    await using other = await temporaryFolder();
    await setUpSquare(other.path);
    const foreign = await readFile(join(other.path, "square", "square.vkey.json"));
    await writeFile(artifactPath("square.vkey.json"), foreign);
    await coverUp();
    await expect(check()).rejects.toThrow(VerificationKeyMismatchError);
  });

  it("refuses a circuit whose source has changed since", async () => {
    const altered = { ...SQUARE, source: "test/circuits/support/square-altered.circom" };
    await expect(checkArtifacts(altered, folder.path, SQUARE.developmentPowersOfTau)).rejects.toThrow(
      CircuitMismatchError,
    );
  });

  it("refuses a key made for another circuit of the same size, even if the manifest says otherwise", async () => {
    const altered = { ...SQUARE, source: "test/circuits/support/square-altered.circom" };
    await using compiled = await temporaryFolder();
    const { r1cs, wasm } = await compileCircuit(altered.source, compiled.path);
    await writeFile(artifactPath("square.wasm"), await readFile(wasm));
    const r1csSha256 = await sha256OfFile(r1cs);
    await editManifest((entry) => ({ ...entry, r1csSha256 }));
    await coverUp();
    await expect(checkArtifacts(altered, folder.path, SQUARE.developmentPowersOfTau)).rejects.toThrow(
      ProvingKeyMismatchError,
    );
  });

  it("refuses figures in the manifest that are not the circuit's", async () => {
    await editManifest((entry) => ({ ...entry, constraints: 2 }));
    await expect(check()).rejects.toThrow(CircuitMismatchError);
  });

  it("refuses another powers-of-tau file", async () => {
    const other = join(folder.path, "other.ptau");
    await writeFile(other, "something else");
    await expect(checkArtifacts(SQUARE, folder.path, other)).rejects.toThrow(PowersOfTauMismatchError);
  });

  it("refuses a development key that calls itself public", async () => {
    await editManifest((entry) => ({ ...entry, ceremony: "public" }));
    await expect(check()).rejects.toThrow(UnknownPowersOfTauError);
  });

  it("names the file that is missing", async () => {
    await expect(checkArtifacts(SQUARE, join(folder.path, "square"), "none")).rejects.toThrow(
      MissingFileError,
    );
  });
});

describe("a key whose phase 2 was skipped", () => {
  /** Artifacts, consistent in every hash, around a key to which nobody has contributed. */
  async function publishWithoutPhaseTwo(): Promise<void> {
    await withCompiledCircuit(SQUARE.source, async (compiled) => {
      const provingKey = join(folder.path, "started.zkey");
      await startProvingKey(compiled.r1cs, SQUARE.developmentPowersOfTau, provingKey);
      const powersOfTau = await identifyPowersOfTau(SQUARE.developmentPowersOfTau);
      await publishArtifacts(
        SQUARE,
        compiled,
        { ceremony: "development", provingKey, powersOfTau },
        folder.path,
      );
    });
  }

  it("is refused", async () => {
    await publishWithoutPhaseTwo();
    await expect(check()).rejects.toThrow(PhaseTwoSkippedError);
  });

  it("is refused when only the verification key has δ = γ", async () => {
    const path = artifactPath("square.vkey.json");
    const key = JSON.parse(await readFile(path, "utf8")) as Record<string, unknown>;
    await writeFile(path, JSON.stringify({ ...key, vk_delta_2: key.vk_gamma_2 }));
    await coverUp();
    await expect(check()).rejects.toThrow(PhaseTwoSkippedError);
  });

  it("is refused when δ equals γ in G1 only", async () => {
    const honest = await readFile(artifactPath("square.zkey"));
    await publishWithoutPhaseTwo();
    const skipped = await readFile(artifactPath("square.zkey"));
    // δ in G1 begins 12 + 12 + 4 bytes (file and first section) + 12 (heading) + 468 bytes into the header: after γ in G2.
    const delta1At = 12 + 16 + 12 + 72 + 12 + 64 + 64 + 128 + 128;
    skipped.copy(honest, delta1At, delta1At, delta1At + 64);
    await writeFile(artifactPath("square.zkey"), honest);
    await coverUp();
    await expect(check()).rejects.toThrow("δ equals γ in G1");
  });
});

describe("a key that calls itself public", () => {
  const trusted = { "phase1.ptau": "ab".repeat(64) };
  const artifacts = {
    ceremony: "public" as const,
    ptau: { name: "phase1.ptau", blake2b512: "ab".repeat(64) },
  };
  const contribution = { kind: "contribution" as const, name: "Ada", hash: "" };
  const beacon = {
    kind: "beacon" as const,
    name: "beacon",
    hash: "",
    randomness: "00",
    iterationsExponent: 10,
  };

  it("needs a contribution and a beacon after it", () => {
    expect(() =>
      checkCeremony({ contributions: [contribution, beacon] }, artifacts, trusted, "m"),
    ).not.toThrow();
    for (const contributions of [[], [beacon], [contribution], [beacon, contribution]]) {
      expect(() => checkCeremony({ contributions }, artifacts, trusted, "m")).toThrow(InvalidManifestError);
    }
  });

  it("needs the public phase 1", () => {
    const contributions = [contribution, beacon];
    expect(() => checkCeremony({ contributions }, artifacts, {}, "m")).toThrow(UnknownPowersOfTauError);
  });
});

describe("the manifest", () => {
  it("of the repository is well formed and says that its keys are for development", async () => {
    const { circuits } = await readManifest(ARTIFACTS_FOLDER);
    expect(circuits.review).toMatchObject({ ceremony: "development", publicSignals: 6, domainSize: 4_096 });
    expect(circuits.claim).toMatchObject({ ceremony: "development", publicSignals: 6, domainSize: 8_192 });
  });

  it.each([
    ["no JSON", "{"],
    ["another version", '{"version":2,"circuits":{}}'],
    ["circuits that are a list", '{"version":1,"circuits":[]}'],
    ["an entry that is empty", '{"version":1,"circuits":{"review":{}}}'],
  ])("is refused with %s", async (_name, json) => {
    await writeFile(manifestPath(folder.path), json);
    await expect(readManifest(folder.path)).rejects.toThrow(InvalidManifestError);
  });

  it("is refused by the field that is wrong, and by what should be there", async () => {
    await editManifest((entry) => ({ ...entry, constraints: "one" }));
    await expect(readManifest(folder.path)).rejects.toThrow(
      "circuits.square.constraints is not a whole number above zero.",
    );
  });

  it.each(["/etc/passwd", "../outside", ""])("is refused with the artifact path %j", async (path) => {
    const { files } = (await readManifest(folder.path)).circuits.square!;
    await editManifest((entry) => ({ ...entry, files: { ...files, wasm: { ...files.wasm, path } } }));
    await expect(check()).rejects.toThrow(InvalidManifestError);
  });
});

describe("bad input", () => {
  it("to the compiler gives the compiler's words", async () => {
    await expect(compileCircuit("circuits/none.circom", folder.path)).rejects.toThrow(CompilationError);
  });

  it("to the setup is named: no powers-of-tau file", async () => {
    await withCompiledCircuit(SQUARE.source, async ({ r1cs, wasm }) => {
      await expect(startProvingKey(r1cs, wasm, join(folder.path, "x.zkey"))).rejects.toThrow(
        SetupFailedError,
      );
    });
  });

  it("in a proving key is named", async () => {
    const path = artifactPath("square.zkey");
    await writeFile(path, (await readFile(path)).subarray(0, 200));
    await coverUp();
    await expect(check()).rejects.toThrow(MalformedFileError);
  });
});

describe("the public ceremony's files", () => {
  it("are known from 2^8 to 2^28", async () => {
    const hashes = Object.values(await publicPowersOfTau());
    expect(new Set(hashes).size).toBe(21);
    expect(hashes.every((hash) => /^[0-9a-f]{128}$/.test(hash))).toBe(true);
  });
});
