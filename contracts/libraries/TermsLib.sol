// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.37;

import {ISurgeryEscrow, Terms} from "../interfaces/ISurgeryEscrow.sol";
import {FieldElement} from "./FieldElement.sol";
import {RulesLib} from "./RulesLib.sol";

/// @title Bounds of what patient and surgeon may agree on
/// @dev They keep every deadline of a booking within a few years, so that no deposit can be locked for longer.
library TermsLib {
    /// @dev What a surgery has to be ahead at least when its time is agreed, so that shams take days, not minutes.
    uint256 internal constant MINIMUM_NOTICE = 1 days;
    uint256 internal constant MAXIMUM_ADVANCE = 730 days;
    /// @dev A billion dollars in millionths.
    uint128 internal constant MAXIMUM_DEPOSIT = 10 ** 15;

    /// @notice Reverts unless the terms may be offered now, with this much of the deposit going to protocol and relayer.
    function requireBounds(Terms calldata terms, uint256 fees) internal view {
        if (terms.patient == address(0)) revert ISurgeryEscrow.InvalidTerms("patient");
        if (terms.surgeon == address(0) || terms.surgeon == terms.patient) {
            revert ISurgeryEscrow.InvalidTerms("surgeon");
        }
        if (terms.arbiter == terms.patient || terms.arbiter == terms.surgeon) {
            revert ISurgeryEscrow.InvalidTerms("arbiter");
        }
        if (!FieldElement.isCommitment(terms.patientCommitment)) {
            revert ISurgeryEscrow.InvalidCommitment(terms.patientCommitment);
        }
        if (terms.deposit <= fees || terms.deposit > MAXIMUM_DEPOSIT)
            revert ISurgeryEscrow.InvalidTerms("deposit");
        requireNotice(terms.appointmentTime);
        RulesLib.requireBounds(terms.rules);
    }

    /// @notice Reverts unless a surgery may be put at this time now.
    function requireNotice(uint64 surgeryTime) internal view {
        if (surgeryTime < block.timestamp + MINIMUM_NOTICE || surgeryTime > block.timestamp + MAXIMUM_ADVANCE)
            revert ISurgeryEscrow.InvalidSurgeryTime(surgeryTime);
    }
}
