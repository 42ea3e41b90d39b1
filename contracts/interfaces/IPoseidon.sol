// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity ^0.8.30;

/// @title circomlib's Poseidon of three inputs over BN254
interface IPoseidonT4 {
    /// @notice Poseidon3 of three field elements. An input of r or more counts as its remainder, so callers must refuse it.
    function poseidon(uint256[3] memory inputs) external pure returns (uint256);
}

/// @title circomlib's Poseidon of four inputs over BN254
interface IPoseidonT5 {
    /// @notice Poseidon4 of four field elements. An input of r or more counts as its remainder, so callers must refuse it.
    function poseidon(uint256[4] memory inputs) external pure returns (uint256);
}
