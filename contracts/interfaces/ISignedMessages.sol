// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity ^0.8.30;

/// @title How a contract refuses EIP-712 messages
interface ISignedMessages {
    /// @notice The signature over the message is not by this account.
    error InvalidSignature(address signer);
    /// @notice The message may no longer be relayed.
    error DeadlinePassed(uint64 deadline);
}
