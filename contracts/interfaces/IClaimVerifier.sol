// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity ^0.8.30;

/// @title Groth16 verifier of the claim circuit, generated from its verification key
interface IClaimVerifier {
    /// @notice Whether the proof holds for these public signals.
    /// @param publicSignals root, coverageRoot, programHash, scope, nullifier, signal; false for any that is not below the field's modulus.
    function verifyProof(
        uint256[2] calldata a,
        uint256[2][2] calldata b,
        uint256[2] calldata c,
        uint256[6] calldata publicSignals
    ) external view returns (bool);

    /// @notice Whether the key comes from a development ceremony.
    function IS_DEVELOPMENT_KEY() external view returns (bool);
}
