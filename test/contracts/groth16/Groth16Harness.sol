// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.37;

import {Groth16Batch} from "../../../contracts/libraries/Groth16Batch.sol";

/// @title The batch verifier for any key, and what it spends
contract Groth16Harness {
    function verify(bytes calldata key, uint256[] calldata statements) external view returns (bool) {
        return Groth16Batch.verify(key, statements);
    }

    function measure(
        bytes memory key,
        uint256[] calldata statements
    ) external view returns (bool valid, uint256 gasUsed) {
        gasUsed = gasleft();
        valid = Groth16Batch.verify(key, statements);
        gasUsed -= gasleft();
    }

    function challengeOf(bytes calldata key, uint256[] calldata statements) external view returns (bytes32) {
        return Groth16Batch.challengeOf(key, statements);
    }

    function coefficientOf(bytes32 challenge, uint256 index) external pure returns (uint256) {
        return Groth16Batch.coefficientOf(challenge, index);
    }
}
