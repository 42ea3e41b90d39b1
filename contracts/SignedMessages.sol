// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.37;

import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {SignatureChecker} from "@openzeppelin/contracts/utils/cryptography/SignatureChecker.sol";

import {ISignedMessages} from "./interfaces/ISignedMessages.sol";

/// @title Checks that every relayed message shares: its deadline, and its signature by a key or an ERC-1271 wallet
abstract contract SignedMessages is ISignedMessages, EIP712 {
    /// @dev A deadline is the last second that still counts.
    function _requireInTime(uint64 deadline) internal view {
        if (block.timestamp > deadline) revert DeadlinePassed(deadline);
    }

    function _requireSigned(address signer, bytes32 structHash, bytes calldata signature) internal view {
        _requireSignedDigest(signer, _hashTypedDataV4(structHash), signature);
    }

    /// @dev Most signers are keys, so recovery comes first: asking for the signer's code would cost 2,600 gas each time.
    function _requireSignedDigest(address signer, bytes32 digest, bytes calldata signature) internal view {
        (address recovered, ECDSA.RecoverError failure, ) = ECDSA.tryRecoverCalldata(digest, signature);
        if (failure == ECDSA.RecoverError.NoError && recovered == signer) return;
        if (!SignatureChecker.isValidERC1271SignatureNowCalldata(signer, digest, signature)) {
            revert InvalidSignature(signer);
        }
    }
}
