// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.37;

/// @title Elements of BN254's scalar field
library FieldElement {
    /// @dev The field's order r.
    uint256 internal constant MODULUS =
        21888242871839275222246405745257275088548364400416034343698204186575808495617;

    /// @notice Whether a value can be a commitment. Poseidon reduces its inputs modulo r, so x and x + r would give
    /// the same leaf; zero is what an empty place holds.
    function isCommitment(uint256 value) internal pure returns (bool) {
        return value != 0 && value < MODULUS;
    }
}
