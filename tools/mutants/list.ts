/** One mistake that somebody could make in a contract, and the tests that have to notice it. */
export interface Mutant {
  /** Below `contracts/`. */
  file: string;
  /** What the mistake is. */
  what: string;
  /** Text that stands in the file exactly once. */
  original: string;
  mutated: string;
  /** Vitest files below `test/`, the quickest that should fail. */
  tests: readonly string[];
}

const LIFE_CYCLE = ["contracts/life-cycle.test.ts"];
const ESCROW = ["contracts/escrow.test.ts"];
const EXITS = ["contracts/exits.test.ts"];
const REGISTRY = ["contracts/registry.test.ts"];
const MONEY = ["attacks/money.test.ts"];
const ATTACKS = ["attacks/escrow.test.ts"];
const BOARD = ["contracts/review-board.test.ts"];
const BATCH = ["contracts/review-batch.test.ts"];
const TREE = ["contracts/tree.test.ts"];
const POOL = ["contracts/claim-pool.test.ts"];
const POOL_ATTACKS = ["attacks/claim-pool.test.ts"];
const BOOK = ["contracts/policy-book.test.ts"];
const UNPAYABLE = ["attacks/unpayable-account.test.ts"];
const UNSUITABLE = ["attacks/unsuitable-token.test.ts"];

/** Takes one line away. */
const dropped = (file: string, what: string, original: string, tests: readonly string[]): Mutant => ({
  file,
  what: `no check ${what}`,
  original,
  mutated: "",
  tests,
});

const escrow = "SurgeryEscrow.sol";
const bookings = "EscrowBookings.sol";
const changes = "EscrowChanges.sol";
const signed = "SignedMessages.sol";
const noShows = "EscrowNoShows.sol";
const disputes = "EscrowDisputes.sol";
const ledger = "EscrowLedger.sol";
const registry = "SurgeonRegistry.sol";
const queue = "ClosedQueue.sol";
const account = "libraries/AccountLib.sol";
const terms = "libraries/TermsLib.sol";
const progress = "libraries/ProgressLib.sol";
const rules = "libraries/RulesLib.sol";
const tree = "SurgeryTree.sol";
const board = "ReviewBoard.sol";
const book = "PolicyBook.sol";
const pool = "ClaimPool.sol";
const settlementToken = "libraries/SettlementToken.sol";

export const MUTANTS: readonly Mutant[] = [
  // States
  dropped(
    bookings,
    "of the state",
    "if (!allowed.contains(state)) revert WrongState(bookingId, state);",
    LIFE_CYCLE,
  ),
  {
    file: escrow,
    what: "an offer can be posted twice",
    original: "_load(terms, only(State.NONE));",
    mutated: "_load(terms, only(State.NONE) | only(State.PROPOSED));",
    tests: ESCROW,
  },
  {
    file: escrow,
    what: "a withdrawn offer can be accepted",
    original: "only(State.NONE) | only(State.PROPOSED)\n        );\n        _requireOpenOffer(terms);",
    mutated:
      "only(State.NONE) | only(State.PROPOSED) | only(State.WITHDRAWN)\n        );\n        _requireOpenOffer(terms);",
    tests: ESCROW,
  },
  {
    file: escrow,
    what: "a ruled surgery can no longer be closed",
    original: "only(State.RULED) |",
    mutated: "",
    tests: LIFE_CYCLE,
  },
  {
    file: disputes,
    what: "settling is legal for LAPSED too",
    original: "_beforeSurgery() | only(State.EXECUTED)",
    mutated: "_beforeSurgery() | only(State.LAPSED) | only(State.EXECUTED)",
    tests: LIFE_CYCLE,
  },
  dropped(
    escrow,
    "for a record before closing",
    "if (!progress.hasRecord()) revert NoRecord(bookingId);",
    LIFE_CYCLE,
  ),
  dropped(
    escrow,
    "for a record already there",
    "if (progress.hasRecord()) revert RecordExists(bookingId);",
    LIFE_CYCLE,
  ),

  // Time
  {
    file: bookings,
    what: "a window opens one second late",
    original: "if (block.timestamp < first) revert TooEarly(first);",
    mutated: "if (block.timestamp <= first) revert TooEarly(first);",
    tests: LIFE_CYCLE,
  },
  {
    file: bookings,
    what: "a window closes one second early",
    original: "if (block.timestamp > last) revert TooLate(last);",
    mutated: "if (block.timestamp >= last) revert TooLate(last);",
    tests: LIFE_CYCLE,
  },
  {
    file: bookings,
    what: "a deadline has passed while it still counts",
    original: "_requireFrom(last + 1);",
    mutated: "_requireFrom(last);",
    tests: LIFE_CYCLE,
  },
  {
    file: signed,
    what: "a message counts one second too long",
    original: "if (block.timestamp > deadline) revert DeadlinePassed(deadline);",
    mutated: "if (block.timestamp > deadline + 1) revert DeadlinePassed(deadline);",
    tests: LIFE_CYCLE,
  },
  {
    file: escrow,
    what: "an offer can be accepted at its expiry",
    original: "if (block.timestamp >= terms.offerExpiry())",
    mutated: "if (block.timestamp > terms.offerExpiry())",
    tests: ESCROW,
  },
  {
    file: escrow,
    what: "an offer can be posted and accepted after its expiry",
    original: "private view {\n        _requireNotExpired(terms);",
    mutated: "private view {",
    tests: ESCROW,
  },
  {
    file: escrow,
    what: "an offer can be withdrawn after its expiry",
    original: "_requireNotExpired(terms);\n        _requireInTime(deadline);",
    mutated: "_requireInTime(deadline);",
    tests: ESCROW,
  },
  dropped(
    escrow,
    "of the dwell before closing",
    "_requireFrom(progress.enteredAt() + MINIMUM_CLOSING_DWELL);",
    LIFE_CYCLE,
  ),
  {
    file: escrow,
    what: "the dwell before closing is one second shorter",
    original: "MINIMUM_CLOSING_DWELL = 1 days;",
    mutated: "MINIMUM_CLOSING_DWELL = 1 days - 1;",
    tests: LIFE_CYCLE,
  },
  {
    file: changes,
    what: "no check that a refund is not due before rescheduling",
    original: "_requireUntil(progress.executionDeadline(terms));\n        TermsLib",
    mutated: "TermsLib",
    tests: LIFE_CYCLE,
  },
  dropped(
    changes,
    "that the surgery is still ahead when the patient cancels",
    "_requireUntil(progress.surgeryTime() - 1);",
    LIFE_CYCLE,
  ),
  {
    file: changes,
    what: "a cancellation is late one second later",
    original: "terms.rules.cancellationWindow() >= progress.surgeryTime",
    mutated: "terms.rules.cancellationWindow() > progress.surgeryTime",
    tests: LIFE_CYCLE,
  },
  {
    file: progress,
    what: "the arbiter's window takes the settlement's length",
    original: "settlementDeadline(progress, terms) + terms.rules.rulingWindow()",
    mutated: "settlementDeadline(progress, terms) + terms.rules.settlementWindow()",
    tests: LIFE_CYCLE,
  },
  {
    file: progress,
    what: "the no-show window counts from when the booking was made",
    original: "return surgeryTime(progress) + terms.rules.noShowWindow();",
    mutated: "return enteredAt(progress) + terms.rules.noShowWindow();",
    tests: LIFE_CYCLE,
  },
  {
    file: terms,
    what: "a surgery needs one second of notice less",
    original: "surgeryTime < block.timestamp + MINIMUM_NOTICE ||",
    mutated: "surgeryTime + 1 < block.timestamp + MINIMUM_NOTICE ||",
    tests: ESCROW,
  },
  {
    file: escrow,
    what: "a record of an accident starts the clock anew",
    original: "booking.progress = progress;\n            emit RecordSupplied",
    mutated: "_enter(booking, progress, State.ACCIDENT);\n            emit RecordSupplied",
    tests: EXITS,
  },

  // Signatures
  {
    file: signed,
    what: "any signature that recovers counts",
    original: "recovered == signer && recovered != address(0)",
    mutated: "recovered != address(0)",
    tests: LIFE_CYCLE,
  },
  {
    file: signed,
    what: "nobody's signature counts for nobody",
    original: "recovered == signer && recovered != address(0)",
    mutated: "recovered == signer",
    tests: ATTACKS,
  },
  {
    file: signed,
    what: "a signature has a second form, with the higher s",
    original: "uint256(s) > HALF_ORDER ? address(0) : ecrecover(digest, v, r, s)",
    mutated: "ecrecover(digest, v, r, s)",
    tests: ATTACKS,
  },
  dropped(signed, "of a signature's length", "if (signature.length != 65) return address(0);", ATTACKS),
  {
    file: bookings,
    what: "the surgeon signs for the patient",
    original: "_requireSignedDigest(terms.patient(), digest, patientSignature);",
    mutated: "_requireSignedDigest(surgeonSigner, digest, patientSignature);",
    tests: LIFE_CYCLE,
  },
  dropped(
    bookings,
    "of the surgeon's signature where both sign",
    "_requireSignedDigest(surgeonSigner, digest, surgeonSignature);",
    LIFE_CYCLE,
  ),
  {
    file: bookings,
    what: "a surgeon's old key counts after a rotation",
    original: "_requireSigned(registry.signerOf(terms.surgeon()), structHash, signature);",
    mutated: "_requireSigned(terms.surgeon(), structHash, signature);",
    tests: EXITS,
  },
  {
    file: bookings,
    what: "anybody may act as a party",
    original: "else revert NotAParty(party);",
    mutated: "else _requireSigned(party, structHash, signature);",
    tests: LIFE_CYCLE,
  },
  {
    file: disputes,
    what: "the patient rules",
    original: "terms.arbiter(),\n            BookingMessages",
    mutated: "terms.patient(),\n            BookingMessages",
    tests: LIFE_CYCLE,
  },
  {
    file: "libraries/BookingMessages.sol",
    what: "a closing does not say which record it accepts",
    original: "return keccak256(abi.encode(CLOSING_TYPEHASH, bookingId, recordCommitment, deadline));",
    mutated:
      "return keccak256(abi.encode(CLOSING_TYPEHASH, bookingId, recordCommitment ^ recordCommitment, deadline));",
    tests: LIFE_CYCLE,
  },
  {
    file: "libraries/BookingMessages.sol",
    what: "a rescheduling does not say which one it is",
    original: "abi.encode(RESCHEDULING_TYPEHASH, bookingId, surgeryTime, reschedules, deadline)",
    mutated: "abi.encode(RESCHEDULING_TYPEHASH, bookingId, surgeryTime, uint8(1), deadline)",
    tests: EXITS,
  },

  // Licences
  {
    file: noShows,
    what: "a surgeon without a licence reports no-shows",
    original: "_requireSignedByLicensed(",
    mutated: "_requireSignedBySurgeon(",
    tests: LIFE_CYCLE,
  },
  {
    file: escrow,
    what: "a plan needs no licence",
    original: "registry.licensedSigner(terms.surgeon()),\n            BookingMessages.hashPlan",
    mutated: "registry.signerOf(terms.surgeon()),\n            BookingMessages.hashPlan",
    tests: LIFE_CYCLE,
  },
  dropped(
    escrow,
    "of the licence when an offer is posted",
    "registry.licensedSigner(terms.surgeon());",
    ESCROW,
  ),
  {
    file: bookings,
    what: "accepting an offer needs no licence",
    original: "_requireSigned(registry.licensedSigner(terms.surgeon()), structHash, signature);",
    mutated: "_requireSigned(registry.signerOf(terms.surgeon()), structHash, signature);",
    tests: ESCROW,
  },
  {
    file: changes,
    what: "a rescheduling needs no licence",
    original: "registry.licensedSigner(terms.surgeon()),",
    mutated: "registry.signerOf(terms.surgeon()),",
    tests: LIFE_CYCLE,
  },
  {
    file: changes,
    what: "the patient of a surgeon without a licence pays for leaving late",
    original: "if (!registry.isLicensed(terms.surgeon())) return 0;",
    mutated: "",
    tests: EXITS,
  },
  {
    file: registry,
    what: "a licence counts in the second of its expiry",
    original: "block.timestamp < expiry &&",
    mutated: "block.timestamp <= expiry &&",
    tests: REGISTRY,
  },
  {
    file: registry,
    what: "a suspension ends one second late",
    original: "block.timestamp >= suspendedUntil",
    mutated: "block.timestamp > suspendedUntil",
    tests: REGISTRY,
  },
  {
    file: registry,
    what: "a surgeon signs although her licence is revoked",
    original: "if (!_isInForce(expiry, suspendedUntil, revoked)) {",
    mutated: "if (!_isInForce(expiry, suspendedUntil, false)) {",
    tests: REGISTRY,
  },
  {
    file: registry,
    what: "a surgeon signs although her licence has expired",
    original: "if (!_isInForce(expiry, suspendedUntil, revoked)) {",
    mutated: "if (!_isInForce(type(uint40).max, suspendedUntil, revoked)) {",
    tests: REGISTRY,
  },
  {
    file: registry,
    what: "a surgeon signs although her licence is suspended",
    original: "if (!_isInForce(expiry, suspendedUntil, revoked)) {",
    mutated: "if (!_isInForce(expiry, 0, revoked)) {",
    tests: REGISTRY,
  },
  {
    file: registry,
    what: "a licensed surgeon signs with her old key after a rotation",
    original: "return _signer(surgeon, signer);",
    mutated: "return surgeon;",
    tests: REGISTRY,
  },
  dropped(registry, "that a surgeon is known", "if (expiry == 0) revert UnknownSurgeon(surgeon);", REGISTRY),
  {
    file: registry,
    what: "a suspension works twice",
    original: "if (issuedAt <= entry.latest) revert AttestationSuperseded(issuedAt, entry.latest);",
    mutated: "if (issuedAt < entry.latest) revert AttestationSuperseded(issuedAt, entry.latest);",
    tests: REGISTRY,
  },
  dropped(
    registry,
    "that the licence is the board's own",
    "if (board != entry.board && _isBoard(entry.board)) revert NotTheLicensingBoard(board, entry.board);",
    REGISTRY,
  ),
  dropped(
    registry,
    "of the new key's consent",
    "_requireSigned(newSigner, message, newSignerSignature);",
    REGISTRY,
  ),
  dropped(
    registry,
    "of a nonce",
    "if (nonce != entry.nonce) revert NonceUsed(nonce, entry.nonce);",
    REGISTRY,
  ),
  dropped(registry, "that a licence number is free", "revert LicenceNumberTaken(number.holder);", REGISTRY),
  dropped(
    registry,
    "that a number given up is still the surgeon's to give",
    "if (_numbers[entry.numberHash].holder == licence.surgeon)",
    REGISTRY,
  ),
  dropped(
    registry,
    "of a number's revocation at another address",
    "if (number.voidUntil > latest) latest = number.voidUntil;",
    REGISTRY,
  ),
  {
    file: registry,
    what: "a licence can be registered in the second of its expiry",
    original: "licence.expiry <= block.timestamp",
    mutated: "licence.expiry < block.timestamp",
    tests: REGISTRY,
  },
  {
    file: board,
    what: "a surgeon's old key answers reviews after a rotation",
    original: "registry.signerOf(surgeon),",
    mutated: "surgeon,",
    tests: BOARD,
  },

  // Money
  dropped(
    changes,
    "of the amount that a cancellation was signed for",
    "if (surgeonAmount != due) revert AmountMismatch(surgeonAmount, due);",
    EXITS,
  ),
  dropped(
    disputes,
    "that a settlement adds up",
    "if (agreed != distributable) revert AmountMismatch(agreed, distributable);",
    EXITS,
  ),
  {
    file: rules,
    what: "shares are rounded up",
    original: "return (amount * share) / WHOLE;",
    mutated: "return (amount * share + WHOLE - 1) / WHOLE;",
    tests: LIFE_CYCLE,
  },
  {
    file: rules,
    what: "the no-show share is read for the default share",
    original: "return _field(rules, DEFAULT_SHARE);",
    mutated: "return _field(rules, NO_SHOW_SHARE);",
    tests: LIFE_CYCLE,
  },
  {
    file: disputes,
    what: "an undocumented accident pays the default share",
    original: "unreported ? 0 : terms.rules.defaultShare()",
    mutated: "terms.rules.defaultShare()",
    tests: LIFE_CYCLE,
  },
  {
    file: disputes,
    what: "a ruling may give more than all",
    original: "if (surgeonShare > RulesLib.WHOLE) revert ShareTooHigh(surgeonShare);",
    mutated: "if (surgeonShare > RulesLib.WHOLE + 1) revert ShareTooHigh(surgeonShare);",
    tests: EXITS,
  },
  {
    file: ledger,
    what: "surgeon and patient are swapped in a split",
    original:
      "_credit(terms.surgeon(), surgeonAmount, hasRecord ? terms.protocolFee() : 0);\n        _credit(terms.patient(), patientAmount, 0);",
    mutated:
      "_credit(terms.surgeon(), patientAmount, hasRecord ? terms.protocolFee() : 0);\n        _credit(terms.patient(), surgeonAmount, 0);",
    tests: LIFE_CYCLE,
  },
  {
    file: ledger,
    what: "a booking without a record pays the fees",
    original: "return hasRecord ? terms.deposit() - terms.protocolFee() - reviewFee : terms.deposit();",
    mutated: "return terms.deposit() - terms.protocolFee() - reviewFee;",
    tests: LIFE_CYCLE,
  },
  {
    file: ledger,
    what: "no review fee is set aside for a closing that may still come",
    original: "++_pot.paidUnclosed;",
    mutated: "",
    tests: LIFE_CYCLE,
  },
  {
    file: escrow,
    what: "a late closing pays a second time",
    original: "|| progress.state() == State.ACCIDENT) _payAtClosing(terms);",
    mutated:
      "|| progress.state() == State.ACCIDENT || progress.state() == State.LAPSED) _payAtClosing(terms);",
    tests: ESCROW,
  },
  {
    file: escrow,
    what: "closing after an accident pays nobody",
    original: "if (progress.state() == State.EXECUTED || progress.state() == State.ACCIDENT) _payAtClosing",
    mutated: "if (progress.state() == State.EXECUTED) _payAtClosing",
    tests: EXITS,
  },
  {
    file: escrow,
    what: "a late closing leaves its review fee set aside",
    original: "else _releaseReviewFee();",
    mutated: "",
    tests: ESCROW,
  },
  dropped(
    ledger,
    "that a deposit came in",
    "if (received != terms.deposit()) revert DepositMismatch(received, terms.deposit());",
    ATTACKS,
  ),
  {
    file: ledger,
    what: "a wallet's deposit is not tried in the form for wallets",
    original: "reason.length != 0 && terms.patient().code.length == 0",
    mutated: "reason.length != 0",
    tests: ATTACKS,
  },
  {
    file: ledger,
    what: "a deposit is pulled in both forms",
    original: "{\n                return;\n            } catch (bytes memory reason)",
    mutated: "{} catch (bytes memory reason)",
    tests: ESCROW,
  },
  {
    file: ledger,
    what: "the token's own error is lost",
    original: "reason.length != 0 && terms.patient().code.length == 0",
    mutated: "reason.length > type(uint32).max && terms.patient().code.length == 0",
    tests: ATTACKS,
  },
  {
    file: ledger,
    what: "a deposit's signature may have bytes behind it",
    original: "if (signature.length == 65) {",
    mutated: "if (signature.length >= 65) {",
    tests: ATTACKS,
  },
  {
    file: ledger,
    what: "a deposit does not name its booking",
    original: "BookingId.unwrap(bookingId) & ~bytes32(uint256(type(uint64).max));",
    mutated: "BookingId.unwrap(bookingId) & bytes32(0);",
    tests: ESCROW,
  },
  {
    file: ledger,
    what: "a balance is still owed after it was paid",
    original: "_accounts[account] = _accounts[account].paidOut();",
    mutated: "",
    tests: ESCROW,
  },
  {
    file: ledger,
    what: "fees can be gathered again",
    original: "_accounts[surgeon] = _accounts[surgeon].feesGathered();",
    mutated: "",
    tests: ESCROW,
  },
  {
    file: ledger,
    what: "the surgeon gathers the protocol fees",
    original: "_credit(treasury, amount, 0);",
    mutated: "_credit(surgeon, amount, 0);",
    tests: ESCROW,
  },
  {
    file: account,
    what: "a surgeon who collects takes the protocol fees off the books",
    original: "return Account.wrap(fees(account) << FEES);",
    mutated: "return Account.wrap(0);",
    tests: ESCROW,
  },
  {
    file: account,
    what: "gathering the fees wipes out what the surgeon is owed",
    original: "return Account.wrap(balance(account));",
    mutated: "return Account.wrap(0);",
    tests: ESCROW,
  },
  {
    file: account,
    what: "the surgeon is credited with the protocol fee",
    original: "+ amount + (fee << FEES)",
    mutated: "+ amount + fee",
    tests: ESCROW,
  },
  {
    file: account,
    what: "a balance counts the fees above it",
    original: "return uint128(Account.unwrap(account));",
    mutated: "return Account.unwrap(account);",
    tests: ESCROW,
  },
  {
    file: ledger,
    what: "a rotated surgeon is paid at her old address",
    original: "token.safeTransfer(recipient, amount);",
    mutated: "token.safeTransfer(account, amount);",
    tests: EXITS,
  },
  dropped(
    ledger,
    "that the review board is who pays relayers",
    "if (msg.sender != reviewBoard) revert NotTheReviewBoard(msg.sender);",
    ESCROW,
  ),
  dropped(
    ledger,
    "of what the review pot holds",
    "if (amount > pot) revert ReviewPotExceeded(amount, pot);",
    ESCROW,
  ),
  {
    file: ledger,
    what: "anybody sets the protocol fee",
    original: "function setProtocolFee(uint128 newProtocolFee) external restricted {",
    mutated: "function setProtocolFee(uint128 newProtocolFee) external {",
    tests: MONEY,
  },
  {
    file: ledger,
    what: "a token can collect twice in one transfer",
    original: "function collect(address account) external nonReentrant returns",
    mutated: "function collect(address account) external returns",
    tests: ATTACKS,
  },

  // Terms and the queue
  {
    file: rules,
    what: "a contest window of two days is too short",
    original: "(48 << CONTEST_WINDOW)",
    mutated: "(49 << CONTEST_WINDOW)",
    tests: ESCROW,
  },
  {
    file: rules,
    what: "a settlement window may be an hour under a day",
    original: "(24 << SETTLEMENT_WINDOW)",
    mutated: "(23 << SETTLEMENT_WINDOW)",
    tests: ESCROW,
  },
  {
    file: rules,
    what: "a ruling window may be an hour over sixty days",
    original: "(1_440 << RULING_WINDOW)",
    mutated: "(1_441 << RULING_WINDOW)",
    tests: ESCROW,
  },
  {
    file: rules,
    what: "one rescheduling over the limit",
    original: "MAXIMUM_RESCHEDULES = 10;",
    mutated: "MAXIMUM_RESCHEDULES = 11;",
    tests: ESCROW,
  },
  dropped(
    rules,
    "that the no-show window ends before a refund",
    'if (noShowWindow(rules) > executionWindow(rules)) _refuse("noShowWindow");',
    ESCROW,
  ),
  dropped(rules, "of the top bit of each field", " & ~word", ESCROW),
  {
    file: rules,
    what: "the lowest unused bit counts for nothing",
    original: "(MAXIMUM_RESCHEDULES << RESCHEDULES);",
    mutated: "(MAXIMUM_RESCHEDULES << RESCHEDULES) | (1 << 176);",
    tests: ESCROW,
  },
  {
    file: terms,
    what: "the surgeon may be the arbiter",
    original: "arbiter(terms) == patient(terms) || arbiter(terms) == surgeon(terms)",
    mutated: "arbiter(terms) == patient(terms)",
    tests: ESCROW,
  },
  {
    file: terms,
    what: "the appointment is read where the offer's expiry is",
    original: "uint48(uint256(terms.patientAndTimes >> 48))",
    mutated: "uint48(uint256(terms.patientAndTimes))",
    tests: ESCROW,
  },
  {
    file: terms,
    what: "the offer's expiry is read where the appointment is",
    original: "return uint48(uint256(terms.patientAndTimes));",
    mutated: "return uint48(uint256(terms.patientAndTimes >> 48));",
    tests: ESCROW,
  },
  {
    file: terms,
    what: "the deposit takes in bits of the surgeon's address",
    original: "uint96(terms.surgeonAndDeposit)",
    mutated: "uint128(terms.surgeonAndDeposit)",
    tests: ESCROW,
  },
  {
    file: terms,
    what: "the protocol fee takes in bits of the arbiter's address",
    original: "uint96(uint256(terms.arbiterAndFee))",
    mutated: "uint128(uint256(terms.arbiterAndFee))",
    tests: ESCROW,
  },
  {
    file: terms,
    what: "the booking's id leaves out the last word of the terms",
    original: "keccak256(words, 0xc0)",
    mutated: "keccak256(words, 0xa0)",
    tests: ESCROW,
  },
  {
    file: progress,
    what: "any record will do to close",
    original: "return Progress.unwrap(progress) >> RECORD == _tag(recordCommitment);",
    mutated: "return Progress.unwrap(progress) >> RECORD != 0 || recordCommitment == 0;",
    tests: ESCROW,
  },
  {
    file: progress,
    what: "a record's tag is a byte shorter",
    original: "0xffffffffffffffffffffffffffffffffffff)",
    mutated: "0xffffffffffffffffffffffffffffffffff)",
    tests: ESCROW,
  },
  {
    file: progress,
    what: "a surgery that moves keeps the bits of its old time",
    original: "& ~(TIME_MASK << SURGERY_TIME)",
    mutated: "",
    tests: ESCROW,
  },
  {
    file: progress,
    what: "a surgery stays where it was when it is moved",
    original: "return Progress.wrap(rest | (uint256(time) << SURGERY_TIME));",
    mutated:
      "return surgeryTime(progress) == 0 ? Progress.wrap(rest | (uint256(time) << SURGERY_TIME)) : progress;",
    tests: ESCROW,
  },
  {
    file: progress,
    what: "the clock of the first state runs on in the next",
    original: "rest | (block.timestamp << ENTERED_AT)",
    mutated: "rest | ((enteredAt(progress) == 0 ? block.timestamp : enteredAt(progress)) << ENTERED_AT)",
    tests: ESCROW,
  },
  {
    file: progress,
    what: "reschedulings are not counted",
    original: "Progress.unwrap(progress) + (1 << RESCHEDULES)",
    mutated: "Progress.unwrap(progress)",
    tests: EXITS,
  },
  {
    file: changes,
    what: "one rescheduling more than agreed",
    original: "progress.reschedules() >= maximum",
    mutated: "progress.reschedules() > maximum",
    tests: EXITS,
  },
  {
    file: "libraries/QueueWord.sol",
    what: "the queue forgets the surgeon",
    original: "mstore(add(words, 0x40), surgeonDay)",
    mutated: "mstore(add(words, 0x40), 0)",
    tests: TREE,
  },
  {
    file: queue,
    what: "checkpoints are kept where there are none",
    original: "if (QueueWord.isCheckpoint(word))",
    mutated: "if (!QueueWord.isCheckpoint(word))",
    tests: TREE,
  },
  {
    file: escrow,
    what: "the queue forgets each surgery",
    original: "queueHead = _close(queueHead, ",
    mutated: "_close(queueHead, ",
    tests: ESCROW,
  },
  {
    file: escrow,
    what: "a closing announces the next one's place",
    original: "QueueWord.countOf(head),",
    mutated: "QueueWord.countOf(head) + 1,",
    tests: ESCROW,
  },

  // Closing
  {
    file: escrow,
    what: "a batch skips its first closing",
    original: "for (uint256 i = 0; i < closings.length; ++i) {",
    mutated: "for (uint256 i = 1; i < closings.length; ++i) {",
    tests: ESCROW,
  },
  {
    file: escrow,
    what: "each closing of a batch takes the place of the one before",
    original: "head = _close(\n                head,",
    mutated: "head = _close(\n                queueHead,",
    tests: ESCROW,
  },
  {
    file: escrow,
    what: "the queue forgets a whole batch",
    original: "queueHead = head;",
    mutated: "",
    tests: ESCROW,
  },
  dropped(
    escrow,
    "that the record is the surgeon's",
    "if (!progress.isRecord(recordCommitment)) revert RecordMismatch(bookingId, recordCommitment);",
    ESCROW,
  ),
  {
    file: escrow,
    what: "a booking's word is freed while its offer is open",
    original:
      "if (block.timestamp < terms.offerExpiry()) _enter(booking, progress, State.CLOSED);\n        else booking",
    mutated: "booking",
    tests: ESCROW,
  },
  {
    file: escrow,
    what: "a booking's word is freed one second late",
    original: "if (block.timestamp < terms.offerExpiry()) _enter",
    mutated: "if (block.timestamp <= terms.offerExpiry()) _enter",
    tests: ESCROW,
  },

  // The surgery tree
  dropped(
    tree,
    "that leaves come from the queue",
    "if (word != queue.queueHead() && !_isCheckpoint(word)) revert QueueMismatch(word);",
    TREE,
  ),
  {
    file: tree,
    what: "a batch reaches one leaf over the tree",
    original: "surgeries.length > remaining)",
    mutated: "surgeries.length > remaining + 1)",
    tests: TREE,
  },
  {
    file: tree,
    what: "a replaced root lives one second longer",
    original: "block.timestamp < _validUntil[candidate]",
    mutated: "block.timestamp <= _validUntil[candidate]",
    tests: TREE,
  },
  {
    file: tree,
    what: "a replaced root is dead at once",
    original: "block.timestamp + rootLifetime",
    mutated: "block.timestamp",
    tests: TREE,
  },
  {
    file: tree,
    what: "the root of no leaves is valid",
    original: " && candidate != 0",
    mutated: "",
    tests: TREE,
  },
  {
    file: tree,
    what: "the last root of a full tree expires",
    original: "_validUntil[newRoot] = type(uint256).max;",
    mutated: "_validUntil[newRoot] = block.timestamp + rootLifetime;",
    tests: TREE,
  },
  {
    file: tree,
    what: "one leaf too many is counted for each surgeon of a batch",
    original: "(surgeon, runStart) = (next, i);",
    mutated: "(surgeon, runStart) = (next, i - 1);",
    tests: TREE,
  },

  {
    file: tree,
    what: "the count of a surgeon's leaves leaps over its end",
    original: "counted < COUNTED_LEAVES ? counted : COUNTED_LEAVES",
    mutated: "counted",
    tests: TREE,
  },
  dropped(
    tree,
    "that the frontier passed in is the tree's",
    "if (QuaternaryTree.hashOf(waiting) != frontierHash) revert FrontierMismatch();",
    TREE,
  ),
  {
    file: tree,
    what: "the frontier stays what it was",
    original: "frontierHash = QuaternaryTree.hashOf(waiting);",
    mutated: "",
    tests: TREE,
  },
  {
    file: "libraries/QuaternaryTree.sol",
    what: "the frontier's nodes are read from the wrong level",
    original: "waiting += waitingSize;",
    mutated: "waiting += 0 * waitingSize;",
    tests: TREE,
  },
  {
    file: "libraries/QuaternaryTree.sol",
    what: "the new frontier's nodes are the first of a group, not the last",
    original: "nodes + 32 * (complete - size) - keptSize",
    mutated: "nodes",
    tests: TREE,
  },
  {
    file: "libraries/QueueWord.sol",
    what: "a flush forgets the record commitments",
    original: "calldatacopy(add(words, 0x20), surgery, 0x60)",
    mutated: "calldatacopy(add(words, 0x20), surgery, 0x40)",
    tests: TREE,
  },

  // The review board
  dropped(
    board,
    "of a review's proof",
    "if (!verifier.areProven(batch.statements)) revert InvalidProof();",
    BOARD,
  ),
  dropped(board, "of the root", "if (!tree.isValidRoot(root)) revert InvalidRoot(root);", BOARD),
  {
    file: board,
    what: "a rating of zero counts",
    original: "rating < 1 || ",
    mutated: "",
    tests: BOARD,
  },
  {
    file: board,
    what: "a window of one day is refused",
    original: "head.windowStart() > head.windowEnd()",
    mutated: "head.windowStart() >= head.windowEnd()",
    tests: BOARD,
  },
  {
    file: board,
    what: "a text of 1,024 bytes is too long",
    original: "length > MAXIMUM_TEXT_LENGTH",
    mutated: "length >= MAXIMUM_TEXT_LENGTH",
    tests: BOARD,
  },
  {
    file: board,
    what: "one surgery less than the floor is enough",
    original: "leaves < minimum)",
    mutated: "leaves + 1 < minimum)",
    tests: BOARD,
  },
  {
    file: board,
    what: "one review less than the floor is enough",
    original: "batch.ratings.count() < minimum)",
    mutated: "batch.ratings.count() + 1 < minimum)",
    tests: BOARD,
  },
  {
    file: board,
    what: "the floor can be raised without end",
    original: "newMinimumLeaves > MAXIMUM_MINIMUM_LEAVES",
    mutated: "newMinimumLeaves > MAXIMUM_MINIMUM_LEAVES + 1",
    tests: BOARD,
  },
  {
    file: board,
    what: "an amendment counts as one more review",
    original: "batch.ratings.replace(previous.rating(), head.rating())",
    mutated: "batch.ratings.add(head.rating())",
    tests: BOARD,
  },
  dropped(
    board,
    "that an amendment stays with its surgeon",
    "if (head.surgeon() != previous.surgeon()) revert WrongSurgeon(head.surgeon(), previous.surgeon());",
    BOARD,
  ),
  {
    file: board,
    what: "a relayer earns more than a surgery prepays",
    original: "fee < _reviewFee ? fee : _reviewFee",
    mutated: "fee",
    tests: BOARD,
  },
  {
    file: board,
    what: "a relayer is paid again and again",
    original: "relayFeesOf[relayer] = 0;",
    mutated: "",
    tests: BOARD,
  },
  dropped(
    board,
    "that a version has no answer yet",
    "if (version == status.answeredVersion()) revert AlreadyAnswered(nullifier, version);",
    BOARD,
  ),
  dropped(
    board,
    "of how many proofs a batch has",
    "if (proofs.length != count) revert ProofCountMismatch(proofs.length, count);",
    BATCH,
  ),

  // The policy book
  {
    file: book,
    what: "anybody publishes in an insurer's name",
    original: "_requireInsurer(terms.insurer);",
    mutated: "",
    tests: BOOK,
  },
  {
    file: book,
    what: "anybody changes a policy's coverages",
    original: "_requireInsurer(policy.insurer);",
    mutated: "",
    tests: BOOK,
  },
  dropped(
    book,
    "that the source is the one of the terms",
    "if (keccak256(source) != terms.sourceHash) revert SourceMismatch(terms.sourceHash);",
    BOOK,
  ),
  dropped(
    book,
    "that a policy is new",
    "if (_policies[policyId].insurer != address(0)) revert AlreadyPublished(policyId);",
    BOOK,
  ),
  dropped(
    book,
    "that a coverage root is a field element",
    "if (!FieldElement.isCommitment(root)) revert InvalidCoverageRoot(root);",
    BOOK,
  ),
  {
    file: book,
    what: "a replaced coverage root is dead at once",
    original: "block.timestamp + policy.coverageNotice",
    mutated: "block.timestamp",
    tests: BOOK,
  },
  {
    file: book,
    what: "a replaced coverage root lives one second longer",
    original: "block.timestamp < _validUntil[policyId][root]",
    mutated: "block.timestamp <= _validUntil[policyId][root]",
    tests: BOOK,
  },
  {
    file: book,
    what: "a policy without coverages has the root zero",
    original: "if (root == 0) return false;",
    mutated: "",
    tests: BOOK,
  },
  {
    file: book,
    what: "policies of a group have scopes of their own",
    original: "terms.group == 0 ?",
    mutated: "terms.group != 0 ?",
    tests: BOOK,
  },
  {
    file: "libraries/PolicyTermsLib.sol",
    what: "a notice of thirty days is too short",
    original: "terms.coverageNotice < MINIMUM_COVERAGE_NOTICE",
    mutated: "terms.coverageNotice <= MINIMUM_COVERAGE_NOTICE",
    tests: BOOK,
  },
  {
    file: book,
    what: "a source of 8,192 bytes is too long",
    original: "source.length > MAXIMUM_SOURCE_LENGTH",
    mutated: "source.length >= MAXIMUM_SOURCE_LENGTH",
    tests: BOOK,
  },
  {
    file: "libraries/PolicyTermsLib.sol",
    what: "a policy of a single second is none",
    original: "terms.closesAt < terms.opensAt",
    mutated: "terms.closesAt <= terms.opensAt",
    tests: BOOK,
  },
  {
    file: "libraries/PolicyTermsLib.sol",
    what: "a policy can be published after its last second",
    original: "terms.closesAt < block.timestamp",
    mutated: "terms.closesAt + 1 < block.timestamp",
    tests: BOOK,
  },

  // The claim pool
  dropped(
    pool,
    "of a claim's proof",
    "if (!verifier.verifyBatch(statement)) revert InvalidProof();",
    POOL_ATTACKS,
  ),
  dropped(pool, "of a batch's proofs", "if (!verifier.verifyBatch(statements)) revert InvalidProof();", POOL),
  dropped(
    pool,
    "that a surgery was not claimed for",
    "if (isClaimed[claim_.nullifier]) revert AlreadyClaimed(claim_.nullifier);",
    POOL,
  ),
  dropped(
    pool,
    "of the surgeries' root",
    "if (!tree.isValidRoot(claim_.root)) revert InvalidRoot(claim_.root);",
    POOL,
  ),
  {
    file: pool,
    what: "any coverage root will do",
    original: "!policyBook.isValidCoverageRoot",
    mutated: "false && !policyBook.isValidCoverageRoot",
    tests: POOL,
  },
  {
    file: pool,
    what: "a policy closes one second early",
    original: "|| block.timestamp > policy.closesAt",
    mutated: "|| block.timestamp >= policy.closesAt",
    tests: POOL,
  },
  {
    file: pool,
    what: "a policy is released in its last second",
    original: "block.timestamp <= policy.closesAt",
    mutated: "block.timestamp < policy.closesAt",
    tests: POOL,
  },
  {
    file: pool,
    what: "the whole payout cannot go to the fee",
    original: "claim_.fee > policy.payout",
    mutated: "claim_.fee >= policy.payout",
    tests: POOL,
  },
  {
    file: pool,
    what: "the fee is paid on top of the payout",
    original: "uint256 amount = payout - claim_.fee;",
    mutated: "uint256 amount = payout;",
    tests: POOL,
  },
  {
    file: pool,
    what: "a claim takes nothing from the policy's reserve",
    original: "reserveOf[policyId] = reserve - payout;",
    mutated: "reserveOf[policyId] = reserve;",
    tests: POOL,
  },
  dropped(
    pool,
    "that a policy is backed once",
    "if (_wasBacked[policyId]) revert AlreadyBacked(policyId);",
    POOL,
  ),
  {
    file: pool,
    what: "a deferred payment is forgotten",
    original: "owedTo[account] += amount;",
    mutated: "",
    tests: POOL_ATTACKS,
  },
  dropped(
    pool,
    "of what a funding brought in",
    "if (received != amount) revert FundingMismatch(received, amount);",
    POOL_ATTACKS,
  ),
  dropped(pool, "of the payee", "_requirePayable(claim_.payee);", UNPAYABLE),
  dropped(
    pool,
    "of a fee's recipient",
    "if (claim_.feeRecipient != address(0)) _requirePayable(claim_.feeRecipient);",
    UNPAYABLE,
  ),
  {
    file: pool,
    what: "a fee for whoever sends the claim goes to nobody",
    original: "if (claim_.feeRecipient != address(0)) _requirePayable",
    mutated: "_requirePayable",
    tests: POOL,
  },
  dropped(pool, "of the insurer that is funded", "_requirePayable(insurer);", UNPAYABLE),
  dropped(pool, "of whom a withdrawal is paid to", "_requirePayable(recipient);", UNPAYABLE),
  {
    file: pool,
    what: "nobody can be paid",
    original: "iszero(account)",
    mutated: "0",
    tests: UNPAYABLE,
  },
  {
    file: pool,
    what: "the pool can pay itself",
    original: "eq(account, address())",
    mutated: "0",
    tests: UNPAYABLE,
  },
  {
    file: pool,
    what: "the token can be paid",
    original: "eq(account, token_)",
    mutated: "0",
    tests: UNPAYABLE,
  },
  {
    file: pool,
    what: "the escrow can be paid",
    original: "eq(account, escrow)",
    mutated: "0",
    tests: UNPAYABLE,
  },

  // The settlement token
  dropped(ledger, "of the token", "SettlementToken.requireSuitable(token_);", UNSUITABLE),
  {
    file: settlementToken,
    what: "a token may have any number of decimals",
    original: "!hasDecimals || decimals != DECIMALS",
    mutated: "!hasDecimals",
    tests: UNSUITABLE,
  },
  {
    file: settlementToken,
    what: "a token need not know ERC-3009",
    original: "if (!knows) revert",
    mutated: "if (false && !knows) revert",
    tests: UNSUITABLE,
  },
  {
    file: settlementToken,
    what: "no answer is an answer",
    original: "!done || answer.length != 32",
    mutated: "!done",
    tests: UNSUITABLE,
  },
  {
    file: settlementToken,
    what: "a refusal is an answer",
    original: "!done || answer.length != 32",
    mutated: "answer.length != 32",
    tests: UNSUITABLE,
  },
];
