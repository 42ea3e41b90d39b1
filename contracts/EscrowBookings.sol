// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.37;

import {EscrowLedger} from "./EscrowLedger.sol";
import {BookingId, ISurgeryEscrow, Progress, State, Terms} from "./interfaces/ISurgeryEscrow.sol";
import {BookingMessages} from "./libraries/BookingMessages.sol";
import {ProgressLib} from "./libraries/ProgressLib.sol";
import {StateSet, only} from "./libraries/StateSet.sol";
import {SignedMessages} from "./SignedMessages.sol";

/// @title Bookings, one word each: where each stands, and whose signature counts for it
/// @dev Every transition is one function: load the booking in a state that allows it, check time and signatures, write the
/// next word, then move money. No signature is marked as used: each is bound to a booking that moves on with it.
abstract contract EscrowBookings is EscrowLedger, SignedMessages {
    using ProgressLib for Progress;

    /// @inheritdoc ISurgeryEscrow
    mapping(BookingId bookingId => bytes32) public progressHash;

    /// @inheritdoc ISurgeryEscrow
    function bookingIdOf(Terms calldata terms) public view returns (BookingId) {
        return BookingId.wrap(_hashTypedDataV4(BookingMessages.hashTerms(terms)));
    }

    /// @dev States in which a deposit is held and the surgery has not been reported.
    function _beforeSurgery() internal pure returns (StateSet) {
        return only(State.SCHEDULED) | only(State.CONFIRMED);
    }

    /// @dev The booking of these terms, if it has come as far as `claimed` says and that state is among those allowed.
    function _load(
        Terms calldata terms,
        Progress calldata claimed,
        StateSet allowed
    ) internal view returns (BookingId bookingId, Progress memory progress) {
        bookingId = bookingIdOf(terms);
        progress = ProgressLib.load(claimed);
        if (progressHash[bookingId] != progress.hash()) revert ProgressMismatch(bookingId);
        if (!allowed.contains(progress.state)) revert WrongState(bookingId, progress.state);
    }

    /// @dev Puts a booking into its next state, with whatever else has changed in `progress`.
    function _enter(BookingId bookingId, Progress memory progress, State state) internal {
        progress.enter(state);
        _record(bookingId, progress);
    }

    function _record(BookingId bookingId, Progress memory progress) internal {
        progressHash[bookingId] = progress.hash();
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
        Terms calldata terms,
        bytes32 structHash,
        bytes calldata signature
    ) internal view {
        _requireSigned(registry.signerOf(terms.surgeon), structHash, signature);
    }

    /// @dev The same where the surgeon needs a licence in force.
    function _requireSignedByLicensed(
        Terms calldata terms,
        bytes32 structHash,
        bytes calldata signature
    ) internal view {
        _requireSigned(registry.requireLicensed(terms.surgeon), structHash, signature);
    }

    /// @dev For what both agree on.
    /// @param surgeonSigner The surgeon's key, as the registry names it.
    function _requireSignedByBoth(
        Terms calldata terms,
        address surgeonSigner,
        bytes32 structHash,
        bytes calldata patientSignature,
        bytes calldata surgeonSignature
    ) internal view {
        bytes32 digest = _hashTypedDataV4(structHash);
        _requireSignedDigest(terms.patient, digest, patientSignature);
        _requireSignedDigest(surgeonSigner, digest, surgeonSignature);
    }

    /// @dev For actions that either party may take alone.
    function _requireSignedByParty(
        Terms calldata terms,
        address party,
        bytes32 structHash,
        bytes calldata signature
    ) internal view {
        if (party == terms.surgeon) _requireSignedBySurgeon(terms, structHash, signature);
        else if (party == terms.patient) _requireSigned(party, structHash, signature);
        else revert NotAParty(party);
    }
}
