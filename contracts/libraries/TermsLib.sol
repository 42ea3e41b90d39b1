// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.37;

import {BookingId, ISurgeryEscrow, PackedTerms} from "../interfaces/ISurgeryEscrow.sol";
import {FieldElement} from "./FieldElement.sol";
import {RulesLib} from "./RulesLib.sol";

/// @title What patient and surgeon agree on: how calls carry it, and its bounds
/// @dev The bounds keep every deadline of a booking within a few years, so that no deposit can be locked for longer.
library TermsLib {
    /// @dev What a surgery has to be ahead at least when its time is agreed, so that shams take days, not minutes.
    uint256 internal constant MINIMUM_NOTICE = 1 days;
    uint256 internal constant MAXIMUM_ADVANCE = 730 days;
    /// @dev A billion dollars in millionths.
    uint128 internal constant MAXIMUM_DEPOSIT = 10 ** 15;

    // Every bit of the six words is a bit of one field, so no two calls can mean the same terms.

    /// @dev keccak256(abi.encode(terms)), without a copy that memory keeps: every action needs it.
    function bookingId(PackedTerms calldata terms) internal pure returns (BookingId id) {
        assembly ("memory-safe") {
            let words := mload(0x40) // free memory
            calldatacopy(words, terms, 0xc0) // the six words
            id := keccak256(words, 0xc0)
        }
    }

    function patient(PackedTerms calldata terms) internal pure returns (address) {
        return address(uint160(uint256(terms.patientAndTimes >> 96)));
    }

    function appointmentTime(PackedTerms calldata terms) internal pure returns (uint48) {
        return uint48(uint256(terms.patientAndTimes >> 48));
    }

    function offerExpiry(PackedTerms calldata terms) internal pure returns (uint64) {
        return uint48(uint256(terms.patientAndTimes));
    }

    function surgeon(PackedTerms calldata terms) internal pure returns (address) {
        return address(uint160(terms.surgeonAndDeposit >> 96));
    }

    function deposit(PackedTerms calldata terms) internal pure returns (uint128) {
        return uint96(terms.surgeonAndDeposit);
    }

    function arbiter(PackedTerms calldata terms) internal pure returns (address) {
        return address(uint160(uint256(terms.arbiterAndFee >> 96)));
    }

    function protocolFee(PackedTerms calldata terms) internal pure returns (uint128) {
        return uint96(uint256(terms.arbiterAndFee));
    }

    /// @notice Reverts unless the terms may be offered now, with this much of the deposit going to protocol and relayer.
    function requireBounds(PackedTerms calldata terms, uint256 fees) internal view {
        if (patient(terms) == address(0)) revert ISurgeryEscrow.InvalidTerms("patient");
        if (surgeon(terms) == address(0) || surgeon(terms) == patient(terms)) {
            revert ISurgeryEscrow.InvalidTerms("surgeon");
        }
        if (arbiter(terms) == patient(terms) || arbiter(terms) == surgeon(terms)) {
            revert ISurgeryEscrow.InvalidTerms("arbiter");
        }
        if (!FieldElement.isCommitment(terms.patientCommitment)) {
            revert ISurgeryEscrow.InvalidCommitment(terms.patientCommitment);
        }
        if (deposit(terms) <= fees || deposit(terms) > MAXIMUM_DEPOSIT)
            revert ISurgeryEscrow.InvalidTerms("deposit");
        requireNotice(appointmentTime(terms));
        RulesLib.requireBounds(terms.rules);
    }

    /// @notice Reverts unless a surgery may be put at this time now.
    function requireNotice(uint48 surgeryTime) internal view {
        if (surgeryTime < block.timestamp + MINIMUM_NOTICE || surgeryTime > block.timestamp + MAXIMUM_ADVANCE)
            revert ISurgeryEscrow.InvalidSurgeryTime(surgeryTime);
    }
}
