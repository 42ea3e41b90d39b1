import { AbiCoder, concat, dataSlice, id, keccak256, toBeHex } from "ethers";
import { afterAll, describe, expect, it } from "vitest";

import { FIELD_MODULUS } from "../../../prover/field.ts";
import { withWord, withWords } from "./support/altered.ts";
import { g1, g2 } from "./support/curve.ts";
import { AMPLE_GAS, chainId, coefficients, endChain, gasOf, harness, verify } from "./support/harness.ts";
import { PROOF_WORDS, scalar, TrapdoorKey } from "./support/trapdoor.ts";
import type { Statement } from "./support/trapdoor.ts";

const BASE_FIELD_MODULUS = 21888242871839275222246405745257275088696311157297823662689037894645226208583n;

const key = new TrapdoorKey("review", 6);
const [A, B, C, SIGNALS] = [0, 2, 6, PROOF_WORDS];

afterAll(endChain);

/** Every place of a proof in a batch of the sizes that go separate ways in the code. */
const places = [1, 2, 3, 5].flatMap((count) =>
  Array.from({ length: count }, (_, proof) => ({ count, proof })),
);
const words = Array.from({ length: PROOF_WORDS + key.signals }, (_, word) => word);
const coordinates = words.slice(0, PROOF_WORDS);

describe("a batch of valid proofs", () => {
  it.each([1, 2, 3, 4, 16, 32, 128])("of size %i is accepted", async (count) => {
    expect(await verify(key, key.statements(count))).toBe(true);
  });

  it.each([0, 1, 2, 17])("is accepted for a key of %i public signals", async (signals) => {
    const other = new TrapdoorKey("other", signals);
    for (const count of [1, 3]) expect(await verify(other, other.statements(count))).toBe(true);
  });

  it("is accepted with signals of 0, 1 and r - 1 in every place", async () => {
    const extremes = [0n, 1n, FIELD_MODULUS - 1n];
    const statements = extremes.map((signal) => key.prove(Array<bigint>(key.signals).fill(signal)));
    for (const statement of statements) expect(await verify(key, [statement])).toBe(true);
    expect(await verify(key, statements)).toBe(true);
  });

  it("is accepted with every signal of every proof zero", async () => {
    const zeros = Array<bigint>(key.signals).fill(0n);
    expect(await verify(key, [key.prove(zeros), key.prove(zeros, { a: 5n, b: 7n })])).toBe(true);
  });

  it("is accepted in any order, and with one proof twice: replays are the caller's to refuse", async () => {
    const [first, second, third] = key.statements(3) as [Statement, Statement, Statement];
    expect(await verify(key, [third, first, second])).toBe(true);
    expect(await verify(key, [first, first])).toBe(true);
  });
});

/** A call whose words may make no statements. */
const attempt = (bytes: string, statementWords: readonly bigint[]): Promise<unknown> =>
  harness.getFunction("verify").staticCall(bytes, statementWords, { gasLimit: AMPLE_GAS });

describe("usual values of signals", () => {
  const usual = { 0: 5n, 3: FIELD_MODULUS - 1n, 5: 65_535n };
  const usually = new TrapdoorKey("review", 6, usual);
  const withUsual = (name: string) =>
    usually.prove(
      Array.from({ length: 6 }, (_, signal) =>
        Object.entries(usual).reduce<bigint>(
          (value, [index, usualValue]) => (Number(index) === signal ? usualValue : value),
          scalar(`${name} ${signal}`),
        ),
      ),
    );

  it("change nothing of what is accepted: the same proofs verify under both forms of the key", async () => {
    const mixed = [withUsual("one"), ...key.statements(2), withUsual("two")];
    for (const batch of [mixed.slice(0, 1), mixed.slice(1, 2), mixed, [mixed[0]!, mixed[3]!]]) {
      expect(await verify(usually, batch)).toBe(true);
      expect(await verify(key, batch)).toBe(true);
    }
  });

  it("do not excuse a signal that is not the proven one", async () => {
    const batch = [withUsual("one"), withUsual("two")];
    for (let proof = 0; proof < 2; proof++) {
      for (let signal = 0; signal < 6; signal++) {
        const changed = withWord(batch, proof, SIGNALS + signal, (value) => (value + 1n) % FIELD_MODULUS);
        expect(await verify(usually, changed), `proof ${proof}, signal ${signal}`).toBe(false);
        expect(await verify(usually, changed.slice(proof, proof + 1))).toBe(false);
      }
    }
    const [unusual] = key.statements(1);
    for (const [signal, value] of Object.entries(usual)) {
      const claimed = withWord([unusual!], 0, SIGNALS + Number(signal), () => value);
      expect(await verify(usually, claimed), `signal ${signal} claimed to be usual`).toBe(false);
    }
  });

  it("save a multiplication each", async () => {
    const saved = (await gasOf(key, [withUsual("one")])) - (await gasOf(usually, [withUsual("one")]));
    expect(saved).toBeGreaterThan(3 * 6_150);
  });
});

describe("a batch that is none", () => {
  it("is refused when it is empty or larger than the pairing takes everywhere", async () => {
    await expect(attempt(key.bytes, [])).rejects.toThrow(/BatchSizeOutOfRange\(0, 128\)/);
    const tooMany = Array<Statement>(129).fill(key.statements(1)[0]!).flat();
    await expect(attempt(key.bytes, tooMany)).rejects.toThrow(/BatchSizeOutOfRange\(129, 128\)/);
  });

  it("is refused when words are missing or left over", async () => {
    const statements = key.statements(2).flat();
    for (let length = 1; length < statements.length; length++) {
      if (length === statements.length / 2) continue;
      await expect(attempt(key.bytes, statements.slice(0, length))).rejects.toThrow(
        `MalformedBatch(${length}, ${PROOF_WORDS + key.signals})`,
      );
    }
  });

  it("is refused when the key is not one", async () => {
    for (const size of [0, 31, 448, 511, 513, 544, 576]) {
      const bytes = `0x${"11".repeat(size)}`;
      await expect(attempt(bytes, key.statements(1).flat())).rejects.toThrow(`MalformedKey(${size})`);
    }
  });
});

describe("one wrong element", () => {
  it.each(places)("is refused in any word: proof $proof of $count", async ({ count, proof }) => {
    const statements = key.statements(count);
    for (const word of words) {
      const changed = withWord(statements, proof, word, (value) => value + 1n);
      expect(await verify(key, changed), `word ${word} plus one`).toBe(false);
    }
  });

  it.each(places)(
    "is refused as a point of the curve too: proof $proof of $count",
    async ({ count, proof }) => {
      const statements = key.statements(count);
      const point = g1(scalar("wrong point"));
      const [x, y] = g2(scalar("wrong point"));
      const wrong: [number, bigint[]][] = [
        [A, point],
        [B, [x[1], x[0], y[1], y[0]]],
        [C, point],
      ];
      for (const [start, replacement] of wrong) {
        expect(
          await verify(key, withWords(statements, proof, start, replacement)),
          `from word ${start}`,
        ).toBe(false);
      }
    },
  );

  it("is refused in each proof of a batch of 32", async () => {
    const statements = key.statements(32);
    for (let proof = 0; proof < 32; proof++) {
      const signal = SIGNALS + (proof % key.signals);
      expect(
        await verify(
          key,
          withWord(statements, proof, signal, (value) => value ^ 1n),
        ),
        `${proof}`,
      ).toBe(false);
    }
  });

  it("is refused when two proofs have only exchanged a part", async () => {
    const [first, second] = key.statements(2) as [Statement, Statement];
    for (const [start, end] of [
      [A, B],
      [B, C],
      [C, SIGNALS],
      [SIGNALS, SIGNALS + 1],
      [SIGNALS, SIGNALS + 6],
    ] as const) {
      const exchanged = [
        ...withWords([first], 0, start, second.slice(start, end)),
        ...withWords([second], 0, start, first.slice(start, end)),
      ];
      expect(await verify(key, exchanged), `words ${start} to ${end}`).toBe(false);
    }
  });
});

describe("another name for the same number", () => {
  it.each(places)("is refused: proof $proof of $count", async ({ count, proof }) => {
    const statements = key.statements(count);
    for (const word of words) {
      const modulus = word < SIGNALS ? BASE_FIELD_MODULUS : FIELD_MODULUS;
      for (let multiple = 1n; multiple <= 4n; multiple++) {
        const changed = withWord(statements, proof, word, (value) => value + multiple * modulus);
        expect(await verify(key, changed), `word ${word} plus ${multiple} times the modulus`).toBe(false);
      }
    }
  });

  it("is refused for infinity, which is 0, 0 and never p, p", async () => {
    const statement = key.prove(Array<bigint>(key.signals).fill(3n), { a: 0n });
    expect(await verify(key, [statement])).toBe(true);
    expect(await verify(key, withWords([statement], 0, A, [BASE_FIELD_MODULUS, BASE_FIELD_MODULUS]))).toBe(
      false,
    );
  });
});

/** The statements with parts of one proof, each a start and a length, set to zero. */
const zero = (
  statements: readonly Statement[],
  proof: number,
  parts: readonly [number, number][],
): Statement[] =>
  parts.reduce(
    (changed, [start, length]) => withWords(changed, proof, start, Array<bigint>(length).fill(0n)),
    [...statements],
  );

describe("points at infinity", () => {
  it.each(places)("make no proof: proof $proof of $count", async ({ count, proof }) => {
    const statements = key.statements(count);
    const parts: [number, number][] = [
      [A, 2],
      [B, 4],
      [C, 2],
    ];
    // Every choice of the three points but the empty one.
    for (let choice = 1; choice < 8; choice++) {
      const chosen = parts.filter((_, index) => choice & (1 << index));
      expect(await verify(key, zero(statements, proof, chosen)), `choice ${choice}`).toBe(false);
    }
  });

  it("make no proof with all signals zero either, alone or in every place", async () => {
    const zeros = Array<bigint>(PROOF_WORDS + key.signals).fill(0n);
    for (const count of [1, 2, 3]) expect(await verify(key, Array<Statement>(count).fill(zeros))).toBe(false);
  });

  it("count like any other point where the equation holds with them", async () => {
    const signals = Array<bigint>(key.signals).fill(3n);
    const withoutA = key.prove(signals, { a: 0n });
    const withoutB = key.prove(signals, { b: 0n });
    for (const statement of [withoutA, withoutB]) {
      expect(await verify(key, [statement])).toBe(true);
      expect(await verify(key, [...key.statements(2), statement])).toBe(true);
    }
  });
});

describe("points outside the groups", () => {
  /** On the twisted curve y² = x³ + 3/(9+u) with x = 1 + 0u, but of another order than r. Real part first. */
  const OUTSIDE: Record<"x" | "y", [bigint, bigint]> = {
    x: [1n, 0n],
    y: [
      18278151005453108793778860132295291098363647455926340152056652516292830556603n,
      5912654199736721486680175016176231956195085055698687135131307249486702594212n,
    ],
  };

  it.each(places)("of G2 are refused: proof $proof of $count", async ({ count, proof }) => {
    const { x, y } = OUTSIDE;
    const changed = withWords(key.statements(count), proof, B, [x[1], x[0], y[1], y[0]]);
    expect(await verify(key, changed)).toBe(false);
  });

  it("include one that lies on the curve, so that only its order gives it away", () => {
    const { x, y } = OUTSIDE;
    const p = BASE_FIELD_MODULUS;
    const times = (l: [bigint, bigint], r: [bigint, bigint]): [bigint, bigint] => [
      (((l[0] * r[0] - l[1] * r[1]) % p) + p) % p,
      (l[0] * r[1] + l[1] * r[0]) % p,
    ];
    const [xCubed, ySquared] = [times(times(x, x), x), times(y, y)];
    // (y² − x³)·(9 + u) = 3
    const difference: [bigint, bigint] = [ySquared[0] - xCubed[0] + p, ySquared[1] - xCubed[1] + p];
    expect(times(difference, [9n, 1n])).toEqual([3n, 0n]);
  });
});

describe("a key with a point off its curve", () => {
  const signalPoints = Array.from({ length: key.signals }, (_, signal): [string, number] => [
    `K${signal + 1}`,
    17 + 3 * signal,
  ]);
  /** Where the last coordinate of each point lies, in words. */
  const points: [string, number][] = [["α", 1], ["β", 5], ["γ", 9], ["δ", 13], ["K0", 15], ...signalPoints];

  it.each(points)("accepts nothing, alone or in a batch: %s", async (_name, word) => {
    const value = BigInt(dataSlice(key.bytes, word * 32, word * 32 + 32)) ^ 1n;
    const bytes = concat([
      dataSlice(key.bytes, 0, word * 32),
      toBeHex(value, 32),
      dataSlice(key.bytes, word * 32 + 32),
    ]);
    for (const count of [1, 2]) expect(await attempt(bytes, key.statements(count).flat())).toBe(false);
  });
});

describe("proofs of another key", () => {
  const other = new TrapdoorKey("another review", 6);

  it("are refused, all of them or one among others", async () => {
    expect(await verify(other, other.statements(3))).toBe(true);
    expect(await verify(key, other.statements(1))).toBe(false);
    expect(await verify(key, other.statements(3))).toBe(false);
    const [foreign] = other.statements(1);
    for (let proof = 0; proof < 3; proof++) {
      expect(await verify(key, key.statements(3).with(proof, foreign!))).toBe(false);
    }
  });
});

const challengeOf = (bytes: string, statements: readonly Statement[]): Promise<string> =>
  harness.getFunction("challengeOf")(bytes, statements.flat()) as Promise<string>;

describe("the challenge", () => {
  it("is the hash of domain, chain, key, number of proofs and every word", async () => {
    const statements = key.statements(3);
    const statementsHash = keccak256(concat(statements.flat().map((word) => toBeHex(word, 32))));
    const expected = keccak256(
      AbiCoder.defaultAbiCoder().encode(
        ["bytes32", "uint256", "bytes32", "uint256", "bytes32"],
        [id("Aftercare Groth16 batch v1"), await chainId(), keccak256(key.bytes), 3, statementsHash],
      ),
    );
    expect(await challengeOf(key.bytes, statements)).toBe(expected);
  });

  it("changes with every word of every proof, the order of proofs, their number and the key", async () => {
    const statements = key.statements(3);
    const batches = [
      statements,
      ...statements.flatMap((_, proof) =>
        words.map((word) => withWord(statements, proof, word, (w) => w ^ 1n)),
      ),
      statements.toReversed(),
      statements.slice(0, 2),
      [...statements, statements[0]!],
    ];
    const challenges = await Promise.all(batches.map((batch) => challengeOf(key.bytes, batch)));
    challenges.push(await challengeOf(new TrapdoorKey("another review", 6).bytes, statements));
    expect(new Set(challenges).size).toBe(batches.length + 1);
  });

  it("gives 1 and then coefficients of 128 bits, each its own", async () => {
    const challenge = await challengeOf(key.bytes, key.statements(2));
    const [first, ...others] = await coefficients(challenge, 128);
    expect(first).toBe(1n);
    const derived = others.map((_, index) =>
      dataSlice(keccak256(concat([challenge, toBeHex(index + 1, 32)])), 0, 16),
    );
    expect(others).toEqual(derived.map(BigInt));
    expect(new Set(others).size).toBe(127);
    expect(others.some((coefficient) => coefficient >= 2n ** 127n)).toBe(true);
  });
});

describe("gas", () => {
  const valid = key.statements(2);
  const cases: { name: string; statements: readonly Statement[]; answer: boolean }[] = [
    { name: "one valid proof", statements: valid.slice(0, 1), answer: true },
    { name: "two valid proofs", statements: valid, answer: true },
    { name: "a false signal", statements: withWord(valid, 1, SIGNALS, (w) => w ^ 1n), answer: false },
    { name: "an A off the curve", statements: withWord(valid, 1, A, (w) => w ^ 1n), answer: false },
    { name: "a B off the curve", statements: withWord(valid, 0, B, (w) => w ^ 1n), answer: false },
  ];

  it.each(cases)("in any amount never gives a wrong answer: $name", async ({ statements, answer }) => {
    const outcomes = new Set<boolean | "reverted">();
    const enough = (await gasOf(key, statements)) + 120_000;
    for (let gasLimit = 20_000; gasLimit <= enough; gasLimit += 997) {
      outcomes.add(await verify(key, statements, { gasLimit }).catch(() => "reverted" as const));
    }
    expect([...outcomes]).toEqual(["reverted", answer]);
  });

  it("that runs short is named, with what is missing", async () => {
    const statements = key.statements(3);
    const gasLimit = (await gasOf(key, statements)) - 20_000;
    await expect(verify(key, statements, { gasLimit })).rejects.toThrow(/NotEnoughGas\(\d+, \d+\)/);
  });

  it.each([1, 2, 5])("is not burnt by a malformed point in a batch of %i", async (count) => {
    const statements = key.statements(count);
    const honest = await gasOf(key, statements);
    for (let proof = 0; proof < count; proof++) {
      for (const word of coordinates) {
        const spent = await gasOf(
          key,
          withWord(statements, proof, word, (value) => value + 1n),
        );
        expect(spent, `proof ${proof}, word ${word}`).toBeLessThanOrEqual(honest);
      }
    }
  });

  it.each([
    { count: 1, bar: 227_000 },
    { count: 4, bar: 96_000 },
    { count: 16, bar: 60_200 },
    { count: 32, bar: 54_200 },
  ])(
    "is at most $bar a proof of six signals in a batch of $count",
    { tags: "gas" },
    async ({ count, bar }) => {
      const gas = await gasOf(key, key.statements(count));
      console.info(`groth16.batch${count}: ${gas} gas, ${Math.round(gas / count)} a proof`);
      expect(gas / count).toBeLessThanOrEqual(bar);
    },
  );
});
