// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.37;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";

import {IGroth16BatchVerifier} from "./interfaces/IGroth16BatchVerifier.sol";
import {IReviewBoard, Proof, Review, ReviewStatus} from "./interfaces/IReviewBoard.sol";
import {ISurgeonRegistry} from "./interfaces/ISurgeonRegistry.sol";
import {ISurgeryEscrow} from "./interfaces/ISurgeryEscrow.sol";
import {ISurgeryTree} from "./interfaces/ISurgeryTree.sol";
import {ReviewMessages} from "./libraries/ReviewMessages.sol";
import {ReviewSignal} from "./libraries/ReviewSignal.sol";
import {ReviewStatement} from "./libraries/ReviewStatement.sol";
import {SignedMessages} from "./SignedMessages.sol";

contract ReviewBoard is IReviewBoard, SignedMessages, AccessManaged {
    /// @notice Bytes of text that a review or an answer may have.
    uint256 public constant MAXIMUM_TEXT_LENGTH = 1_024;
    /// @notice Reviews that one transaction may post.
    uint256 public constant MAXIMUM_BATCH = 32;
    /// @notice What {minimumLeaves} can never exceed.
    uint32 public constant MAXIMUM_MINIMUM_LEAVES = 20;

    /// @notice Escrow whose review pot pays relayers.
    ISurgeryEscrow public immutable escrow;
    /// @notice The escrow's registry, which tells the key that signs a surgeon's answers.
    ISurgeonRegistry public immutable registry;
    /// @notice Tree that holds the closed surgeries.
    ISurgeryTree public immutable tree;
    /// @notice Verifier of the review circuit.
    IGroth16BatchVerifier public immutable verifier;
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
        IGroth16BatchVerifier verifier_,
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
        _requireRoot(review.root);
        _record(review, proof);

        uint256[] memory statements = ReviewStatement.allocate(1);
        ReviewStatement.write(statements, 0, review, proof, signalOf(review));
        _requireProofs(statements);
        _payRelayer(_recipientOf(review), _relayFeeOf(review));
    }

    /// @inheritdoc IReviewBoard
    function postBatch(Review[] calldata reviews, Proof[] calldata proofs) external {
        if (reviews.length == 0 || reviews.length > MAXIMUM_BATCH) {
            revert BatchSizeOutOfRange(reviews.length, MAXIMUM_BATCH);
        }
        if (proofs.length != reviews.length) revert ProofCountMismatch(proofs.length, reviews.length);

        uint256[] memory statements = ReviewStatement.allocate(reviews.length);
        address surgeon;
        uint256 root;
        for (uint256 i = 0; i < reviews.length; ++i) {
            Review calldata review = reviews[i];
            _requireWellFormed(review);
            // What held for the review before need not be asked again.
            if (i == 0 || review.surgeon != surgeon) _requireAnonymitySet(surgeon = review.surgeon);
            if (i == 0 || review.root != root) _requireRoot(root = review.root);
            // Recorded at once, so that a later review of the batch with the same nullifier finds this one.
            _record(review, proofs[i]);
            ReviewStatement.write(statements, i, review, proofs[i], signalOf(review));
        }
        _requireProofs(statements);
        _payRelayers(reviews);
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

    function _requireRoot(uint256 root) private view {
        if (!tree.isValidRoot(root)) revert InvalidRoot(root);
    }

    function _requireNextVersion(Review calldata review, ReviewStatus memory previous) private pure {
        if (review.version == 1 && previous.version != 0) revert NullifierUsed(review.nullifier);
        uint32 expected = previous.version + 1;
        if (review.version != expected) revert WrongVersion(review.version, expected);
        if (previous.version != 0 && review.surgeon != previous.surgeon) {
            revert WrongSurgeon(review.surgeon, previous.surgeon);
        }
    }

    /// @dev Undone, like everything, if the proof turns out not to hold.
    function _record(Review calldata review, Proof calldata proof) private {
        ReviewStatus memory previous = _statuses[review.nullifier];
        _requireNextVersion(review, previous);
        _statuses[review.nullifier] = ReviewStatus({
            surgeon: review.surgeon,
            rating: review.rating,
            version: review.version,
            answeredVersion: previous.answeredVersion
        });
        // An amendment replaces its earlier rating; zero stands for no earlier one.
        Ratings storage ratings = _ratings[review.surgeon];
        ratings.sum = ratings.sum + review.rating - previous.rating;
        if (previous.version == 0) ++ratings.count;
        emit ReviewPosted(review.nullifier, review.surgeon, review, proof);
    }

    function _requireProofs(uint256[] memory statements) private view {
        if (!verifier.verifyBatch(statements)) revert InvalidProof();
    }

    /// @dev Pays neighbours of one recipient together; mostly that is the whole batch.
    function _payRelayers(Review[] calldata reviews) private {
        address recipient = _recipientOf(reviews[0]);
        uint256 fees = 0;
        for (uint256 i = 0; i < reviews.length; ++i) {
            address next = _recipientOf(reviews[i]);
            if (next != recipient) {
                _payRelayer(recipient, fees);
                (recipient, fees) = (next, 0);
            }
            fees += _relayFeeOf(reviews[i]);
        }
        _payRelayer(recipient, fees);
    }

    function _payRelayer(address recipient, uint256 fees) private {
        if (fees != 0) escrow.payRelay(recipient, fees);
    }

    function _recipientOf(Review calldata review) private view returns (address) {
        return review.feeRecipient == address(0) ? msg.sender : review.feeRecipient;
    }

    /// @dev A surgery prepays one relaying. Amendments are relayed at the patient's or the relayer's own cost.
    function _relayFeeOf(Review calldata review) private view returns (uint256) {
        if (review.version != 1) return 0;
        return review.maxFee < _reviewFee ? review.maxFee : _reviewFee;
    }

    function _setMinimumLeaves(uint32 newMinimumLeaves) private {
        if (newMinimumLeaves > MAXIMUM_MINIMUM_LEAVES) {
            revert MinimumLeavesTooHigh(newMinimumLeaves, MAXIMUM_MINIMUM_LEAVES);
        }
        minimumLeaves = newMinimumLeaves;
        emit MinimumLeavesChanged(newMinimumLeaves);
    }
}
