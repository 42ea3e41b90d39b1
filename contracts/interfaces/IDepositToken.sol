// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity ^0.8.30;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

/// @title Stablecoin that deposits are paid in: ERC-20 with ERC-3009's `receiveWithAuthorization` for any kind of signer
interface IDepositToken is IERC20 {
    /// @notice Moves `value` from `from` to the caller, who must be `to`, on `from`'s signed authorization.
    /// @param validAfter The authorization counts after this second.
    /// @param validBefore The authorization counts before this second.
    /// @param nonce Random or derived value that `from` has not used.
    /// @param signature ECDSA signature, or whatever `from` accepts by ERC-1271.
    function receiveWithAuthorization(
        address from,
        address to,
        uint256 value,
        uint256 validAfter,
        uint256 validBefore,
        bytes32 nonce,
        bytes memory signature
    ) external;

    /// @notice The same for a key alone, in the form that ERC-3009 names.
    function receiveWithAuthorization(
        address from,
        address to,
        uint256 value,
        uint256 validAfter,
        uint256 validBefore,
        bytes32 nonce,
        uint8 v,
        bytes32 r,
        bytes32 s
    ) external;
}
