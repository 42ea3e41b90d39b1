// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.37;

import {Bn254} from "./Bn254.sol";

/// @title Many Groth16 proofs of one verification key, checked together
/// @notice A proof (A, B, C) for public signals x₁ … x_L holds if e(A, B) = e(α, β) · e(S, γ) · e(C, δ) with
/// S = K₀ + Σ xⱼ·Kⱼ. That is four pairings. For N proofs this library raises the i-th equation to a power rᵢ and multiplies
/// them all: A alone needs a pairing for each proof, the rest is summed up in G1, N + 3 pairings in all.
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

    /// @dev Places in a verification key, in bytes.
    uint256 private constant ALPHA = 0;
    uint256 private constant NEGATED_BETA = 64;
    uint256 private constant NEGATED_GAMMA = 192;
    uint256 private constant NEGATED_DELTA = 320;
    uint256 private constant SIGNAL_POINTS = 448;

    /// @notice Whether all proofs hold for their public signals. One malformed or false proof makes it false.
    /// @param key Verification key as 32-byte words: α, −β, −γ, −δ, then K₀ and one point for each public signal.
    /// The points of G2 are negated so that the product of all pairings must be one.
    /// @param statements For each proof A, B, C and its public signals, one word each.
    function verify(bytes memory key, uint256[] memory statements) internal view returns (bool) {
        return holds(key, statements, challengeOf(key, statements));
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
        // A sum of points, and behind it a point to add with the scalar to multiply it by first.
        uint256 sum = _allocate(G1_SIZE + G1_SIZE + WORD);

        uint256 statement = _elements(statements);
        uint256 pair = pairs;
        for (uint256 i = 0; i < proofs; ++i) {
            uint256 coefficient = coefficientOf(challenge, i);
            if (!_addSignals(sums, statement + PROOF_WORDS * WORD, coefficient)) return false;
            if (!_addProof(statement, coefficient, i == 0, pair, sum)) return false;
            statement += wordsPerProof * WORD;
            pair += Bn254.PAIR_SIZE;
        }

        // The sum of all rᵢ·Cᵢ against −δ.
        uint256 keyStart = _elements(key);
        _copy(pair, sum, G1_SIZE);
        _copy(pair + G1_SIZE, keyStart + NEGATED_DELTA, G2_SIZE);
        pair += Bn254.PAIR_SIZE;
        // The sum of all rᵢ·Sᵢ against −γ.
        if (!_combineSignalPoints(keyStart + SIGNAL_POINTS, sums, sum)) return false;
        _copy(pair, sum, G1_SIZE);
        _copy(pair + G1_SIZE, keyStart + NEGATED_GAMMA, G2_SIZE);
        pair += Bn254.PAIR_SIZE;
        // The sum of all rᵢ·α against −β.
        if (!_multiple(keyStart + ALPHA, sums[0], sum)) return false;
        _copy(pair, sum + G1_SIZE, G1_SIZE);
        _copy(pair + G1_SIZE, keyStart + NEGATED_BETA, G2_SIZE);

        return Bn254.pairingsCancel(pairs, proofs + 3);
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

    /// @dev Writes the pair rᵢ·A, B and adds rᵢ·C to the sum; false for a malformed A or C. What is not malformed here may
    /// still be so in the pairing: the first proof's A and C come there without passing another precompile, B always does.
    function _addProof(
        uint256 proof,
        uint256 coefficient,
        bool isFirst,
        uint256 pair,
        uint256 sum
    ) private view returns (bool) {
        uint256 a = proof;
        uint256 b = a + G1_SIZE;
        uint256 c = b + G2_SIZE;
        _copy(pair + G1_SIZE, b, G2_SIZE);
        if (isFirst) {
            _copy(pair, a, G1_SIZE);
            _copy(sum, c, G1_SIZE);
            return true;
        }
        if (!_multiple(a, coefficient, sum)) return false;
        _copy(pair, sum + G1_SIZE, G1_SIZE);
        return _multiple(c, coefficient, sum) && Bn254.add(sum);
    }

    /// @dev Sets the sum to Σ rᵢ times the first point plus the signals' sums times the others.
    function _combineSignalPoints(
        uint256 points,
        uint256[] memory sums,
        uint256 sum
    ) private view returns (bool) {
        if (!_multiple(points, sums[0], sum)) return false;
        _copy(sum, sum + G1_SIZE, G1_SIZE);
        for (uint256 j = 1; j < sums.length; ++j) {
            points += G1_SIZE;
            // A signal that is zero throughout, as the start of the default window, adds nothing.
            if (sums[j] == 0) continue;
            if (!_multiple(points, sums[j], sum) || !Bn254.add(sum)) return false;
        }
        return true;
    }

    /// @dev Puts the multiple of a point behind the sum; false for a malformed point. A single proof has no scalars.
    function _multiple(uint256 point, uint256 scalar, uint256 sum) private view returns (bool) {
        uint256 multiple = sum + G1_SIZE;
        _copy(multiple, point, G1_SIZE);
        if (scalar == 1) return true;
        _store(multiple + G1_SIZE, scalar);
        return Bn254.multiply(multiple);
    }

    /// @dev Words of a proof and its public signals under this key.
    function _wordsPerProof(bytes memory key) private pure returns (uint256) {
        // The points of a key are its fixed ones, one for the constant term, and one for each signal.
        if (key.length < SIGNAL_POINTS + G1_SIZE || (key.length - SIGNAL_POINTS) % G1_SIZE != 0) {
            revert MalformedKey(key.length);
        }
        return PROOF_WORDS + (key.length - SIGNAL_POINTS) / G1_SIZE - 1;
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

    function _store(uint256 pointer, uint256 word) private pure {
        assembly ("memory-safe") {
            mstore(pointer, word)
        }
    }

    function _copy(uint256 to, uint256 from, uint256 size) private pure {
        assembly ("memory-safe") {
            mcopy(to, from, size)
        }
    }
}
