// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.37;

/// @title The EVM's precompiles for the curve BN254
/// @dev A precompile that lacks gas fails just as it does for a malformed point. So each call forwards exactly what the
/// precompile costs (EIP-1108), and none is made unless that much can be forwarded: failure then means a malformed point,
/// which burns what was forwarded and no more.
/// Points lie in memory: G1 as x, y; G2 as imaginary and real part of x, then of y. Pointers are those of Solidity.
library Bn254 {
    /// @notice The answer could not have been told from an invalid proof. Send more gas.
    error NotEnoughGas(uint256 available, uint256 required);

    /// @dev Order of the groups, called r: scalars lie below it.
    uint256 internal constant ORDER =
        21888242871839275222246405745257275088548364400416034343698204186575808495617;

    /// @dev Bytes of a pair of points, one of G1 and one of G2.
    uint256 internal constant PAIR_SIZE = 192;

    uint256 private constant ADDITION = 0x06;
    uint256 private constant ADDITION_GAS = 150;
    uint256 private constant MULTIPLICATION = 0x07;
    uint256 private constant MULTIPLICATION_GAS = 6_000;
    uint256 private constant PAIRING = 0x08;
    uint256 private constant PAIRING_GAS = 45_000;
    uint256 private constant PAIRING_GAS_PER_PAIR = 34_000;

    /// @dev More than is spent between reading the gas left and the precompile's start.
    uint256 private constant GAS_AROUND_CALL = 1_000;

    /// @notice Replaces the point of G1 at `point` by its multiple, given the scalar behind it; false for a malformed point.
    /// @param point Three words: x, y, scalar. A scalar of r or more counts as its remainder.
    function multiply(uint256 point) internal view returns (bool) {
        return _call(MULTIPLICATION, MULTIPLICATION_GAS, point, 96, point, 64);
    }

    /// @notice Adds the second of two points of G1 that lie side by side to the first; false for a malformed point.
    function add(uint256 points) internal view returns (bool) {
        return _call(ADDITION, ADDITION_GAS, points, 128, points, 64);
    }

    /// @notice Whether the product of the pairings is one; false for a malformed point.
    /// @param pairs Pairs of points, 192 bytes each. The first word is overwritten.
    function pairingsCancel(uint256 pairs, uint256 count) internal view returns (bool) {
        uint256 gasCost = PAIRING_GAS + PAIRING_GAS_PER_PAIR * count;
        if (!_call(PAIRING, gasCost, pairs, PAIR_SIZE * count, pairs, 32)) return false;
        uint256 product;
        assembly ("memory-safe") {
            product := mload(pairs)
        }
        return product == 1;
    }

    function _call(
        uint256 precompile,
        uint256 gasCost,
        uint256 input,
        uint256 inputSize,
        uint256 output,
        uint256 outputSize
    ) private view returns (bool done) {
        // A call is given at most 63/64 of the gas left, and silently less than asked for where that is not enough.
        uint256 required = gasCost + gasCost / 63 + GAS_AROUND_CALL;
        if (gasleft() < required) revert NotEnoughGas(gasleft(), required);
        assembly ("memory-safe") {
            done := staticcall(gasCost, precompile, input, inputSize, output, outputSize)
            // On a chain without the precompile the call succeeds, returns nothing, and leaves what lay at `output`.
            done := and(done, eq(returndatasize(), outputSize))
        }
    }
}
