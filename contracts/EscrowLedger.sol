// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.37;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";

import {ClosedQueue} from "./ClosedQueue.sol";
import {IDepositToken} from "./interfaces/IDepositToken.sol";
import {ISurgeonRegistry} from "./interfaces/ISurgeonRegistry.sol";
import {BookingId, ISurgeryEscrow, PackedTerms} from "./interfaces/ISurgeryEscrow.sol";
import {Account, AccountLib} from "./libraries/AccountLib.sol";
import {SettlementToken} from "./libraries/SettlementToken.sol";
import {TermsLib} from "./libraries/TermsLib.sol";

/// @title The escrow's money: deposits in, balances owed, the review pot
/// @notice Always: tokens held = deposits of open bookings + balances + fees not gathered + review pot. Tokens sent to the contract
/// outside a deposit belong to nobody and move nothing.
abstract contract EscrowLedger is ISurgeryEscrow, ClosedQueue, AccessManaged, ReentrancyGuardTransient {
    using AccountLib for Account;
    using SafeERC20 for IDepositToken;
    using SafeCast for uint256;
    using TermsLib for PackedTerms;

    /// @inheritdoc ISurgeryEscrow
    ISurgeonRegistry public immutable registry;
    /// @notice The stablecoin of this deployment.
    IDepositToken public immutable token;
    /// @notice Who gets the protocol fees, by {gatherFees}.
    address public immutable treasury;
    /// @inheritdoc ISurgeryEscrow
    uint128 public immutable reviewFee;
    /// @inheritdoc ISurgeryEscrow
    uint128 public immutable maximumProtocolFee;
    address private immutable _deployer;

    /// @inheritdoc ISurgeryEscrow
    address public reviewBoard;
    /// @dev 96 bits, so that it shares the slot with the board: scheduling reads both.
    uint96 private _protocolFee;

    /// @dev What the review pot's balance is computed from, besides the number of queued surgeries. A booking that was paid
    /// before it was closed has set its review fee aside without being queued; closing it moves that fee from here to the
    /// queue's count.
    struct PotRecord {
        uint128 paid;
        uint64 paidUnclosed;
    }

    PotRecord private _pot;

    mapping(address account => Account) private _accounts;

    constructor(
        ISurgeonRegistry registry_,
        IDepositToken token_,
        address treasury_,
        uint128 reviewFee_,
        uint128 protocolFee_,
        uint128 maximumProtocolFee_
    ) {
        if (treasury_ == address(0)) revert InvalidTerms("treasury");
        SettlementToken.requireSuitable(token_);
        registry = registry_;
        token = token_;
        treasury = treasury_;
        reviewFee = reviewFee_;
        maximumProtocolFee = maximumProtocolFee_;
        _deployer = msg.sender;
        _setProtocolFee(protocolFee_);
    }

    /// @inheritdoc ISurgeryEscrow
    function collect(address account) external nonReentrant returns (uint256 amount) {
        amount = _accounts[account].balance();
        if (amount == 0) revert NothingToCollect(account);
        _accounts[account] = _accounts[account].paidOut();
        address recipient = registry.signerOf(account);
        emit Collected(account, recipient, amount);
        token.safeTransfer(recipient, amount);
    }

    /// @inheritdoc ISurgeryEscrow
    function gatherFees(address surgeon) external returns (uint256 amount) {
        amount = _accounts[surgeon].fees();
        if (amount == 0) revert NothingToCollect(surgeon);
        _accounts[surgeon] = _accounts[surgeon].feesGathered();
        _credit(treasury, amount, 0);
        emit FeesGathered(surgeon, amount);
    }

    /// @inheritdoc ISurgeryEscrow
    function payRelay(address recipient, uint256 amount) external {
        if (msg.sender != reviewBoard) revert NotTheReviewBoard(msg.sender);
        uint256 pot = reviewPot();
        // Each leaf pays for one review, so honest proofs never get here; forged ones must not reach the deposits.
        if (amount > pot) revert ReviewPotExceeded(amount, pot);
        _pot.paid += amount.toUint128();
        _credit(recipient, amount, 0);
        emit RelayPaid(recipient, amount);
    }

    /// @inheritdoc ISurgeryEscrow
    function connectReviewBoard(address board) external {
        if (msg.sender != _deployer) revert NotTheDeployer(msg.sender);
        if (reviewBoard != address(0)) revert AlreadyConnected(reviewBoard);
        if (board == address(0)) revert NotConnected();
        reviewBoard = board;
        emit ReviewBoardConnected(board);
    }

    /// @inheritdoc ISurgeryEscrow
    function setProtocolFee(uint128 newProtocolFee) external restricted {
        _setProtocolFee(newProtocolFee);
    }

    /// @inheritdoc ISurgeryEscrow
    function balanceOf(address account) external view returns (uint256) {
        return _accounts[account].balance();
    }

    /// @inheritdoc ISurgeryEscrow
    function feesOf(address surgeon) external view returns (uint256) {
        return _accounts[surgeon].fees();
    }

    /// @inheritdoc ISurgeryEscrow
    function protocolFee() external view returns (uint128) {
        return _protocolFee;
    }

    /// @inheritdoc ISurgeryEscrow
    function reviewPot() public view returns (uint256) {
        return (_queuedCount() + _pot.paidUnclosed) * reviewFee - _pot.paid;
    }

    /// @dev A deposit taken before there is a board would prepay a review that no board could have relayed.
    function _requireSchedulable(PackedTerms calldata terms) internal view {
        if (reviewBoard == address(0)) revert NotConnected();
        if (terms.protocolFee() != _protocolFee)
            revert ProtocolFeeMismatch(terms.protocolFee(), _protocolFee);
    }

    function _pullDeposit(
        PackedTerms calldata terms,
        BookingId bookingId,
        bytes calldata signature
    ) internal {
        uint256 held = token.balanceOf(address(this));
        _authorizeDeposit(terms, bookingId, signature);
        uint256 received = token.balanceOf(address(this)) - held;
        if (received != terms.deposit()) revert DepositMismatch(received, terms.deposit());
    }

    /// @dev What the two parties share. Only a surgery with a record can be reviewed, so only such a one pays fees.
    function _distributable(PackedTerms calldata terms, bool hasRecord) internal view returns (uint256) {
        return hasRecord ? terms.deposit() - terms.protocolFee() - reviewFee : terms.deposit();
    }

    /// @dev Pays a booking with a record when it is closed: all of it to the surgeon. What is not credited is the review
    /// fee, which the queue's count adds to the pot.
    function _payAtClosing(PackedTerms calldata terms) internal {
        _credit(terms.surgeon(), _distributable(terms, true), terms.protocolFee());
    }

    /// @dev Pays a booking that ends otherwise, and keeps the review fee for a closing that may still come.
    /// @param surgeonAmount At most what there is to distribute; the patient gets the rest.
    function _payBeforeClosing(PackedTerms calldata terms, bool hasRecord, uint256 surgeonAmount) internal {
        uint256 patientAmount = _distributable(terms, hasRecord) - surgeonAmount;
        if (hasRecord) ++_pot.paidUnclosed;
        _credit(terms.surgeon(), surgeonAmount, hasRecord ? terms.protocolFee() : 0);
        _credit(terms.patient(), patientAmount, 0);
    }

    function _releaseReviewFee() internal {
        --_pot.paidUnclosed;
    }

    /// @dev The nonce ties the authorization to the booking: whoever signs the deposit consents to its terms. The lower
    /// 64 bits stay clear because tokens with keyed nonces count there.
    function _authorizeDeposit(
        PackedTerms calldata terms,
        BookingId bookingId,
        bytes calldata signature
    ) private {
        bytes32 nonce = BookingId.unwrap(bookingId) & ~bytes32(uint256(type(uint64).max));
        if (signature.length == 65) {
            // The form for keys asks for no code at the patient's address, 2,600 gas less. A wallet's signature may have
            // that length as well, so what this form refuses goes to the other.
            try
                token.receiveWithAuthorization(
                    terms.patient(),
                    address(this),
                    terms.deposit(),
                    0,
                    terms.offerExpiry(),
                    nonce,
                    uint8(signature[64]),
                    bytes32(signature[:32]),
                    bytes32(signature[32:64])
                )
            {
                return;
            } catch (bytes memory reason) {
                // A key's signature is good in both forms or in neither; a token without this form gives no reason.
                if (reason.length != 0 && terms.patient().code.length == 0) {
                    assembly ("memory-safe") {
                        revert(add(reason, 0x20), mload(reason)) // the token's own error
                    }
                }
            }
        }
        token.receiveWithAuthorization(
            terms.patient(),
            address(this),
            terms.deposit(),
            0,
            terms.offerExpiry(),
            nonce,
            signature
        );
    }

    /// @param fee Token units that the treasury may gather.
    function _credit(address account, uint256 amount, uint256 fee) private {
        if (amount | fee != 0) _accounts[account] = _accounts[account].credited(amount, fee);
    }

    function _setProtocolFee(uint128 newProtocolFee) private {
        if (newProtocolFee > maximumProtocolFee)
            revert ProtocolFeeTooHigh(newProtocolFee, maximumProtocolFee);
        _protocolFee = uint256(newProtocolFee).toUint96();
        emit ProtocolFeeChanged(newProtocolFee);
    }
}
