// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.37;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";

import {IReviewBoard, Proof, Review, ReviewStatus} from "./interfaces/IReviewBoard.sol";
import {IReviewVerifier} from "./interfaces/IReviewVerifier.sol";
import {ISurgeonRegistry} from "./interfaces/ISurgeonRegistry.sol";
import {ISurgeryEscrow} from "./interfaces/ISurgeryEscrow.sol";
import {ISurgeryTree} from "./interfaces/ISurgeryTree.sol";
import {ReviewMessages} from "./libraries/ReviewMessages.sol";
import {ReviewSignal} from "./libraries/ReviewSignal.sol";
import {SignedMessages} from "./SignedMessages.sol";

contract ReviewBoard is IReviewBoard, SignedMessages, AccessManaged {
    /// @notice Bytes of text that a review or an answer may have.
    uint256 public constant MAXIMUM_TEXT_LENGTH = 1_024;
    /// @notice What {minimumLeaves} can never exceed.
    uint32 public constant MAXIMUM_MINIMUM_LEAVES = 20;

    /// @notice Escrow whose review pot pays relayers.
    ISurgeryEscrow public immutable escrow;
    /// @notice The escrow's registry, which tells the key that signs a surgeon's answers.
    ISurgeonRegistry public immutable registry;
    /// @notice Tree that holds the closed surgeries.
    ISurgeryTree public immutable tree;
    /// @notice Verifier of the review circuit.
    IReviewVerifier public immutable verifier;
    /// @dev The escrow's review fee, which never changes.
    uint128 private immutable _reviewFee;

    struct Ratings {
        uint128 sum;
        uint128 count;
    }

    /// @inheritdoc IReviewBoard
    uint32 public minimumLeaves;
    mapping(uint256 nullifier => ReviewStatus) private _statuses;
    mapping(address surgeon => Ratings) private _ratings;

    /// @param authority Access manager that restricts {setMinimumLeaves}.
    constructor(
        address authority,
        ISurgeryEscrow escrow_,
        ISurgeryTree tree_,
        IReviewVerifier verifier_,
        uint32 minimumLeaves_
    ) AccessManaged(authority) EIP712("Aftercare ReviewBoard", "1") {
        escrow = escrow_;
        registry = escrow_.registry();
        tree = tree_;
        verifier = verifier_;
        _reviewFee = escrow_.reviewFee();
        _setMinimumLeaves(minimumLeaves_);
    }

    /// @inheritdoc IReviewBoard
    function post(Review calldata review, Proof calldata proof) external {
        _requireWellFormed(review);
        _requireAnonymitySet(review.surgeon);
        if (!tree.isValidRoot(review.root)) revert InvalidRoot(review.root);
        ReviewStatus memory previous = _statuses[review.nullifier];
        _requireNextVersion(review, previous);
        _requireProof(review, proof);

        _statuses[review.nullifier] = ReviewStatus({
            surgeon: review.surgeon,
            rating: review.rating,
            version: review.version,
            answeredVersion: previous.answeredVersion
        });
        _rate(review, previous);
        emit ReviewPosted(review.nullifier, review.surgeon, review, proof);
        // A surgery prepays one relaying. Amendments are relayed at the patient's or the relayer's own cost.
        if (previous.version == 0) _payRelayer(review);
    }

    /// @inheritdoc IReviewBoard
    function answer(
        uint256 nullifier,
        uint32 version,
        bytes calldata text,
        uint64 deadline,
        bytes calldata surgeonSignature
    ) external {
        ReviewStatus storage status = _statuses[nullifier];
        address surgeon = status.surgeon;
        if (surgeon == address(0)) revert UnknownReview(nullifier);
        if (version != status.version) revert WrongVersion(version, status.version);
        if (version == status.answeredVersion) revert AlreadyAnswered(nullifier, version);
        _requireTextLength(text);
        _requireInTime(deadline);
        _requireSigned(
            registry.signerOf(surgeon),
            ReviewMessages.hashAnswer(nullifier, version, text, deadline),
            surgeonSignature
        );

        status.answeredVersion = version;
        emit ReviewAnswered(nullifier, surgeon, version, text);
    }

    /// @inheritdoc IReviewBoard
    function setMinimumLeaves(uint32 newMinimumLeaves) external restricted {
        _setMinimumLeaves(newMinimumLeaves);
    }

    /// @inheritdoc IReviewBoard
    function signalOf(Review calldata review) public view returns (uint256) {
        return ReviewSignal.compute(review, address(this));
    }

    /// @inheritdoc IReviewBoard
    function statusOf(uint256 nullifier) external view returns (ReviewStatus memory) {
        return _statuses[nullifier];
    }

    /// @inheritdoc IReviewBoard
    function ratingsOf(address surgeon) external view returns (uint256 sum, uint256 count) {
        Ratings memory ratings = _ratings[surgeon];
        return (ratings.sum, ratings.count);
    }

    /// @inheritdoc IReviewBoard
    function usesDevelopmentKey() external view returns (bool) {
        return verifier.IS_DEVELOPMENT_KEY();
    }

    function _requireWellFormed(Review calldata review) private pure {
        if (review.rating < 1 || review.rating > 5) revert RatingOutOfRange(review.rating);
        _requireTextLength(review.text);
        if (review.windowStart > review.windowEnd) {
            revert WindowReversed(review.windowStart, review.windowEnd);
        }
    }

    function _requireTextLength(bytes calldata text) private pure {
        if (text.length > MAXIMUM_TEXT_LENGTH) revert TextTooLong(text.length, MAXIMUM_TEXT_LENGTH);
    }

    function _requireAnonymitySet(address surgeon) private view {
        uint256 leaves = tree.leafCountOf(surgeon);
        if (leaves < minimumLeaves) revert AnonymitySetTooSmall(surgeon, leaves, minimumLeaves);
    }

    function _requireNextVersion(Review calldata review, ReviewStatus memory previous) private pure {
        if (review.version == 1 && previous.version != 0) revert NullifierUsed(review.nullifier);
        uint32 expected = previous.version + 1;
        if (review.version != expected) revert WrongVersion(review.version, expected);
        if (previous.version != 0 && review.surgeon != previous.surgeon) {
            revert WrongSurgeon(review.surgeon, previous.surgeon);
        }
    }

    function _requireProof(Review calldata review, Proof calldata proof) private view {
        uint256[6] memory publicSignals = [
            review.root,
            review.nullifier,
            uint160(review.surgeon),
            review.windowStart,
            review.windowEnd,
            signalOf(review)
        ];
        if (!verifier.verifyProof(proof.a, proof.b, proof.c, publicSignals)) revert InvalidProof();
    }

    /// @dev An amendment replaces its earlier rating; zero stands for no earlier one.
    function _rate(Review calldata review, ReviewStatus memory previous) private {
        Ratings storage ratings = _ratings[review.surgeon];
        ratings.sum = ratings.sum + review.rating - previous.rating;
        if (previous.version == 0) ++ratings.count;
    }

    function _payRelayer(Review calldata review) private {
        uint128 fee = review.maxFee < _reviewFee ? review.maxFee : _reviewFee;
        if (fee == 0) return;
        escrow.payRelay(review.feeRecipient == address(0) ? msg.sender : review.feeRecipient, fee);
    }

    function _setMinimumLeaves(uint32 newMinimumLeaves) private {
        if (newMinimumLeaves > MAXIMUM_MINIMUM_LEAVES) {
            revert MinimumLeavesTooHigh(newMinimumLeaves, MAXIMUM_MINIMUM_LEAVES);
        }
        minimumLeaves = newMinimumLeaves;
        emit MinimumLeavesChanged(newMinimumLeaves);
    }
}
