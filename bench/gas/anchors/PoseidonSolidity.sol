// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.37;

import {PoseidonT4} from "poseidon-solidity/PoseidonT4.sol";
import {PoseidonT5} from "poseidon-solidity/PoseidonT5.sol";

/// @title Hashes many groups with poseidon-solidity, as a contract that uses it would, and says what that cost
contract PoseidonSolidity {
    function hashWithT4(uint256[3][] memory groups) external view returns (uint256 gasUsed) {
        gasUsed = gasleft();
        for (uint256 i = 0; i < groups.length; ++i) PoseidonT4.hash(groups[i]);
        gasUsed -= gasleft();
    }

    function hashWithT5(uint256[4][] memory groups) external view returns (uint256 gasUsed) {
        gasUsed = gasleft();
        for (uint256 i = 0; i < groups.length; ++i) PoseidonT5.hash(groups[i]);
        gasUsed -= gasleft();
    }
}
