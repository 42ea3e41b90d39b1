// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.37;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";

import {IGroth16BatchVerifier} from "./interfaces/IGroth16BatchVerifier.sol";
import {IReviewBoard, Proof, Review, ReviewStatus} from "./interfaces/IReviewBoard.sol";
import {ISurgeryEscrow} from "./interfaces/ISurgeryEscrow.sol";
import {ISurgeryTree} from "./interfaces/ISurgeryTree.sol";
import {Ratings, RatingsLib} from "./libraries/RatingsLib.sol";
import {ReviewMessages} from "./libraries/ReviewMessages.sol";
import {ReviewSignal} from "./libraries/ReviewSignal.sol";
import {ReviewStatement} from "./libraries/ReviewStatement.sol";
import {ReviewStatusLib, StatusWord} from "./libraries/ReviewStatusLib.sol";
import {SignedMessages} from "./SignedMessages.sol";

contract ReviewBoard is IReviewBoard, SignedMessages, AccessManaged {
    using RatingsLib for Ratings;
    using ReviewStatement for IGroth16BatchVerifier;
    using ReviewStatement for uint256[];
    using ReviewStatusLib for StatusWord;

    /// @notice Bytes of text that a review or an answer may have.
    uint256 public constant MAXIMUM_TEXT_LENGTH = 1_024;
    /// @notice Reviews that one transaction may post.
    uint256 public constant MAXIMUM_BATCH = 32;
    /// @notice What {minimumLeaves} can never exceed.
    uint32 public constant MAXIMUM_MINIMUM_LEAVES = 20;

    /// @notice Escrow whose review pot pays relayers.
    ISurgeryEscrow public immutable escrow;
    /// @notice Tree that holds the closed surgeries.
    ISurgeryTree public immutable tree;
    /// @notice Verifier of the review circuit.
    IGroth16BatchVerifier public immutable verifier;
    /// @dev The escrow's review fee, which never changes.
    uint128 private immutable _reviewFee;

    /// @dev Reviews on their way to the verifier, and what neighbours among them share.
    struct Batch {
        uint256[] statements;
        address surgeon;
        Ratings ratings;
        uint256 root;
        address recipient;
        uint256 fees;
    }

    /// @inheritdoc IReviewBoard
    uint32 public minimumLeaves;
    mapping(uint256 nullifier => StatusWord) private _statuses;
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
        tree = tree_;
        verifier = verifier_;
        _reviewFee = escrow_.reviewFee();
        _setMinimumLeaves(minimumLeaves_);
    }

    /// @inheritdoc IReviewBoard
    function post(Review calldata review, Proof calldata proof) external {
        Batch memory batch;
        batch.statements = ReviewStatement.allocate(1);
        _take(batch, 0, review, proof);
        _complete(batch);
    }

    /// @inheritdoc IReviewBoard
    function postBatch(Review[] calldata reviews, Proof[] calldata proofs) external {
        if (reviews.length == 0 || reviews.length > MAXIMUM_BATCH) {
            revert BatchSizeOutOfRange(reviews.length, MAXIMUM_BATCH);
        }
        if (proofs.length != reviews.length) revert ProofCountMismatch(proofs.length, reviews.length);
        Batch memory batch;
        batch.statements = ReviewStatement.allocate(reviews.length);
        for (uint256 i = 0; i < reviews.length; ++i) _take(batch, i, reviews[i], proofs[i]);
        _complete(batch);
    }

    /// @inheritdoc IReviewBoard
    function answer(
        uint256 nullifier,
        uint32 version,
        bytes calldata text,
        uint64 deadline,
        bytes calldata surgeonSignature
    ) external {
        StatusWord status = _statuses[nullifier];
        address surgeon = status.surgeon();
        if (surgeon == address(0)) revert UnknownReview(nullifier);
        if (version != status.version()) revert WrongVersion(version, status.version());
        if (version == status.answeredVersion()) revert AlreadyAnswered(nullifier, version);
        _requireTextLength(text);
        _requireInTime(deadline);
        _requireSigned(
            surgeon,
            ReviewMessages.hashAnswer(nullifier, version, text, deadline),
            surgeonSignature
        );

        _statuses[nullifier] = ReviewStatusLib.pack(surgeon, status.rating(), version, version);
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
        return _statuses[nullifier].unpack();
    }

    /// @inheritdoc IReviewBoard
    function ratingsOf(address surgeon) external view returns (uint256 sum, uint256 count) {
        Ratings ratings = _ratings[surgeon];
        return (ratings.sum(), ratings.count());
    }

    /// @inheritdoc IReviewBoard
    function usesDevelopmentKey() external view returns (bool) {
        return verifier.IS_DEVELOPMENT_KEY();
    }

    /// @dev Checks and records one review, all but its proof. If that does not hold, all is undone.
    function _take(
        Batch memory batch,
        uint256 index,
        Review calldata review,
        Proof calldata proof
    ) private {
        _requireWellFormed(review);
        // What held for the review before need not be asked again.
        if (index == 0 || review.surgeon != batch.surgeon) _turnTo(batch, review.surgeon);
        if (index == 0 || review.root != batch.root) {
            if (!tree.isValidRoot(review.root)) revert InvalidRoot(review.root);
            batch.root = review.root;
        }
        // Written at once, so that a later review of the batch with the same nullifier finds this one.
        _record(batch, review);
        batch.statements.write(index, review, proof, ReviewSignal.compute(review, address(this)));
    }

    function _complete(Batch memory batch) private {
        if (!verifier.areProven(batch.statements)) revert InvalidProof();
        _ratings[batch.surgeon] = batch.ratings;
        _payRelayer(batch);
    }

    function _requireWellFormed(Review calldata review) private pure {
        uint8 rating = review.rating;
        if (rating < 1 || rating > 5) revert RatingOutOfRange(rating);
        _requireTextLength(review.text);
        if (review.windowStart > review.windowEnd) {
            revert WindowReversed(review.windowStart, review.windowEnd);
        }
    }

    function _requireTextLength(bytes calldata text) private pure {
        if (text.length > MAXIMUM_TEXT_LENGTH) revert TextTooLong(text.length, MAXIMUM_TEXT_LENGTH);
    }

    /// @dev Stores the ratings of the surgeon before, if there is one, and goes on with those of the next.
    function _turnTo(Batch memory batch, address surgeon) private {
        uint256 leaves = tree.leafCountOf(surgeon);
        if (leaves < minimumLeaves) revert AnonymitySetTooSmall(surgeon, leaves, minimumLeaves);
        if (batch.surgeon != address(0)) _ratings[batch.surgeon] = batch.ratings;
        batch.surgeon = surgeon;
        batch.ratings = _ratings[surgeon];
    }

    function _record(Batch memory batch, Review calldata review) private {
        uint256 nullifier = review.nullifier;
        address surgeon = batch.surgeon;
        uint8 rating = review.rating;
        uint32 version = review.version;
        StatusWord previous = _statuses[nullifier];
        uint32 expected = previous.version() + 1;
        if (version != expected) {
            if (version == 1) revert NullifierUsed(nullifier);
            revert WrongVersion(version, expected);
        }
        if (version == 1) {
            batch.ratings = batch.ratings.add(rating);
            _oweRelayer(batch, review);
        } else {
            if (surgeon != previous.surgeon()) revert WrongSurgeon(surgeon, previous.surgeon());
            batch.ratings = batch.ratings.replace(previous.rating(), rating);
        }
        _statuses[nullifier] = ReviewStatusLib.pack(surgeon, rating, version, previous.answeredVersion());
        emit ReviewPosted(nullifier, surgeon, rating, version, review.text);
    }

    /// @dev A surgery prepays one relaying. Amendments are relayed at the patient's or the relayer's own cost.
    function _oweRelayer(Batch memory batch, Review calldata review) private {
        address recipient = review.feeRecipient == address(0) ? msg.sender : review.feeRecipient;
        if (recipient != batch.recipient) {
            _payRelayer(batch);
            batch.recipient = recipient;
            batch.fees = 0;
        }
        uint128 fee = review.maxFee;
        batch.fees += fee < _reviewFee ? fee : _reviewFee;
    }

    /// @dev Neighbours of one recipient are paid together; mostly that is the whole batch.
    function _payRelayer(Batch memory batch) private {
        if (batch.fees != 0) escrow.payRelay(batch.recipient, batch.fees);
    }

    function _setMinimumLeaves(uint32 newMinimumLeaves) private {
        if (newMinimumLeaves > MAXIMUM_MINIMUM_LEAVES) {
            revert MinimumLeavesTooHigh(newMinimumLeaves, MAXIMUM_MINIMUM_LEAVES);
        }
        minimumLeaves = newMinimumLeaves;
        emit MinimumLeavesChanged(newMinimumLeaves);
    }
}
