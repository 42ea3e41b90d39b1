import { AbiCoder, id, keccak256, ZeroHash } from "ethers";
import type { BaseContract, ContractTransactionReceipt, ContractTransactionResponse, Signer } from "ethers";
import { afterAll, beforeAll, beforeEach, expect } from "vitest";

import type { ClaimPool, PolicyBook, SurgeryTree, TestDollar } from "../../../build/typechain/index.ts";
import { from, startChain } from "./chain.ts";
import type { Chain } from "./chain.ts";
import { DAY, deployPoseidon, keyOf, ROOT_LIFETIME } from "./deployment.ts";
import { eventOf, mined } from "./events.ts";
import { flushInto } from "./flush.ts";
import type { ClosedSurgery } from "./queue.ts";
import { surgeriesOf } from "./reference-tree.ts";
import type { Proof } from "./review.ts";
import { textOf } from "./review.ts";

export const PAYOUT = 2_000_000_000n;
export const MAXIMUM_CLAIMS = 3;
export const NOTICE = 30 * DAY;
export const COVERAGE_ROOT = 123_456n;

export interface PolicyTerms {
  insurer: string;
  programHash: bigint;
  sourceHash: string;
  payout: bigint;
  maximumClaims: number;
  opensAt: number;
  closesAt: number;
  coverageNotice: number;
  group: string;
  salt: string;
}

export interface Claim {
  policyId: bigint;
  root: bigint;
  coverageRoot: bigint;
  nullifier: bigint;
  payee: string;
  feeRecipient: string;
  fee: bigint;
}

/** A policy as a test published it. */
export interface PublishedPolicy {
  readonly terms: PolicyTerms;
  readonly id: bigint;
  /** The scope of docs/protocol.md, computed without the contract. */
  readonly scope: bigint;
}

/** A pool with what it needs, and what a test did with it. */
export interface Claims {
  chain: Chain;
  token: TestDollar;
  book: PolicyBook;
  tree: SurgeryTree;
  queue: BaseContract;
  pool: ClaimPool;
  verifier: BaseContract;
  insurer: Signer & { address: string };
  rival: Signer & { address: string };
  /** Policies and accounts that the pool may hold money for; what `expectPoolBalanced` adds up. */
  policies: PublishedPolicy[];
  insurers: Set<string>;
  payees: Set<string>;
}

export const SOURCE = textOf('{"all":[],"version":1}');

/** Which parts of a deployment a test replaces by its own. */
export interface ClaimsOptions {
  token?: string;
  verifier?: string;
}

export async function deployClaims(chain: Chain, options: ClaimsOptions = {}): Promise<Claims> {
  const token = await chain.deploy<TestDollar>(options.token ?? "TestDollar");
  const queue = await chain.deploy("OpenQueue");
  const poseidons = [await deployPoseidon(chain, 3), await deployPoseidon(chain, 4)];
  const tree = await chain.deploy<SurgeryTree>("SurgeryTree", [queue, ...poseidons, ROOT_LIFETIME]);
  const book = await chain.deploy<PolicyBook>("PolicyBook");
  const verifier = await chain.deploy(options.verifier ?? "ExactBatchVerifier");
  const pool = await chain.deploy<ClaimPool>("ClaimPool", [token, book, tree, verifier]);
  const [, insurer, rival] = chain.accounts;
  if (insurer === undefined || rival === undefined) throw new Error("too few accounts");
  const claims: Claims = {
    chain,
    token,
    book,
    tree,
    queue,
    pool,
    verifier,
    insurer,
    rival,
    policies: [],
    insurers: new Set([insurer.address, rival.address]),
    payees: new Set([chain.relayer.address]),
  };
  await flushSurgeries(claims);
  return claims;
}

/** Closes surgeries and flushes them, so that the tree has a new root. */
export async function flushSurgeries(
  { queue, tree }: Claims,
  surgeries: readonly ClosedSurgery[] = surgeriesOf(keyOf("surgeon").address, 2),
): Promise<void> {
  await mined(queue.getFunction("enqueue")(surgeries));
  await flushInto(tree, surgeries);
}

/** keccak256 of ABI-encoded values without its lowest 8 bits. */
function fieldElementOf(types: readonly string[], values: readonly unknown[]): bigint {
  return BigInt(keccak256(AbiCoder.defaultAbiCoder().encode([...types], [...values]))) >> 8n;
}

const TERMS = "tuple(address,uint256,bytes32,uint128,uint32,uint48,uint48,uint48,bytes32,bytes32)";

/** Terms that can be published now, with the changes that a test wants. */
export async function termsOf(claims: Claims, change: Partial<PolicyTerms> = {}): Promise<PolicyTerms> {
  const now = await claims.chain.now();
  return {
    insurer: claims.insurer.address,
    programHash: 77n,
    sourceHash: keccak256(SOURCE),
    payout: PAYOUT,
    maximumClaims: MAXIMUM_CLAIMS,
    opensAt: now,
    closesAt: now + 365 * DAY,
    coverageNotice: NOTICE,
    group: ZeroHash,
    salt: id(`salt ${claims.policies.length}`),
    ...change,
  };
}

/** The numbers of docs/protocol.md, computed without the contract. */
export async function numbersOf(
  { chain, book }: Claims,
  terms: PolicyTerms,
): Promise<{ id: bigint; scope: bigint }> {
  const place = [chain.chainId, await book.getAddress()];
  const policyId = fieldElementOf(["uint256", "address", TERMS], [...place, Object.values(terms)]);
  const scope =
    terms.group === ZeroHash
      ? policyId
      : fieldElementOf(["uint256", "address", "bytes32"], [...place, terms.group]);
  return { id: policyId, scope };
}

export function signerOf(claims: Claims, insurer: string): Signer {
  return insurer === claims.rival.address ? claims.rival : claims.insurer;
}

/** Publishes a policy and gives it a coverage root; not yet backed. */
export async function publishPolicy(
  claims: Claims,
  change: Partial<PolicyTerms> = {},
): Promise<PublishedPolicy> {
  const terms = await termsOf(claims, change);
  const book = from(claims.book, signerOf(claims, terms.insurer));
  const receipt = await mined(book.publish(terms, SOURCE));
  const { policyId } = await eventOf(claims.book, receipt, "PolicyPublished");
  const numbers = await numbersOf(claims, terms);
  expect(policyId).toBe(numbers.id);
  await mined(book.setCoverage(numbers.id, COVERAGE_ROOT, 0, [1n, 2n]));
  const policy = { terms, ...numbers };
  claims.policies.push(policy);
  return policy;
}

/** Gives an insurer funds in the pool. */
export async function fund(claims: Claims, insurer: string, amount: bigint): Promise<void> {
  const { token, pool, chain } = claims;
  await mined(token.mint(chain.relayer.address, amount));
  await mined(token.approve(pool, amount));
  await mined(pool.fund(insurer, amount));
}

/** A policy that pays claims. */
export async function openPolicy(
  claims: Claims,
  change: Partial<PolicyTerms> = {},
): Promise<PublishedPolicy> {
  const policy = await publishPolicy(claims, change);
  const { insurer, payout, maximumClaims } = policy.terms;
  await fund(claims, insurer, payout * BigInt(maximumClaims));
  await mined(from(claims.pool, signerOf(claims, insurer)).back(policy.id));
  return policy;
}

let claimsMade = 0;

/** A claim that the pool should pay once it is proven. */
export async function claimOf(
  claims: Claims,
  policy: PublishedPolicy,
  change: Partial<Claim> = {},
): Promise<Claim> {
  const name = `claim ${++claimsMade}`;
  const payee = keyOf(name).address;
  const claim = {
    policyId: policy.id,
    root: await claims.tree.root(),
    coverageRoot: COVERAGE_ROOT,
    nullifier: BigInt(id(name)) >> 8n,
    payee,
    feeRecipient: claims.chain.relayer.address,
    fee: 1_500_000n,
    ...change,
  };
  claims.payees.add(claim.payee).add(claim.feeRecipient);
  return claim;
}

/** The signal of docs/protocol.md, computed without the contract. */
export async function signalOf({ chain, pool }: Claims, claim: Claim): Promise<bigint> {
  const { policyId, payee, feeRecipient, fee } = claim;
  return fieldElementOf(
    ["uint256", "address", "uint256", "address", "address", "uint128"],
    [chain.chainId, await pool.getAddress(), policyId, payee, feeRecipient, fee],
  );
}

export function wordsOf({ a, b, c }: Proof): bigint[] {
  return [...a, ...b[0], ...b[1], ...c];
}

/** Tells the verifier that a proof of its own holds for exactly this claim under this policy. */
export async function prove(claims: Claims, policy: PublishedPolicy, claim: Claim): Promise<Proof> {
  const [first] = [claim.nullifier];
  const proof: Proof = {
    a: [first, 2n],
    b: [
      [3n, 4n],
      [5n, 6n],
    ],
    c: [7n, 8n],
  };
  const { root, coverageRoot, nullifier } = claim;
  const { scope, terms } = policy;
  const signal = await signalOf(claims, claim);
  const statement = [...wordsOf(proof), root, coverageRoot, terms.programHash, scope, nullifier, signal];
  await mined(claims.verifier.getFunction("accept")(statement));
  return proof;
}

/** Proves a claim and sends it. */
export async function claiming(
  claims: Claims,
  policy: PublishedPolicy,
  claim: Claim,
): Promise<ContractTransactionResponse> {
  return claims.pool.claim(claim, await prove(claims, policy, claim));
}

/** Makes, proves and sends a claim. */
export async function claimOn(
  claims: Claims,
  policy: PublishedPolicy,
  change: Partial<Claim> = {},
): Promise<{ claim: Claim; receipt: ContractTransactionReceipt }> {
  const claim = await claimOf(claims, policy, change);
  return { claim, receipt: await mined(claiming(claims, policy, claim)) };
}

/** The pool's balance sheet: tokens held = insurers' funds + reserves + what transfers could not deliver + what was forced in. */
export async function expectPoolBalanced(claims: Claims, forcedIn = 0n): Promise<void> {
  const { pool, token } = claims;
  const parts = await Promise.all([
    ...[...claims.insurers].map((insurer) => pool.fundsOf(insurer)),
    ...claims.policies.map((policy) => pool.reserveOf(policy.id)),
    ...[...claims.payees].map((payee) => pool.owedTo(payee)),
  ]);
  expect(await token.balanceOf(pool)).toBe(parts.reduce((sum, part) => sum + part, 0n) + forcedIn);
}

/** One chain and deployment for a test file, back in its first state before each test. */
export function useClaims(options: ClaimsOptions = {}): () => Claims {
  let chain: Chain;
  let deployed: Claims;
  let restore: () => Promise<void>;
  let current: Claims;

  beforeAll(async () => {
    chain = await startChain();
    deployed = await deployClaims(chain, options);
    restore = await chain.snapshot();
  });
  beforeEach(async () => {
    await restore();
    restore = await chain.snapshot();
    const { insurers, payees } = deployed;
    current = { ...deployed, policies: [], insurers: new Set(insurers), payees: new Set(payees) };
  });
  afterAll(async () => {
    await chain.close();
  });
  return () => current;
}
