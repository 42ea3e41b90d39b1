// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.37;

import {PoseidonT5} from "../../contracts/libraries/Poseidon.sol";
import {QuaternaryTree} from "../../contracts/libraries/QuaternaryTree.sol";
import {WrongPoseidon} from "./doubles/WrongPoseidon.sol";

/// @title Appending in batches, against appending leaf by leaf; any collision-free hash will do for that
contract QuaternaryTreeTest {
    PoseidonT5 private _hash;

    function setUp() external {
        _hash = PoseidonT5.wrap(address(new WrongPoseidon(4)));
    }

    function testFuzz_cuttingIntoBatchesDoesNotChangeTheTree(
        uint256 seed,
        uint8[4] calldata sizes
    ) external view {
        uint256 size = 0;
        uint256[] memory batched = new uint256[](0);
        uint256[] memory single = new uint256[](0);
        for (uint256 batch = 0; batch < sizes.length; ++batch) {
            uint256[] memory leaves = _leaves(seed, size, 1 + (sizes[batch] % 70));
            uint256 root;
            uint256 expected;
            (expected, single) = _appendOneByOne(size, single, leaves);
            (root, batched) = QuaternaryTree.append(_hash, size, batched, leaves);
            require(root == expected, "root");
            require(QuaternaryTree.hashOf(batched) == QuaternaryTree.hashOf(single), "frontier");
            size += leaves.length;
            require(batched.length == _waitingIn(size), "nodes in the frontier");
        }
    }

    function testFuzz_everyLeafChangesTheRoot(uint256 seed, uint8 count, uint8 changed) external view {
        uint256 size = 1 + (count % 70);
        uint256[] memory leaves = _leaves(seed, 0, size);
        uint256[] memory others = _leaves(seed, 0, size);
        others[changed % size] ^= 1;
        (uint256 root, ) = QuaternaryTree.append(_hash, 0, new uint256[](0), leaves);
        (uint256 other, ) = QuaternaryTree.append(_hash, 0, new uint256[](0), others);
        require(root != other, "root ignores a leaf");
    }

    function testFuzz_everyNodeOfTheFrontierChangesTheRoot(
        uint256 seed,
        uint8 count,
        uint8 changed
    ) external view {
        uint256 size = 1 + (count % 70);
        (, uint256[] memory frontier) = QuaternaryTree.append(
            _hash,
            0,
            new uint256[](0),
            _leaves(seed, 0, size)
        );
        uint256[] memory more = _leaves(seed, size, 3);
        (uint256 root, ) = QuaternaryTree.append(_hash, size, frontier, more);
        frontier[changed % frontier.length] ^= 1;
        (uint256 other, ) = QuaternaryTree.append(_hash, size, frontier, more);
        require(root != other, "root ignores a node");
    }

    function testFuzz_appendingLeavesOtherMemoryAlone(uint256 seed, uint8 count) external view {
        uint256 size = 1 + (count % 70);
        uint256[] memory leaves = _leaves(seed, 0, size);
        uint256[] memory before = _leaves(seed, size, 3);
        (, uint256[] memory frontier) = QuaternaryTree.append(_hash, 0, new uint256[](0), leaves);
        bytes32 frontierBefore = QuaternaryTree.hashOf(frontier);
        uint256[] memory behind = _leaves(seed, size, 3);
        QuaternaryTree.append(_hash, size, frontier, behind);
        require(QuaternaryTree.hashOf(leaves) == QuaternaryTree.hashOf(_leaves(seed, 0, size)), "leaves");
        require(QuaternaryTree.hashOf(before) == QuaternaryTree.hashOf(behind), "neighbours");
        require(QuaternaryTree.hashOf(frontier) == frontierBefore, "frontier");
    }

    /// @dev The sum of the digits of the number of leaves, in base four.
    function _waitingIn(uint256 size) private pure returns (uint256 nodes) {
        for (; size != 0; size >>= 2) nodes += size & 3;
    }

    function _appendOneByOne(
        uint256 size,
        uint256[] memory frontier,
        uint256[] memory leaves
    ) private view returns (uint256 root, uint256[] memory) {
        uint256[] memory leaf = new uint256[](1);
        for (uint256 i = 0; i < leaves.length; ++i) {
            leaf[0] = leaves[i];
            (root, frontier) = QuaternaryTree.append(_hash, size + i, frontier, leaf);
        }
        return (root, frontier);
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
