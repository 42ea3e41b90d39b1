// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.37;

import {IGroth16BatchVerifier} from "../../../contracts/interfaces/IGroth16BatchVerifier.sol";
import {Groth16Batch} from "../../../contracts/libraries/Groth16Batch.sol";

/// @title Verifier of a key given at deployment, such as one whose secrets a test knows
contract KeyVerifier is IGroth16BatchVerifier {
    bool public constant IS_DEVELOPMENT_KEY = true;
    bytes private _key;

    constructor(bytes memory key) {
        _key = key;
    }

    function verifyBatch(uint256[] calldata statements) external view returns (bool) {
        return Groth16Batch.verify(_key, statements);
    }

    function keyId() external view returns (bytes32) {
        return keccak256(_key);
    }
}
