// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.37;

import {Poseidon, PoseidonT4, PoseidonT5} from "../../../../contracts/libraries/Poseidon.sol";

/// @title Calls the Poseidon library as a contract would, and says what that cost and whether other memory was touched
contract PoseidonHarness {
    bytes32 private constant NEIGHBOUR = keccak256("neighbour");

    function hashWithT4(
        PoseidonT4 hasher,
        uint256[] memory words
    ) external view returns (uint256[] memory, uint256 gasUsed, bool neighbourIntact) {
        bytes32[] memory neighbour = new bytes32[](1);
        neighbour[0] = NEIGHBOUR;
        gasUsed = gasleft();
        Poseidon.hashGroups(hasher, words);
        gasUsed -= gasleft();
        return (words, gasUsed, neighbour.length == 1 && neighbour[0] == NEIGHBOUR);
    }

    function hashWithT5(
        PoseidonT5 hasher,
        uint256[] memory words
    ) external view returns (uint256[] memory, uint256 gasUsed, bool neighbourIntact) {
        bytes32[] memory neighbour = new bytes32[](1);
        neighbour[0] = NEIGHBOUR;
        gasUsed = gasleft();
        Poseidon.hashGroups(hasher, words);
        gasUsed -= gasleft();
        return (words, gasUsed, neighbour.length == 1 && neighbour[0] == NEIGHBOUR);
    }
}
