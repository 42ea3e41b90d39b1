// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.37;

import {EscrowLedger} from "./EscrowLedger.sol";
import {BookingId, ISurgeryEscrow, PackedTerms, Progress, State} from "./interfaces/ISurgeryEscrow.sol";
import {ProgressLib} from "./libraries/ProgressLib.sol";
import {StateSet, only} from "./libraries/StateSet.sol";
import {TermsLib} from "./libraries/TermsLib.sol";
import {SignedMessages} from "./SignedMessages.sol";

/// @title Bookings, one word each: where each stands, and whose signature counts for it
/// @dev Every transition is one function: load the booking in a state that allows it, check time and signatures, write the
/// next word, then move money. No signature is marked as used: each is bound to a booking that moves on with it.
abstract contract EscrowBookings is EscrowLedger, SignedMessages {
    using ProgressLib for Progress;
    using TermsLib for PackedTerms;

    /// @dev A struct, so that its place in storage is computed once for reading and writing.
    struct Booking {
        Progress progress;
    }

    mapping(BookingId bookingId => Booking) private _bookings;

    /// @inheritdoc ISurgeryEscrow
    function bookingIdOf(PackedTerms calldata terms) external pure returns (BookingId) {
        return terms.bookingId();
    }

    /// @dev States in which a deposit is held and the surgery has not been reported.
    function _beforeSurgery() internal pure returns (StateSet) {
        return only(State.SCHEDULED) | only(State.CONFIRMED);
    }

    /// @inheritdoc ISurgeryEscrow
    function progressOf(BookingId bookingId) external view returns (Progress) {
        return _bookings[bookingId].progress;
    }

    /// @dev The booking of these terms, if its state is among those allowed.
    function _load(
        PackedTerms calldata terms,
        StateSet allowed
    ) internal view returns (BookingId bookingId, Booking storage booking, Progress progress) {
        bookingId = terms.bookingId();
        booking = _bookings[bookingId];
        progress = booking.progress;
        State state = progress.state();
        if (!allowed.contains(state)) revert WrongState(bookingId, state);
    }

    /// @dev Puts a booking into its next state, with whatever else has changed in `progress`.
    function _enter(Booking storage booking, Progress progress, State state) internal {
        booking.progress = progress.enter(state);
    }

    function _requireFrom(uint256 first) internal view {
        if (block.timestamp < first) revert TooEarly(first);
    }

    function _requireUntil(uint256 last) internal view {
        if (block.timestamp > last) revert TooLate(last);
    }

    function _requireAfter(uint256 last) internal view {
        _requireFrom(last + 1);
    }

    /// @dev The surgeon's address in the terms says who she is; the registry says which key signs for her now.
    function _requireSignedBySurgeon(
        PackedTerms calldata terms,
        bytes32 structHash,
        bytes calldata signature
    ) internal view {
        _requireSigned(registry.signerOf(terms.surgeon()), structHash, signature);
    }

    /// @dev The same where the surgeon needs a licence in force.
    function _requireSignedByLicensed(
        PackedTerms calldata terms,
        bytes32 structHash,
        bytes calldata signature
    ) internal view {
        _requireSigned(registry.licensedSigner(terms.surgeon()), structHash, signature);
    }

    /// @dev For what both agree on.
    /// @param surgeonSigner The surgeon's key, as the registry names it.
    function _requireSignedByBoth(
        PackedTerms calldata terms,
        address surgeonSigner,
        bytes32 structHash,
        bytes calldata patientSignature,
        bytes calldata surgeonSignature
    ) internal view {
        bytes32 digest = _hashTypedDataV4(structHash);
        _requireSignedDigest(terms.patient(), digest, patientSignature);
        _requireSignedDigest(surgeonSigner, digest, surgeonSignature);
    }

    /// @dev For actions that either party may take alone.
    function _requireSignedByParty(
        PackedTerms calldata terms,
        address party,
        bytes32 structHash,
        bytes calldata signature
    ) internal view {
        if (party == terms.surgeon()) _requireSignedBySurgeon(terms, structHash, signature);
        else if (party == terms.patient()) _requireSigned(party, structHash, signature);
        else revert NotAParty(party);
    }
}
