// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.37;

import {Bn254} from "./Bn254.sol";

/// @title Many Groth16 proofs of one verification key, checked together
/// @notice A proof (A, B, C) for public signals x₁ … x_L holds if e(A, B) = e(α, β) · e(S, γ) · e(C, δ) with
/// S = K₀ + Σ xⱼ·Kⱼ. That is four pairings. For N proofs this library raises the i-th equation to a power rᵢ and multiplies
/// them all: A alone needs a pairing for each proof, the rest is summed up in G1, N + 3 pairings in all.
///
/// Most proofs have the same value in some signals, as the bounds of a default window. A key names a usual value uⱼ for each
/// signal, and S is computed as (K₀ + Σ uⱼ·Kⱼ) + Σ (xⱼ − uⱼ)·Kⱼ: the same point, but a signal that has its usual value
/// in every proof of a batch costs no multiplication.
///
/// Why nobody can get a false proof through:
/// - If some equation is false, the product holds for at most one in 2¹²⁸ choices of its coefficient, whatever the other
///   coefficients are: the pairing's group has prime order above 2¹²⁸. The first coefficient may be 1, since only their
///   ratios matter. Who tries T batches succeeds with a chance of T / 2¹²⁸. Longer coefficients would cost the same gas
///   and gain nothing: the curve itself gives way before.
/// - The coefficients must be unknown until everything they multiply is fixed. They are derived by keccak256 from ALL
///   proofs and ALL public signals, besides the key, the chain and N. Were the signals left out, two valid proofs could
///   be turned into two false statements: x_i + d and x_k − d·r_i/r_k leave every sum as it was.
/// - A signal of r or more is refused, or one proof would hold for x and for x + r.
/// - The precompiles refuse coordinates that are not below the field's modulus, points off their curve, and points of
///   G2 outside the subgroup. Every point of a proof goes through one. The point at infinity is a point like any other.
///
/// This is the small-exponent test of Bellare, Garay and Rabin, made non-interactive as by Fiat and Shamir.
///
/// A batch says only whether all proofs hold. Who wants to know which one does not checks halves of it off chain.
/// NOTE: the same proof may occur twice in a batch, and valid proofs can be changed into others for the same signals.
/// Replays are for the caller to refuse, by what the signals say and never by the bytes of a proof.
library Groth16Batch {
    /// @notice No proof, or more than one call of the pairing takes on every rollup.
    error BatchSizeOutOfRange(uint256 proofs, uint256 maximum);
    /// @notice The words are no whole number of proofs with their public signals.
    error MalformedBatch(uint256 words, uint256 wordsPerProof);
    /// @notice The bytes are no verification key.
    error MalformedKey(uint256 size);

    /// @dev Rollups of OP type limit the pairing's input; this many pairs take less than half of the tightest limit.
    uint256 internal constant MAXIMUM_PROOFS = 128;

    /// @dev Keeps challenges apart from all other hashes of the same words.
    bytes32 private constant DOMAIN = keccak256("Aftercare Groth16 batch v1");

    uint256 private constant WORD = 32;
    uint256 private constant G1_SIZE = 64;
    uint256 private constant G2_SIZE = 128;
    /// @dev Words of A, B and C.
    uint256 private constant PROOF_WORDS = 8;

    /// @dev Place of C in a proof, in bytes.
    uint256 private constant C = 192;

    /// @dev Places in a verification key, in bytes.
    uint256 private constant ALPHA = 0;
    uint256 private constant NEGATED_BETA = 64;
    uint256 private constant NEGATED_GAMMA = 192;
    uint256 private constant NEGATED_DELTA = 320;
    uint256 private constant CONSTANT_POINT = 448;
    uint256 private constant SIGNALS = 512;
    /// @dev A signal's point and its usual value.
    uint256 private constant SIGNAL_SIZE = 96;

    /// @notice Whether all proofs hold for their public signals. One malformed or false proof makes it false.
    /// @param key Verification key as 32-byte words: α, −β, −γ, −δ, K₀ + Σ uⱼ·Kⱼ, then Kⱼ and uⱼ for each public signal.
    /// The points of G2 are negated so that the product of all pairings must be one. Each uⱼ is below r.
    /// @param statements For each proof A, B, C and its public signals, one word each.
    function verify(bytes memory key, uint256[] calldata statements) internal view returns (bool) {
        uint256[] memory copied = inMemory(statements);
        // The first coefficient is 1 whatever the challenge, so a proof alone needs none.
        bool single = copied.length == _wordsPerProof(key);
        return holds(key, copied, single ? bytes32(0) : challengeOf(key, copied));
    }

    /// @notice The words in memory. Solidity would copy them one by one.
    function inMemory(uint256[] calldata statements) internal pure returns (uint256[] memory copied) {
        assembly ("memory-safe") {
            // The length, and behind it the elements.
            copied := mload(0x40)
            let size := shl(5, statements.length)
            mstore(copied, statements.length)
            calldatacopy(add(copied, 0x20), statements.offset, size)
            mstore(0x40, add(add(copied, 0x20), size))
        }
    }

    /// @notice What the coefficients are derived from: a hash of everything that they multiply.
    function challengeOf(bytes memory key, uint256[] memory statements) internal view returns (bytes32) {
        bytes32 statementsHash;
        assembly ("memory-safe") {
            // The elements alone; their number follows from N and the key.
            statementsHash := keccak256(add(statements, 0x20), shl(5, mload(statements)))
        }
        uint256 proofs = statements.length / _wordsPerProof(key);
        return keccak256(abi.encode(DOMAIN, block.chainid, keccak256(key), proofs, statementsHash));
    }

    /// @notice The coefficient of proof `index`: 1 for the first, 128 bits for every other.
    function coefficientOf(bytes32 challenge, uint256 index) internal pure returns (uint256 coefficient) {
        if (index == 0) return 1;
        assembly ("memory-safe") {
            // The upper half of keccak256(challenge, index), hashed in scratch space.
            mstore(0x00, challenge)
            mstore(0x20, index)
            coefficient := shr(128, keccak256(0x00, 0x40))
        }
    }

    /// @notice Whether the combination of all proofs by the coefficients of `challenge` holds.
    /// @dev NOTE: this proves nothing unless nobody knew the challenge before key and statements were fixed. Call {verify}.
    function holds(
        bytes memory key,
        uint256[] memory statements,
        bytes32 challenge
    ) internal view returns (bool) {
        uint256 wordsPerProof = _wordsPerProof(key);
        uint256 proofs = statements.length / wordsPerProof;
        if (proofs * wordsPerProof != statements.length) {
            revert MalformedBatch(statements.length, wordsPerProof);
        }
        if (proofs == 0 || proofs > MAXIMUM_PROOFS) revert BatchSizeOutOfRange(proofs, MAXIMUM_PROOFS);

        // Σ rᵢ, then Σ rᵢ·xᵢⱼ for each signal j.
        uint256[] memory sums = new uint256[](wordsPerProof - PROOF_WORDS + 1);
        uint256 pairs = _allocate(Bn254.PAIR_SIZE * (proofs + 3));
        // A sum of points, and behind it room for a point to add and its scalar.
        uint256 sum = _allocate(G1_SIZE + G1_SIZE + WORD);

        // Pointers and counters stay far below 2²⁵⁶.
        unchecked {
            uint256 proof = _elements(statements);
            uint256 pair = pairs;
            for (uint256 i = 0; i < proofs; ++i) {
                uint256 coefficient = coefficientOf(challenge, i);
                if (!_addSignals(sums, proof + PROOF_WORDS * WORD, coefficient)) return false;
                // A and B lie in a proof as the pairing takes them.
                _copy(pair, proof, Bn254.PAIR_SIZE);
                // The first coefficient is 1.
                if (i == 0) _copy(sum, proof + C, G1_SIZE);
                else if (!_addProof(proof, coefficient, pair, sum)) return false;
                proof += wordsPerProof * WORD;
                pair += Bn254.PAIR_SIZE;
            }

            // The sum of all rᵢ·Cᵢ against −δ.
            uint256 keyStart = _elements(key);
            _copy(pair, sum, G1_SIZE);
            _copy(pair + G1_SIZE, keyStart + NEGATED_DELTA, G2_SIZE);
            pair += Bn254.PAIR_SIZE;
            // The sum of all rᵢ·Sᵢ against −γ.
            if (!_combineSignalPoints(keyStart, sums, sum)) return false;
            _copy(pair, sum, G1_SIZE);
            _copy(pair + G1_SIZE, keyStart + NEGATED_GAMMA, G2_SIZE);
            pair += Bn254.PAIR_SIZE;
            // The sum of all rᵢ·α against −β.
            if (!_multiple(keyStart + ALPHA, sums[0], sum, pair)) return false;
            _copy(pair + G1_SIZE, keyStart + NEGATED_BETA, G2_SIZE);

            return Bn254.pairingsCancel(pairs, proofs + 3);
        }
    }

    /// @dev Adds a proof's signals, times its coefficient, to the sums; false for a signal that is not below r.
    function _addSignals(
        uint256[] memory sums,
        uint256 signals,
        uint256 coefficient
    ) private pure returns (bool valid) {
        uint256 order = Bn254.ORDER;
        valid = true;
        assembly ("memory-safe") {
            // The first sum is that of the coefficients: at most 128 numbers of 128 bits.
            let sum := add(sums, 0x20)
            mstore(sum, add(mload(sum), coefficient))
            // The others belong to the signals, in order.
            for {
                let end := add(sum, shl(5, sub(mload(sums), 1)))
            } lt(sum, end) {
                signals := add(signals, 0x20)
            } {
                sum := add(sum, 0x20)
                let signal := mload(signals)
                valid := and(valid, lt(signal, order))
                mstore(sum, addmod(mload(sum), mulmod(signal, coefficient, order), order))
            }
        }
    }

    /// @dev Writes rᵢ·A to the pair and adds rᵢ·C to the sum; false for a malformed A or C. What is not malformed here may
    /// still be so in the pairing: the first proof's A and C come there without passing another precompile, B always does.
    function _addProof(
        uint256 proof,
        uint256 coefficient,
        uint256 pair,
        uint256 sum
    ) private view returns (bool) {
        unchecked {
            return
                Bn254.multiply(proof, coefficient, sum + G1_SIZE, pair) &&
                Bn254.addMultiple(proof + C, coefficient, sum);
        }
    }

    /// @dev Sets the sum to Σ rᵢ·Sᵢ.
    function _combineSignalPoints(
        uint256 keyStart,
        uint256[] memory sums,
        uint256 sum
    ) private view returns (bool) {
        unchecked {
            uint256 total = sums[0];
            if (!_multiple(keyStart + CONSTANT_POINT, total, sum, sum)) return false;
            uint256 signal = keyStart + SIGNALS;
            for (uint256 j = 1; j < sums.length; ++j) {
                // Σ rᵢ·(xᵢⱼ − uⱼ) modulo r.
                uint256 unusual = Bn254.ORDER - _load(signal + G1_SIZE);
                uint256 scalar = addmod(sums[j], mulmod(total, unusual, Bn254.ORDER), Bn254.ORDER);
                if (scalar != 0 && !Bn254.addMultiple(signal, scalar, sum)) return false;
                signal += SIGNAL_SIZE;
            }
            return true;
        }
    }

    /// @dev Writes the multiple of a point of the key to `output`. A single proof has the scalar 1.
    /// @param sum A sum of points, behind which there is room for a point and a scalar.
    function _multiple(
        uint256 point,
        uint256 scalar,
        uint256 sum,
        uint256 output
    ) private view returns (bool) {
        if (scalar != 1) return Bn254.multiply(point, scalar, sum + G1_SIZE, output);
        _copy(output, point, G1_SIZE);
        return true;
    }

    /// @dev Words of a proof and its public signals under this key.
    function _wordsPerProof(bytes memory key) private pure returns (uint256) {
        if (key.length < SIGNALS || (key.length - SIGNALS) % SIGNAL_SIZE != 0) {
            revert MalformedKey(key.length);
        }
        return PROOF_WORDS + (key.length - SIGNALS) / SIGNAL_SIZE;
    }

    /// @dev Memory of this many bytes, not cleared.
    function _allocate(uint256 size) private pure returns (uint256 pointer) {
        assembly ("memory-safe") {
            pointer := mload(0x40)
            mstore(0x40, add(pointer, size))
        }
    }

    function _elements(uint256[] memory words) private pure returns (uint256 pointer) {
        assembly ("memory-safe") {
            // Behind the length.
            pointer := add(words, 0x20)
        }
    }

    function _elements(bytes memory data) private pure returns (uint256 pointer) {
        assembly ("memory-safe") {
            // Behind the length.
            pointer := add(data, 0x20)
        }
    }

    function _load(uint256 pointer) private pure returns (uint256 word) {
        assembly ("memory-safe") {
            word := mload(pointer)
        }
    }

    function _copy(uint256 to, uint256 from, uint256 size) private pure {
        assembly ("memory-safe") {
            mcopy(to, from, size)
        }
    }
}
