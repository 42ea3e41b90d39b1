// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.37;

import {Poseidon, PoseidonT5} from "./Poseidon.sol";

/// @title Append-only tree of four children a node, depth 10, that stores only its frontier
/// @dev A node is complete when all leaves below it are there. The frontier holds, on each level, the complete nodes
/// that wait for the rest of their group of four: at most three.
library QuaternaryTree {
    using Poseidon for PoseidonT5;

    uint256 internal constant DEPTH = 10;
    /// @dev Leaves of a full tree.
    uint256 internal constant CAPACITY = 4 ** DEPTH;
    /// @dev Root of the tree without leaves.
    uint256 internal constant EMPTY_ROOT = 0x262138dff44f5352d2d7ec48461c771444a6c00c761a3263735d0a99143a51f1;

    struct Frontier {
        uint256[3][DEPTH] nodes;
    }

    /// @notice Appends leaves and returns the new root. Each node that changes is hashed once, however many leaves
    /// below it are new.
    /// @dev Works level by level: the new nodes of one level, with the frontier before them and empty nodes after them,
    /// are hashed in one call into the new nodes of the next.
    /// @param size Leaves in the tree so far; with the new ones at most CAPACITY.
    /// @param leaves The leaves, at least one.
    function append(
        Frontier storage frontier,
        PoseidonT5 hasher,
        uint256 size,
        uint256[] memory leaves
    ) internal returns (uint256 root) {
        uint256[] memory nodes = leaves;
        uint256 first = size;
        uint256 complete = size + leaves.length;
        for (uint256 level = 0; level < DEPTH; ++level) {
            uint256[] memory children = _wholeGroups(frontier, level, first, nodes);
            _keepWaitingNodes(frontier, level, first, complete, nodes);
            hasher.hashGroups(children);
            nodes = children;
            first >>= 2;
            complete >>= 2;
        }
        return nodes[0];
    }

    /// @dev The new nodes of a level, of which `first` is the index of the first, with what completes their groups: those
    /// that were there before, and empty ones.
    function _wholeGroups(
        Frontier storage frontier,
        uint256 level,
        uint256 first,
        uint256[] memory nodes
    ) private view returns (uint256[] memory children) {
        uint256 waiting = first & 3;
        uint256 end = waiting + nodes.length;
        children = new uint256[]((end + 3) & ~uint256(3));
        for (uint256 position = 0; position < waiting; ++position) {
            children[position] = frontier.nodes[level][position];
        }
        assembly ("memory-safe") {
            // Copies the elements of `nodes` behind the waiting ones; both arrays begin with their length.
            mcopy(add(children, shl(5, add(waiting, 1))), add(nodes, 0x20), shl(5, mload(nodes)))
        }
        uint256 emptyNode = _emptyNode(level);
        for (uint256 position = end; position < children.length; ++position) children[position] = emptyNode;
    }

    /// @dev Stores those new nodes that are complete and whose group is not. An incomplete node is computed again by the
    /// next batch and never stored.
    /// @param complete Number of complete nodes on this level, old and new.
    function _keepWaitingNodes(
        Frontier storage frontier,
        uint256 level,
        uint256 first,
        uint256 complete,
        uint256[] memory nodes
    ) private {
        uint256 groupStart = complete & ~uint256(3);
        for (uint256 index = groupStart > first ? groupStart : first; index < complete; ++index) {
            frontier.nodes[level][index & 3] = nodes[index - first];
        }
    }

    /// @dev Root of an empty subtree of this height; zero is the empty leaf.
    function _emptyNode(uint256 level) private pure returns (uint256) {
        if (level == 0) return 0;
        if (level == 1) return 0x0532fd436e19c70e51209694d9c215250937921b8b79060488c1206db73e9946;
        if (level == 2) return 0x1ea8dbbca1ca3a574b1b871aad1e8bc47571c7e11a99a6fb25f3f19d4bfad32c;
        if (level == 3) return 0x1b98ec5a992cd3688e655aef8674386f4e84f0a442eaab4840427e359c214dd2;
        if (level == 4) return 0x0fd83a3939005974d559c13c652a31942ffd61cab9a038e04239af96cafaee14;
        if (level == 5) return 0x11eb54967ae25ce42205223461cda9dbb1a1811db38b71e404d1fd94c9627777;
        if (level == 6) return 0x1c682a99981cf10a215d2788721e0ca060ddc0932cbb04c903eee3bd899dcfc0;
        if (level == 7) return 0x2b3de1ae8e72d64a5cb03934061e3fd03789273f370e32d576ae54b4cbeca719;
        if (level == 8) return 0x1b64ed0dc55f80f1f3da256b451baf16110fc268311a13fe903f87945b734861;
        return 0x06efb4c4a55b0225fd1088d357b2432f422b0593015c57980e373ecef9029c72;
    }
}
