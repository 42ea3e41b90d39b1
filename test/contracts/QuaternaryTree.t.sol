// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.37;

import {PoseidonT5} from "../../contracts/libraries/Poseidon.sol";
import {QuaternaryTree} from "../../contracts/libraries/QuaternaryTree.sol";
import {WrongPoseidon} from "./doubles/WrongPoseidon.sol";

/// @title Appending in batches, against appending leaf by leaf; any collision-free hash will do for that
contract QuaternaryTreeTest {
    using QuaternaryTree for QuaternaryTree.Frontier;

    QuaternaryTree.Frontier private _batched;
    QuaternaryTree.Frontier private _single;
    PoseidonT5 private _hash;

    function setUp() external {
        _hash = PoseidonT5.wrap(address(new WrongPoseidon(4)));
    }

    function testFuzz_cuttingIntoBatchesDoesNotChangeTheRoot(uint256 seed, uint8[4] calldata sizes) external {
        uint256 size = 0;
        for (uint256 batch = 0; batch < sizes.length; ++batch) {
            uint256[] memory leaves = _leaves(seed, size, 1 + (sizes[batch] % 70));
            uint256 expected = _appendOneByOne(size, leaves);
            uint256 added = leaves.length;
            require(_batched.append(_hash, size, leaves) == expected, "root");
            size += added;
        }
    }

    function testFuzz_everyLeafChangesTheRoot(uint256 seed, uint8 count, uint8 changed) external {
        uint256 size = 1 + (count % 70);
        uint256[] memory leaves = _leaves(seed, 0, size);
        uint256[] memory others = _leaves(seed, 0, size);
        others[changed % size] ^= 1;
        require(_batched.append(_hash, 0, leaves) != _single.append(_hash, 0, others), "root ignores a leaf");
    }

    function _appendOneByOne(uint256 size, uint256[] memory leaves) private returns (uint256 root) {
        uint256[] memory leaf = new uint256[](1);
        for (uint256 i = 0; i < leaves.length; ++i) {
            leaf[0] = leaves[i];
            root = _single.append(_hash, size + i, leaf);
        }
    }

    function _leaves(
        uint256 seed,
        uint256 first,
        uint256 count
    ) private pure returns (uint256[] memory leaves) {
        leaves = new uint256[](count);
        for (uint256 i = 0; i < count; ++i) {
            leaves[i] = uint256(keccak256(abi.encode(seed, first + i))) >> 8;
        }
    }
}
