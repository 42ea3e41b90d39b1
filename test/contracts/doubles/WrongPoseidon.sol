// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.37;

/// @title Contract called as Poseidon's are, that computes another hash
contract WrongPoseidon {
    uint256 private immutable _groupLength;

    /// @param groupLength Words that are hashed into one.
    constructor(uint256 groupLength) {
        _groupLength = groupLength;
    }

    fallback(bytes calldata words) external returns (bytes memory hashes) {
        uint256 groupSize = 32 * _groupLength;
        for (uint256 start = 0; start < words.length; start += groupSize) {
            uint256 hash = uint256(keccak256(words[start:start + groupSize])) >> 8;
            hashes = abi.encodePacked(hashes, hash);
        }
    }
}
