// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity ^0.8.30;

/// @title Verifier of one circuit's Groth16 proofs, one or many at a time
interface IGroth16BatchVerifier {
    /// @notice Whether all proofs hold for their public signals. One malformed or false proof makes it false.
    /// @param statements For each proof A (x, y), B (imaginary and real part of x, then of y), C (x, y) and its public
    /// signals in the circuit's order, one word each. Signals that are not below r make it false.
    function verifyBatch(uint256[] calldata statements) external view returns (bool);

    /// @notice keccak256 of the verification key as the batch library takes it.
    function keyId() external view returns (bytes32);

    /// @notice Whether the key comes from a development ceremony.
    function IS_DEVELOPMENT_KEY() external view returns (bool);
}
