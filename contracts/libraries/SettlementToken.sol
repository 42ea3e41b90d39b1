// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.37;

import {IERC3009} from "@openzeppelin/contracts/interfaces/draft-IERC3009.sol";
import {IERC20Metadata} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Metadata.sol";

import {IDepositToken} from "../interfaces/IDepositToken.sol";
import {ISurgeryEscrow} from "../interfaces/ISurgeryEscrow.sol";

/// @title What a token has to be for an escrow to hold deposits in it
/// @dev A token cannot be replaced in a deployment. Fees and limits are given in millionths.
library SettlementToken {
    uint256 internal constant DECIMALS = 6;

    /// @notice Refuses what cannot be the token of a deployment. That it checks signatures is left to whoever deploys, since
    /// nobody has signed anything yet.
    function requireSuitable(IDepositToken token) internal view {
        (bool hasDecimals, uint256 decimals) = _ask(token, abi.encodeCall(IERC20Metadata.decimals, ()));
        if (!hasDecimals || decimals != DECIMALS) {
            revert ISurgeryEscrow.UnsuitableToken(address(token), "six decimals");
        }
        // The one question of ERC-3009 that asks for no signature.
        (bool knows, ) = _ask(token, abi.encodeCall(IERC3009.authorizationState, (address(this), 0)));
        if (!knows) revert ISurgeryEscrow.UnsuitableToken(address(token), "ERC-3009");
    }

    /// @dev By hand, since an answer that `try` cannot decode, or a token without code, would revert without a name.
    function _ask(IDepositToken token, bytes memory question) private view returns (bool, uint256) {
        (bool done, bytes memory answer) = address(token).staticcall(question);
        if (!done || answer.length != 32) return (false, 0);
        return (true, uint256(bytes32(answer)));
    }
}
