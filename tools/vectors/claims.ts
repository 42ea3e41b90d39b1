import { AbiCoder, keccak256, ZeroAddress, ZeroHash } from "ethers";

import {
  EXAMPLE_SURGEONS,
  exampleBytes,
  exampleElement,
  LARGEST_ELEMENT,
  poseidon,
  poseidonOutputs,
} from "./reference.ts";

const LARGEST_FIELD = 2n ** 64n - 1n;
const SLOTS = 8;
const [BOOK, POOL, INSURER] = EXAMPLE_SURGEONS;
const CHAIN_ID = 31_337n;

interface ExampleClause {
  field: number;
  lo: bigint;
  hi: bigint;
  negated: boolean;
  startsGroup: boolean;
}

const clause = (
  field: number,
  lo: bigint,
  hi: bigint,
  change: Partial<ExampleClause> = {},
): ExampleClause => ({
  field,
  lo,
  hi,
  negated: false,
  startsGroup: true,
  ...change,
});

function program(...clauses: ExampleClause[]) {
  const padding = Array.from({ length: SLOTS - clauses.length }, () => clause(0, 0n, LARGEST_FIELD));
  const slots = [...clauses, ...padding];
  const words = [
    ...slots.map(({ lo }) => lo),
    ...slots.map(({ field, hi, negated, startsGroup }) => {
      const flags = field + (negated ? 16 : 0) + (startsGroup ? 32 : 0);
      return hi + (BigInt(flags) << 128n);
    }),
  ];
  return { clauses, words, programHash: poseidon(...words) };
}

/** The first of 4,096 places hold leaves, all others nothing. */
function coverageRoot(leaves: readonly bigint[]): bigint {
  let nodes = [...leaves];
  let empty = 0n;
  for (let level = 0; level < 4; level++) {
    const children = (parent: number) =>
      Array.from({ length: 8 }, (_, child) => nodes[8 * parent + child] ?? empty);
    const width = Math.max(1, Math.ceil(nodes.length / 8));
    const parents = Array.from({ length: width }, (_, parent) => poseidon(...children(parent)));
    empty = poseidon(...Array.from({ length: 8 }, () => empty));
    nodes = parents;
  }
  return nodes[0]!;
}

function fieldElementOf(types: string[], values: unknown[]): bigint {
  return BigInt(keccak256(AbiCoder.defaultAbiCoder().encode(types, values))) >> 8n;
}

const TERMS_TYPE = "tuple(address,uint256,bytes32,uint128,uint32,uint48,uint48,uint48,bytes32,bytes32)";

function policy(group: string, salt: string) {
  const terms = {
    insurer: INSURER,
    programHash: exampleElement("program"),
    sourceHash: exampleBytes("source"),
    payout: 2_000_000_000n,
    maximumClaims: 40,
    opensAt: 1_767_225_600,
    closesAt: 1_798_761_599,
    coverageNotice: 2_592_000,
    group,
    salt,
  };
  const policyId = fieldElementOf(["uint256", "address", TERMS_TYPE], [CHAIN_ID, BOOK, Object.values(terms)]);
  const scope =
    group === ZeroHash
      ? policyId
      : fieldElementOf(["uint256", "address", "bytes32"], [CHAIN_ID, BOOK, group]);
  return { chainId: CHAIN_ID, book: BOOK, terms, policyId, scope };
}

function claim(payee: string, feeRecipient: string, fee: bigint) {
  const content = {
    chainId: CHAIN_ID,
    pool: POOL,
    policyId: exampleElement("policy") >> 8n,
    payee,
    feeRecipient,
    fee,
  };
  const types = ["uint256", "address", "uint256", "address", "address", "uint128"];
  return { content, signal: fieldElementOf(types, Object.values(content)) };
}

function inScope(secret: bigint, scope: bigint) {
  const [nullifier, coverageCommitment] = poseidonOutputs(2, secret, 2n, scope);
  return { secret, scope, nullifier, coverageCommitment };
}

function coverage(commitment: bigint, coveredFrom: number, coveredUntil: number) {
  return {
    commitment,
    coveredFrom,
    coveredUntil,
    leaf: poseidon(commitment, BigInt(coveredFrom), BigInt(coveredUntil)),
  };
}

/** Everything that a claim is made of, at the edges of the ranges besides something ordinary. */
export function claimVectors() {
  const coverages = [
    coverage(exampleElement("coverage"), 20_000, 20_365),
    coverage(LARGEST_ELEMENT, 0, 0),
    coverage(1n, 0, 2_932_896),
  ];
  const leaves = Array.from({ length: 70 }, (_, index) => exampleElement(`coverage ${index}`));
  return {
    programs: [
      program(clause(0, 5n, 5n)),
      program(
        clause(9, 3n, 7n),
        clause(10, 1n, 9n, { startsGroup: false }),
        clause(14, 0n, LARGEST_FIELD, { negated: true }),
      ),
      program(
        ...Array.from({ length: SLOTS }, (_, slot) =>
          clause(slot, BigInt(slot), LARGEST_FIELD - BigInt(slot)),
        ),
      ),
    ],
    secrets: [
      inScope(exampleElement("secret 0"), exampleElement("policy") >> 8n),
      inScope(LARGEST_ELEMENT, LARGEST_ELEMENT),
      inScope(1n, 0n),
    ],
    coverages,
    coverageTrees: [0, 1, 8, 9, 70].map((size) => ({
      leaves: leaves.slice(0, size),
      root: coverageRoot(leaves.slice(0, size)),
    })),
    policies: [policy(ZeroHash, ZeroHash), policy(exampleBytes("group"), exampleBytes("salt"))],
    claims: [
      claim(EXAMPLE_SURGEONS[0], EXAMPLE_SURGEONS[1], 1_000_000n),
      claim(EXAMPLE_SURGEONS[2], ZeroAddress, 2n ** 128n - 1n),
    ],
  };
}
