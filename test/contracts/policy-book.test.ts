import { id, keccak256, ZeroHash } from "ethers";
import { describe, expect, it } from "vitest";

import { FIELD_MODULUS } from "../../prover/field.ts";
import { policyIdOf, scopeOf } from "../../prover/index.ts";
import { from } from "./support/chain.ts";
import {
  COVERAGE_ROOT,
  MAXIMUM_CLAIMS,
  NOTICE,
  numbersOf,
  PAYOUT,
  publishPolicy,
  SOURCE,
  termsOf,
  useClaims,
} from "./support/claims.ts";
import type { PolicyTerms } from "./support/claims.ts";
import { DAY } from "./support/deployment.ts";
import { expectRevert } from "./support/errors.ts";
import { eventOf, mined } from "./support/events.ts";
import { textOf } from "./support/review.ts";

const claims = useClaims();

describe("publishing a policy", () => {
  it("keeps what paying takes and announces terms and source", async () => {
    const { book, insurer } = claims();
    const terms = await termsOf(claims());
    const receipt = await mined(from(book, insurer).publish(terms, SOURCE));
    const event = await eventOf(book, receipt, "PolicyPublished");
    expect(event.insurer).toBe(insurer.address);
    expect(event.source).toBe(SOURCE);
    const announced = event.terms as PolicyTerms;
    expect(announced.sourceHash).toBe(keccak256(SOURCE));

    const policyId = await book.policyIdOf(terms);
    expect(event.policyId).toBe(policyId);
    const policy = await book.policyOf(policyId);
    expect(policy.insurer).toBe(insurer.address);
    expect(policy.payout).toBe(PAYOUT);
    expect(policy.maximumClaims).toBe(BigInt(MAXIMUM_CLAIMS));
    expect(policy.opensAt).toBe(BigInt(terms.opensAt));
    expect(policy.closesAt).toBe(BigInt(terms.closesAt));
    expect(policy.coverageNotice).toBe(BigInt(NOTICE));
    expect(policy.programHash).toBe(terms.programHash);
    expect(policy.scope).toBe(policyId);
  });

  it("gives a number that chain, book and every part of the terms go into", async () => {
    const { book } = claims();
    const terms = await termsOf(claims());
    const changes: Partial<PolicyTerms>[] = [
      {},
      { insurer: claims().rival.address },
      { programHash: 78n },
      { sourceHash: id("other") },
      { payout: 1n },
      { maximumClaims: 4 },
      { opensAt: 5 },
      { closesAt: terms.closesAt + 1 },
      { coverageNotice: NOTICE + 1 },
      { group: id("group") },
      { salt: id("other") },
    ];
    const numbers = new Set<bigint>();
    for (const change of changes) {
      const changed = { ...terms, ...change };
      const number = await book.policyIdOf(changed);
      expect(number).toBe((await numbersOf(claims(), changed)).id);
      expect(number).toBeLessThan(FIELD_MODULUS);
      numbers.add(number);
    }
    expect(numbers.size).toBe(changes.length);
  });

  it("gives numbers and scopes that the prover gives too", async () => {
    const { book, chain } = claims();
    const place = { chainId: chain.chainId, book: await book.getAddress() };
    for (const group of [ZeroHash, id("group")]) {
      const policy = await publishPolicy(claims(), { group });
      expect(policyIdOf(policy.terms, place)).toBe(policy.id);
      expect(scopeOf(policy.terms, place)).toBe(policy.scope);
      expect((await book.policyOf(policy.id)).scope).toBe(policy.scope);
    }
  });

  it("gives policies of one group one scope, which is nobody's number", async () => {
    const group = id("insurers who agreed");
    const first = await publishPolicy(claims(), { group });
    const second = await publishPolicy(claims(), { group, insurer: claims().rival.address });
    expect(second.scope).toBe(first.scope);
    expect(second.id).not.toBe(first.id);
    expect(first.scope).toBe(await claims().book.scopeOfGroup(group));
    expect([first.id, second.id]).not.toContain(first.scope);
  });

  it.each<[string, Partial<PolicyTerms>, string, unknown[]]>([
    ["no program", { programHash: 0n }, "InvalidPolicyTerms", ["programHash"]],
    [
      "a program hash that is no field element",
      { programHash: FIELD_MODULUS },
      "InvalidPolicyTerms",
      ["programHash"],
    ],
    ["no payout", { payout: 0n }, "InvalidPolicyTerms", ["payout"]],
    ["no claims", { maximumClaims: 0 }, "InvalidPolicyTerms", ["maximumClaims"]],
    ["a window that is reversed", { opensAt: 2 ** 48 - 1 }, "InvalidPolicyTerms", ["opensAt"]],
    ["a window that is over", { opensAt: 1, closesAt: 2 }, "InvalidPolicyTerms", ["closesAt"]],
    ["too short a notice", { coverageNotice: NOTICE - 1 }, "InvalidPolicyTerms", ["coverageNotice"]],
    ["another source", { sourceHash: id("other") }, "SourceMismatch", [id("other")]],
  ])("refuses %s", async (_name, change, error, args) => {
    const { book, insurer } = claims();
    await expectRevert(
      book,
      from(book, insurer).publish(await termsOf(claims(), change), SOURCE),
      error,
      args,
    );
  });

  it("refuses a source of more than 8,192 bytes", async () => {
    const { book, insurer } = claims();
    const source = textOf("x".repeat(8_193));
    const terms = await termsOf(claims(), { sourceHash: keccak256(source) });
    await expectRevert(book, from(book, insurer).publish(terms, source), "SourceTooLong", [8_193n, 8_192n]);
    const longest = textOf("x".repeat(8_192));
    const fitting = await termsOf(claims(), { sourceHash: keccak256(longest) });
    await mined(from(book, insurer).publish(fitting, longest));
  });

  it("takes a policy of a single second until that second", async () => {
    const { book, insurer, chain } = claims();
    const at = (await chain.now()) + 100;
    const terms = await termsOf(claims(), { opensAt: at, closesAt: at });
    const undo = await chain.snapshot();
    await chain.nextBlockAt(at);
    await mined(from(book, insurer).publish(terms, SOURCE));
    await undo();
    await chain.nextBlockAt(at + 1);
    await expectRevert(book, from(book, insurer).publish(terms, SOURCE), "InvalidPolicyTerms", ["closesAt"]);
  });

  it("refuses anyone but the insurer named", async () => {
    const { book, rival, insurer } = claims();
    await expectRevert(book, from(book, rival).publish(await termsOf(claims()), SOURCE), "NotTheInsurer", [
      rival.address,
      insurer.address,
    ]);
  });

  it("refuses the same terms twice", async () => {
    const { book, insurer } = claims();
    const policy = await publishPolicy(claims());
    await expectRevert(book, from(book, insurer).publish(policy.terms, SOURCE), "AlreadyPublished", [
      policy.id,
    ]);
  });
});

describe("a policy that nobody published", () => {
  it("has no terms and no coverage", async () => {
    const { book, insurer } = claims();
    await expectRevert(book, book.policyOf(5n), "UnknownPolicy", [5n]);
    await expectRevert(book, from(book, insurer).setCoverage(5n, 1n, 0, []), "UnknownPolicy", [5n]);
    expect(await book.isValidCoverageRoot(5n, 0n)).toBe(false);
    expect(await book.isValidCoverageRoot(5n, 1n)).toBe(false);
  });
});

describe("a policy's coverages", () => {
  it("are announced with the leaves that lead to the root", async () => {
    const { book, insurer } = claims();
    const policy = await publishPolicy(claims());
    const receipt = await mined(from(book, insurer).setCoverage(policy.id, 9n, 2, [5n, 6n]));
    const event = await eventOf(book, receipt, "CoverageChanged");
    expect([...event]).toEqual([policy.id, 9n, 2n, [5n, 6n]]);
    expect(await book.coverageRootOf(policy.id)).toBe(9n);
  });

  it("are changed by nobody but the insurer", async () => {
    const { book, rival, insurer } = claims();
    const policy = await publishPolicy(claims());
    await expectRevert(book, from(book, rival).setCoverage(policy.id, 9n, 0, []), "NotTheInsurer", [
      rival.address,
      insurer.address,
    ]);
  });

  it.each([0n, FIELD_MODULUS])("have no root %i", async (root) => {
    const { book, insurer } = claims();
    const policy = await publishPolicy(claims());
    await expectRevert(book, from(book, insurer).setCoverage(policy.id, root, 0, []), "InvalidCoverageRoot", [
      root,
    ]);
  });

  it("do not count for another policy", async () => {
    const first = await publishPolicy(claims());
    const second = await publishPolicy(claims());
    await mined(from(claims().book, claims().insurer).setCoverage(first.id, 9n, 0, []));
    expect(await claims().book.isValidCoverageRoot(second.id, 9n)).toBe(false);
  });

  it("count for the whole notice after they were replaced, to the second", async () => {
    const { book, insurer, chain } = claims();
    const policy = await publishPolicy(claims());
    // However long the root was current before.
    await chain.mineAt((await chain.now()) + 200 * DAY);
    expect(await book.isValidCoverageRoot(policy.id, COVERAGE_ROOT)).toBe(true);
    await mined(from(book, insurer).setCoverage(policy.id, 9n, 0, []));
    const replacedAt = await chain.now();

    await chain.mineAt(replacedAt + NOTICE - 1);
    expect(await book.isValidCoverageRoot(policy.id, COVERAGE_ROOT)).toBe(true);
    await chain.mineAt(replacedAt + NOTICE);
    expect(await book.isValidCoverageRoot(policy.id, COVERAGE_ROOT)).toBe(false);
    expect(await book.isValidCoverageRoot(policy.id, 9n)).toBe(true);
  });

  it("keep their time however many roots follow, and count again when they come back", async () => {
    const { book, insurer, chain } = claims();
    const policy = await publishPolicy(claims());
    const set = async (root: bigint) => mined(from(book, insurer).setCoverage(policy.id, root, 0, []));
    for (let root = 1n; root <= 20n; root++) await set(root);
    expect(await book.isValidCoverageRoot(policy.id, COVERAGE_ROOT)).toBe(true);
    await chain.mineAt((await chain.now()) + NOTICE);
    expect(await book.isValidCoverageRoot(policy.id, COVERAGE_ROOT)).toBe(false);
    await set(COVERAGE_ROOT);
    expect(await book.isValidCoverageRoot(policy.id, COVERAGE_ROOT)).toBe(true);
    await set(21n);
    expect(await book.isValidCoverageRoot(policy.id, COVERAGE_ROOT)).toBe(true);
  });

  it("never count before there are any", async () => {
    const { book, insurer } = claims();
    const terms = await termsOf(claims());
    await mined(from(book, insurer).publish(terms, SOURCE));
    const policyId = await book.policyIdOf(terms);
    await mined(from(book, insurer).setCoverage(policyId, 9n, 0, []));
    expect(await book.isValidCoverageRoot(policyId, 0n)).toBe(false);
  });
});
