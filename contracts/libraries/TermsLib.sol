// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.37;

import {ISurgeryEscrow, Terms} from "../interfaces/ISurgeryEscrow.sol";
import {FieldElement} from "./FieldElement.sol";

/// @title Bounds of what patient and surgeon may agree on
/// @dev They keep every deadline of a booking within a few years, so that no deposit can be locked for longer.
library TermsLib {
    uint64 internal constant MAXIMUM_ADVANCE = 730 days;
    uint64 internal constant MAXIMUM_POSTPONEMENT = 180 days;
    uint32 internal constant MINIMUM_EXECUTION_WINDOW = 1 days;
    uint32 internal constant MAXIMUM_EXECUTION_WINDOW = 90 days;
    uint32 internal constant MINIMUM_CLOSING_WINDOW = 3 days;
    uint32 internal constant MAXIMUM_CLOSING_WINDOW = 180 days;
    /// @dev A billion dollars in millionths.
    uint128 internal constant MAXIMUM_DEPOSIT = 10 ** 15;

    /// @notice Reverts unless the terms may be offered now, with this much of the deposit going to protocol and relayer.
    function requireBounds(Terms calldata terms, uint256 fees) internal view {
        if (terms.patient == address(0)) revert ISurgeryEscrow.InvalidTerms("patient");
        if (terms.surgeon == address(0) || terms.surgeon == terms.patient) {
            revert ISurgeryEscrow.InvalidTerms("surgeon");
        }
        if (!FieldElement.isCommitment(terms.patientCommitment)) {
            revert ISurgeryEscrow.InvalidCommitment(terms.patientCommitment);
        }
        if (terms.deposit <= fees || terms.deposit > MAXIMUM_DEPOSIT)
            revert ISurgeryEscrow.InvalidTerms("deposit");
        if (
            terms.appointmentTime <= block.timestamp ||
            terms.appointmentTime > block.timestamp + MAXIMUM_ADVANCE
        ) revert ISurgeryEscrow.InvalidTerms("appointmentTime");
        if (
            terms.executionWindow < MINIMUM_EXECUTION_WINDOW ||
            terms.executionWindow > MAXIMUM_EXECUTION_WINDOW
        ) revert ISurgeryEscrow.InvalidTerms("executionWindow");
        if (terms.closingWindow < MINIMUM_CLOSING_WINDOW || terms.closingWindow > MAXIMUM_CLOSING_WINDOW) {
            revert ISurgeryEscrow.InvalidTerms("closingWindow");
        }
    }

    /// @notice Reverts unless the plan's surgery time is ahead and not too long after the appointment.
    function requireSurgeryTime(Terms calldata terms, uint64 surgeryTime) internal view {
        if (surgeryTime < block.timestamp || surgeryTime > terms.appointmentTime + MAXIMUM_POSTPONEMENT) {
            revert ISurgeryEscrow.InvalidTerms("surgeryTime");
        }
    }
}
