// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.37;

import {IPolicyBook, PolicyId, PolicyTerms} from "../interfaces/IPolicyBook.sol";
import {FieldElement} from "./FieldElement.sol";

/// @title What makes the terms of a policy, and the numbers that follow from them
library PolicyTermsLib {
    /// @notice Shortest notice that a policy may give its patients. Closing, flushing and claiming have to fit into it.
    uint48 internal constant MINIMUM_COVERAGE_NOTICE = 30 days;

    /// @dev Both numbers lose their lowest 8 bits so that they are field elements. Their preimages differ in length, so no
    /// group can take the number of a policy.
    function id(PolicyTerms calldata terms, address book) internal view returns (PolicyId) {
        return PolicyId.wrap(uint256(keccak256(abi.encode(block.chainid, book, terms))) >> 8);
    }

    function groupScope(bytes32 group, address book) internal view returns (uint256) {
        return uint256(keccak256(abi.encode(block.chainid, book, group))) >> 8;
    }

    function requireValid(PolicyTerms calldata terms) internal view {
        if (!FieldElement.isCommitment(terms.programHash))
            revert IPolicyBook.InvalidPolicyTerms("programHash");
        if (terms.payout == 0) revert IPolicyBook.InvalidPolicyTerms("payout");
        if (terms.maximumClaims == 0) revert IPolicyBook.InvalidPolicyTerms("maximumClaims");
        if (terms.closesAt < terms.opensAt) revert IPolicyBook.InvalidPolicyTerms("opensAt");
        if (terms.closesAt < block.timestamp) revert IPolicyBook.InvalidPolicyTerms("closesAt");
        if (terms.coverageNotice < MINIMUM_COVERAGE_NOTICE) {
            revert IPolicyBook.InvalidPolicyTerms("coverageNotice");
        }
    }
}
