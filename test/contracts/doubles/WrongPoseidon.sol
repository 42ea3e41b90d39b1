// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.37;

import {IPoseidonT4, IPoseidonT5} from "../../../contracts/interfaces/IPoseidon.sol";

/// @title Contract with Poseidon's interface and another hash
contract WrongPoseidon is IPoseidonT4, IPoseidonT5 {
    function poseidon(uint256[3] memory inputs) external pure returns (uint256) {
        return uint256(keccak256(abi.encode(inputs))) >> 8;
    }

    function poseidon(uint256[4] memory inputs) external pure returns (uint256) {
        return uint256(keccak256(abi.encode(inputs))) >> 8;
    }
}
