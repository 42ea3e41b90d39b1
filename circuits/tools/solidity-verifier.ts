import { join } from "node:path";

import type { Circuit } from "./circuits.ts";
import type { CircuitArtifacts } from "./manifest.ts";
import { BASE_FIELD_MODULUS } from "./point-encoding.ts";
import type { G2Point, VerificationKey } from "./verification-key.ts";
import { FIELD_MODULUS } from "../../prover/field.ts";

export function solidityVerifierPath(circuit: Circuit, verifiersFolder: string): string {
  return join(verifiersFolder, `${circuit.verifier.contract}.sol`);
}

/** Gas of the EVM's precompiles for BN254 (EIP-1108). */
const ADDITION_GAS = 150;
const MULTIPLICATION_GAS = 6_000;
const PAIRING_GAS = 45_000 + 4 * 34_000;
/** Upper bounds, seen in tests, of what the contract spends around the precompiles: for each public signal, and once. */
const GAS_AROUND_EACH_SIGNAL = 600;
const GAS_AROUND_PAIRING = 3_000;

/**
 * Gas with which none of the precompiles can run dry. A call passes on at most 63/64 of what is left, so the pairing,
 * which comes last, needs 64/63 of its price.
 */
function minimumGas(publicSignals: number): number {
  const eachSignal = MULTIPLICATION_GAS + ADDITION_GAS + GAS_AROUND_EACH_SIGNAL;
  return Math.ceil((PAIRING_GAS * 64) / 63) + GAS_AROUND_PAIRING + publicSignals * eachSignal;
}

const NOTICE: Record<CircuitArtifacts["ceremony"], string> = {
  development: "Development key: must not guard anything of value. Whoever ran the setup can forge proofs.",
  public: "Key of a public ceremony: proofs cannot be forged if one contributor was honest.",
};

/** Declares a point's coordinates as constants. */
function pointConstants(name: string, coordinates: Record<string, string | bigint>): string {
  return Object.entries(coordinates)
    .map(([coordinate, value]) => `    uint256 private constant ${name}_${coordinate} =\n        ${value};`)
    .join("\n");
}

function negatedG2Constants(name: string, [x, y]: G2Point): string {
  const negate = (part: string): bigint => (BASE_FIELD_MODULUS - BigInt(part)) % BASE_FIELD_MODULUS;
  return pointConstants(`NEGATED_${name}`, {
    X_IMAGINARY: x[1],
    X_REAL: x[0],
    Y_IMAGINARY: negate(y[1]),
    Y_REAL: negate(y[0]),
  });
}

/** The source of the contract that verifies proofs under this key. The same key always gives the same text. */
export function renderSolidityVerifier(
  circuit: Circuit,
  key: VerificationKey,
  ceremony: CircuitArtifacts["ceremony"],
): string {
  const { contract, interface: interfaceName } = circuit.verifier;
  const signalConstants = key.IC.map(([x, y], index) =>
    pointConstants(index === 0 ? "CONSTANT_TERM" : `SIGNAL_${index - 1}`, { X: x, Y: y }),
  );
  const signalTerms = key.IC.slice(1).map((_, index) => {
    const signal = index === 0 ? "publicSignals" : `add(publicSignals, ${hex(index * 32)})`;
    const added = `addSignal(buffer, SIGNAL_${index}_X, SIGNAL_${index}_Y, ${signal})`;
    return index === 0 ? `            let done := ${added}` : `            done := and(done, ${added})`;
  });

  return `// SPDX-License-Identifier: GPL-3.0-or-later
// Generated from the verification key by \`npm run circuits\`; \`circuits verify\` compares the two. Never edit it.
pragma solidity ^0.8.30;

import {${interfaceName}} from "../interfaces/${interfaceName}.sol";

/// @title Groth16 verifier of the ${circuit.name} circuit
/// @notice ${NOTICE[ceremony]}
/// @dev Accepts (A, B, C) if e(A, B) = e(α, β) · e(S, γ) · e(C, δ), where S is the key's constant term plus each public
/// signal times its point. The key's points in G2 are negated here, so that the product of all four pairings must be 1
/// and the proof's own points reach the precompile untouched: it refuses coordinates that are not below the base field's
/// modulus, points off the curve, and points of G2 outside the subgroup.
contract ${contract} is ${interfaceName} {
    /// @notice So little gas is left that a valid proof could not be told from an invalid one. Send more.
    error InsufficientGas(uint256 available, uint256 required);

    /// @inheritdoc ${interfaceName}
    bool public constant IS_DEVELOPMENT_KEY = ${ceremony === "development"};

    /// @dev With this much no precompile runs out of gas, which would look the same as a refused proof.
    uint256 private constant MINIMUM_GAS = ${minimumGas(key.nPublic)};

    uint256 private constant FIELD_MODULUS =
        ${FIELD_MODULUS};

${pointConstants("ALPHA", { X: key.vk_alpha_1[0], Y: key.vk_alpha_1[1] })}

${negatedG2Constants("BETA", key.vk_beta_2)}

${negatedG2Constants("GAMMA", key.vk_gamma_2)}

${negatedG2Constants("DELTA", key.vk_delta_2)}

${signalConstants.join("\n\n")}

    /// @inheritdoc ${interfaceName}
    function verifyProof(
        uint256[2] calldata a,
        uint256[2][2] calldata b,
        uint256[2] calldata c,
        uint256[${key.nPublic}] calldata publicSignals
    ) external view returns (bool valid) {
        if (gasleft() < MINIMUM_GAS) revert InsufficientGas(gasleft(), MINIMUM_GAS);

        // The precompile would reduce a larger signal, and one proof would hold for several values: n and n + modulus.
        for (uint256 i = 0; i < ${key.nPublic}; ++i) {
            if (publicSignals[i] >= FIELD_MODULUS) return false;
        }

        assembly ("memory-safe") {
            // Adds the signal's multiple of (x, y) to the point at \`sum\`; needs 0xa0 bytes of memory from there on.
            function addSignal(sum, x, y, signal) -> done {
                // Behind the sum, the input of the multiplication: a point and the signal, read from calldata.
                let multiple := add(sum, 0x40)
                mstore(multiple, x)
                mstore(add(multiple, 0x20), y)
                mstore(add(multiple, 0x40), calldataload(signal))
                // ecMul overwrites the point with its multiple.
                done := staticcall(gas(), 0x07, multiple, 0x60, multiple, 0x40)
                // ecAdd reads sum and multiple, which lie side by side, and overwrites the sum.
                done := and(done, staticcall(gas(), 0x06, sum, 0x80, sum, 0x40))
            }

            // Free memory, used only inside this block: four pairs of points, 0xc0 bytes each.
            let buffer := mload(0x40)

            // First pair, point of G1: S, summed up in place.
            mstore(buffer, CONSTANT_TERM_X)
            mstore(add(buffer, 0x20), CONSTANT_TERM_Y)
${signalTerms.join("\n")}

            // First pair, point of G2: -γ, over what the sum needed as working space.
            mstore(add(buffer, 0x40), NEGATED_GAMMA_X_IMAGINARY)
            mstore(add(buffer, 0x60), NEGATED_GAMMA_X_REAL)
            mstore(add(buffer, 0x80), NEGATED_GAMMA_Y_IMAGINARY)
            mstore(add(buffer, 0xa0), NEGATED_GAMMA_Y_REAL)

            // Second pair: A and B, as they came.
            calldatacopy(add(buffer, 0xc0), a, 0x40)
            calldatacopy(add(buffer, 0x100), b, 0x80)

            // Third pair: C and -δ.
            calldatacopy(add(buffer, 0x180), c, 0x40)
            mstore(add(buffer, 0x1c0), NEGATED_DELTA_X_IMAGINARY)
            mstore(add(buffer, 0x1e0), NEGATED_DELTA_X_REAL)
            mstore(add(buffer, 0x200), NEGATED_DELTA_Y_IMAGINARY)
            mstore(add(buffer, 0x220), NEGATED_DELTA_Y_REAL)

            // Fourth pair: α and -β.
            mstore(add(buffer, 0x240), ALPHA_X)
            mstore(add(buffer, 0x260), ALPHA_Y)
            mstore(add(buffer, 0x280), NEGATED_BETA_X_IMAGINARY)
            mstore(add(buffer, 0x2a0), NEGATED_BETA_X_REAL)
            mstore(add(buffer, 0x2c0), NEGATED_BETA_Y_IMAGINARY)
            mstore(add(buffer, 0x2e0), NEGATED_BETA_Y_REAL)

            // Scratch space for the answer. It is cleared because a chain without the precompile reports success and
            // writes nothing; what lay here before must not be read as "valid".
            mstore(0x00, 0)
            // ecPairing answers 1 if the product of the four pairings is 1, and fails for malformed points.
            done := and(done, staticcall(gas(), 0x08, buffer, 0x300, 0x00, 0x20))
            // Valid only if every precompile succeeded and the last one answered 1.
            valid := and(done, mload(0x00))
        }
    }
}
`;
}

function hex(value: number): string {
  return `0x${value.toString(16).padStart(2, "0")}`;
}
