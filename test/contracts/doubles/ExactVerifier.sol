// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.37;

import {Proof} from "../../../contracts/interfaces/IReviewBoard.sol";
import {IReviewVerifier} from "../../../contracts/interfaces/IReviewVerifier.sol";

/// @title Verifier that accepts exactly the proofs and public signals it was told of
contract ExactVerifier is IReviewVerifier {
    bool public constant IS_DEVELOPMENT_KEY = true;
    mapping(bytes32 statement => bool) private _accepted;

    function accept(Proof calldata proof, uint256[6] calldata publicSignals) external {
        _accepted[keccak256(abi.encode(proof.a, proof.b, proof.c, publicSignals))] = true;
    }

    function verifyProof(
        uint256[2] calldata a,
        uint256[2][2] calldata b,
        uint256[2] calldata c,
        uint256[6] calldata publicSignals
    ) external view returns (bool) {
        return _accepted[keccak256(abi.encode(a, b, c, publicSignals))];
    }
}
