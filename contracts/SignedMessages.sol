// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.37;

import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {SignatureChecker} from "@openzeppelin/contracts/utils/cryptography/SignatureChecker.sol";

import {ISignedMessages} from "./interfaces/ISignedMessages.sol";

/// @title Checks that every relayed message shares: its deadline, and its signature by a key or an ERC-1271 wallet
abstract contract SignedMessages is ISignedMessages, EIP712 {
    /// @dev Half the order of secp256k1's group, rounded down: the largest s that counts.
    uint256 private constant HALF_ORDER = 0x7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0;

    /// @dev A deadline is the last second that still counts.
    function _requireInTime(uint64 deadline) internal view {
        if (block.timestamp > deadline) revert DeadlinePassed(deadline);
    }

    function _requireSigned(address signer, bytes32 structHash, bytes calldata signature) internal view {
        _requireSignedDigest(signer, _hashTypedDataV4(structHash), signature);
    }

    /// @dev Most signers are keys, so recovery comes first: asking for the signer's code would cost 2,600 gas each time.
    function _requireSignedDigest(address signer, bytes32 digest, bytes calldata signature) internal view {
        address recovered = _recover(digest, signature);
        if (recovered == signer && recovered != address(0)) return;
        if (!SignatureChecker.isValidERC1271SignatureNowCalldata(signer, digest, signature)) {
            revert InvalidSignature(signer);
        }
    }

    /// @dev The key that made the signature, zero where it has not 65 bytes, its v is neither 27 nor 28 or its s is not the
    /// lower of two: so no signature has a second form. OpenZeppelin's ECDSA does the same for 100 gas more.
    function _recover(bytes32 digest, bytes calldata signature) private pure returns (address) {
        if (signature.length != 65) return address(0);
        bytes32 r;
        bytes32 s;
        uint8 v;
        assembly ("memory-safe") {
            r := calldataload(signature.offset)
            s := calldataload(add(signature.offset, 0x20))
            v := byte(0, calldataload(add(signature.offset, 0x40))) // the last of the 65 bytes
        }
        return uint256(s) > HALF_ORDER ? address(0) : ecrecover(digest, v, r, s);
    }
}
