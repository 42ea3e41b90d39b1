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
    /// @dev What has to be left before a multiplication with an addition. A call is given at most 63/64 of the gas left,
    /// and silently less than asked for where that is not enough.
    uint256 private constant GAS_TO_ADD_MULTIPLE =
        ((MULTIPLICATION_GAS + ADDITION_GAS) * 64) / 63 + GAS_AROUND_CALL;

    /// @notice Writes the multiple of a point of G1 to `output`; false for a malformed point.
    /// @param point Two words: x, y.
    /// @param scalar A scalar of r or more counts as its remainder.
    /// @param workspace Three words.
    /// @param output Two words.
    function multiply(
        uint256 point,
        uint256 scalar,
        uint256 workspace,
        uint256 output
    ) internal view returns (bool done) {
        _requireGas(GAS_TO_ADD_MULTIPLE);
        assembly ("memory-safe") {
            // The precompile takes the point and behind it the scalar.
            mcopy(workspace, point, 64)
            mstore(add(workspace, 64), scalar)
            done := staticcall(MULTIPLICATION_GAS, MULTIPLICATION, workspace, 96, output, 64)
            // On a chain without the precompile the call succeeds, returns nothing, and leaves what lay at `output`.
            done := and(done, eq(returndatasize(), 64))
        }
    }

    /// @notice Adds the multiple of a point of G1 to the point at `sum`; false for a malformed point.
    /// @param sum Two words, and behind them three words to work in.
    function addMultiple(uint256 point, uint256 scalar, uint256 sum) internal view returns (bool done) {
        _requireGas(GAS_TO_ADD_MULTIPLE);
        assembly ("memory-safe") {
            let workspace := add(sum, 64)
            // The multiple replaces the point, so that it lies behind the sum, as the addition takes its points.
            mcopy(workspace, point, 64)
            mstore(add(workspace, 64), scalar)
            done := staticcall(MULTIPLICATION_GAS, MULTIPLICATION, workspace, 96, workspace, 64)
            done := and(done, eq(returndatasize(), 64))
            done := and(done, staticcall(ADDITION_GAS, ADDITION, sum, 128, sum, 64))
            done := and(done, eq(returndatasize(), 64))
        }
    }

    /// @notice Whether the product of the pairings is one; false for a malformed point.
    /// @param pairs Pairs of points, 192 bytes each. The first word is overwritten.
    function pairingsCancel(uint256 pairs, uint256 count) internal view returns (bool) {
        uint256 gasCost = PAIRING_GAS + PAIRING_GAS_PER_PAIR * count;
        uint256 size = PAIR_SIZE * count;
        _requireGas(gasCost + gasCost / 63 + GAS_AROUND_CALL);
        bool done;
        uint256 product;
        assembly ("memory-safe") {
            done := staticcall(gasCost, PAIRING, pairs, size, pairs, 32)
            done := and(done, eq(returndatasize(), 32))
            product := mload(pairs)
        }
        return done && product == 1;
    }

    function _requireGas(uint256 required) private view {
        if (gasleft() < required) revert NotEnoughGas(gasleft(), required);
    }
}
