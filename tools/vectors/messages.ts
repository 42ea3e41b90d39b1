import {
  AbiCoder,
  concat,
  dataSlice,
  encodeBytes32String,
  getAddress,
  keccak256,
  toBeHex,
  TypedDataEncoder,
  toUtf8Bytes,
  type TypedDataDomain,
  type TypedDataField,
} from "ethers";

import { EXAMPLE_SURGEONS, exampleBytes, exampleElement, poseidon } from "./reference.ts";

type Types = Record<string, TypedDataField[]>;
type Message = Record<string, unknown>;

const CHAIN_ID = 31_337n;
const ESCROW = getAddress("0xa57e6ca4e0000000000000000000000000000001");
const BOARD = getAddress("0xa57e6ca4e0000000000000000000000000000002");
const REGISTRY = getAddress("0xa57e6ca4e0000000000000000000000000000003");
const TOKEN = getAddress("0xa57e6ca4e0000000000000000000000000000004");
const PATIENT = getAddress("0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266");
const ARBITER = getAddress("0x9965507D1a55bcC2695C58ba16FB37d819B0A4dc");
const NEW_SIGNER = getAddress("0x976EA74026E726554dB657fA54763abd0C3a0aa9");
const MEDICAL_BOARD = getAddress("0x15d34AAf54267DB7D7c367839AAf71A00a2C6A65");
const DEADLINE = 1_900_000_000n;

const SIGNAL_TYPES = ["uint256", "address", "address", "uint8", "bytes32", "uint32", "address", "uint96"];

/** "Terms(address patient,…)" as in docs/protocol.md, read into the form that the encoder takes. */
function typesOf(...declarations: string[]): Types {
  return Object.fromEntries(
    declarations.map((declaration) => {
      const [, name, members] = /^(\w+)\((.*)\)$/.exec(declaration)!;
      const fields = members!.split(",").map((member) => {
        const [type, fieldName] = member.split(" ");
        return { type: type!, name: fieldName! };
      });
      return [name!, fields];
    }),
  );
}

function typedData(domain: TypedDataDomain, types: Types, message: Message) {
  const encoder = TypedDataEncoder.from(types);
  return {
    primaryType: encoder.primaryType,
    type: encoder.encodeType(encoder.primaryType),
    message,
    structHash: encoder.hash(message),
    digest: TypedDataEncoder.hash(domain, types, message),
  };
}

function domainNamed(name: string, verifyingContract: string) {
  return { name, version: "1", chainId: CHAIN_ID, verifyingContract };
}

function withSeparator(domain: TypedDataDomain) {
  return { ...domain, separator: TypedDataEncoder.hashDomain(domain) };
}

/** Rules as one word: seven windows in hours, three shares and the reschedules, 16 bits each from the lowest on. */
function rulesWord(rules: Record<string, bigint>): bigint {
  return Object.entries(rules).reduce(
    (word, [name, value], index) =>
      word | ((name.endsWith("Window") ? value / 3_600n : value) << BigInt(16 * index)),
    0n,
  );
}

/** Terms with their booking id, the deposit's nonce, and every later message of the same booking. */
export function bookingVectors() {
  const domain = domainNamed("Aftercare SurgeryEscrow", ESCROW);
  const rules = {
    executionWindow: 604_800n,
    closingWindow: 1_209_600n,
    cancellationWindow: 172_800n,
    noShowWindow: 43_200n,
    contestWindow: 259_200n,
    settlementWindow: 432_000n,
    rulingWindow: 345_600n,
    lateCancellationShare: 3_003n,
    noShowShare: 5_005n,
    defaultShare: 4_004n,
    maximumReschedules: 2n,
  };
  const terms = {
    patient: PATIENT,
    surgeon: EXAMPLE_SURGEONS[0],
    arbiter: ARBITER,
    patientCommitment: poseidon(exampleElement("secret 0"), 0n),
    deposit: 500_000_000n,
    protocolFee: 5_000_000n,
    appointmentTime: 1_790_000_000n,
    offerExpiry: 1_789_000_000n,
    rules: rulesWord(rules),
    termsHash: exampleBytes("terms"),
  };
  const termsData = typedData(
    domain,
    typesOf(
      "Terms(address patient,address surgeon,address arbiter,uint256 patientCommitment,uint128 deposit,uint128 protocolFee,uint64 appointmentTime,uint64 offerExpiry,uint256 rules,bytes32 termsHash)",
    ),
    terms,
  );
  const words = {
    patientAndTimes: concat([
      terms.patient,
      toBeHex(terms.appointmentTime, 6),
      toBeHex(terms.offerExpiry, 6),
    ]),
    surgeonAndDeposit: concat([terms.surgeon, toBeHex(terms.deposit, 12)]),
    arbiterAndFee: concat([terms.arbiter, toBeHex(terms.protocolFee, 12)]),
  };
  const bookingId = keccak256(
    concat([
      words.patientAndTimes,
      words.surgeonAndDeposit,
      words.arbiterAndFee,
      toBeHex(terms.patientCommitment, 32),
      toBeHex(terms.rules, 32),
      terms.termsHash,
    ]),
  );

  const plan = {
    medicinesRoot: exampleBytes("medicines"),
    coverage: `0x${"00".repeat(32)}`,
    blinding: exampleBytes("plan blinding"),
  };
  const planHash = keccak256(
    AbiCoder.defaultAbiCoder().encode(
      ["bytes32", "bytes32", "bytes32"],
      [plan.medicinesRoot, plan.coverage, plan.blinding],
    ),
  );
  const surgeryTime = 1_790_003_600n;
  const recordCommitment = exampleElement("record 0");

  const depositNonce = `0x${((BigInt(bookingId) >> 64n) << 64n).toString(16).padStart(64, "0")}`;
  const depositDomain = { name: "Test Dollar", version: "1", chainId: CHAIN_ID, verifyingContract: TOKEN };

  const progress = {
    state: 4,
    enteredAt: 1_790_010_000n,
    surgeryTime,
    reschedules: 1,
    recordCommitment,
  };
  const progressWord = concat([
    dataSlice(keccak256(toBeHex(recordCommitment, 32)), 14),
    toBeHex(progress.reschedules, 1),
    toBeHex(surgeryTime, 6),
    toBeHex(progress.enteredAt, 6),
    toBeHex(progress.state, 1),
  ]);

  const evidenceHash = exampleBytes("evidence");
  /** One more message about this booking. */
  const message = (type: string, content: Message) =>
    typedData(domain, typesOf(type), { bookingId, ...content, deadline: DEADLINE });

  return {
    domain: withSeparator(domain),
    bookingId,
    rules,
    terms: termsData,
    packed: words,
    deposit: {
      domain: withSeparator(depositDomain),
      nonce: depositNonce,
      ...typedData(
        depositDomain,
        typesOf(
          "ReceiveWithAuthorization(address from,address to,uint256 value,uint256 validAfter,uint256 validBefore,bytes32 nonce)",
        ),
        {
          from: PATIENT,
          to: ESCROW,
          value: terms.deposit,
          validAfter: 0n,
          validBefore: terms.offerExpiry,
          nonce: depositNonce,
        },
      ),
    },
    acceptance: typedData(domain, typesOf("Acceptance(bytes32 bookingId,uint64 deadline)"), {
      bookingId,
      deadline: DEADLINE,
    }),
    withdrawal: typedData(domain, typesOf("Withdrawal(bytes32 bookingId,uint64 deadline)"), {
      bookingId,
      deadline: DEADLINE,
    }),
    plan: {
      ...plan,
      planHash,
      ...typedData(
        domain,
        typesOf("Plan(bytes32 bookingId,bytes32 planHash,uint48 surgeryTime,uint64 deadline)"),
        { bookingId, planHash, surgeryTime, deadline: DEADLINE },
      ),
    },
    execution: typedData(
      domain,
      typesOf("Execution(bytes32 bookingId,uint256 recordCommitment,uint64 deadline)"),
      { bookingId, recordCommitment, deadline: DEADLINE },
    ),
    closing: typedData(
      domain,
      typesOf("Closing(bytes32 bookingId,uint256 recordCommitment,uint64 deadline)"),
      { bookingId, recordCommitment, deadline: DEADLINE },
    ),
    rescheduling: message(
      "Rescheduling(bytes32 bookingId,uint48 surgeryTime,uint8 reschedules,uint64 deadline)",
      {
        surgeryTime: surgeryTime + 86_400n,
        reschedules: 1n,
      },
    ),
    cancellation: message("Cancellation(bytes32 bookingId,uint128 surgeonAmount,uint64 deadline)", {
      surgeonAmount: 150_150_000n,
    }),
    noShowReport: message("NoShowReport(bytes32 bookingId,uint64 deadline)", {}),
    contest: message("Contest(bytes32 bookingId,bytes32 evidenceHash,uint64 deadline)", { evidenceHash }),
    accident: message("Accident(bytes32 bookingId,bytes32 evidenceHash,uint64 deadline)", { evidenceHash }),
    settlement: message(
      "Settlement(bytes32 bookingId,uint128 surgeonAmount,uint128 patientAmount,uint64 deadline)",
      { surgeonAmount: 300_000_000n, patientAmount: 194_950_000n },
    ),
    ruling: message("Ruling(bytes32 bookingId,uint16 surgeonShare,bytes32 reasonHash,uint64 deadline)", {
      surgeonShare: 7_500n,
      reasonHash: exampleBytes("reason"),
    }),
    progress: { ...progress, word: progressWord },
  };
}

/** What a medical board and a surgeon sign for the registry. */
export function licenceVectors() {
  const domain = domainNamed("Aftercare SurgeonRegistry", REGISTRY);
  const profileType = "Profile(bytes32 encryptionKey,bytes32 contentHash)";
  const jurisdiction = "US-CA";
  const licenceNumber = "A 123456";
  const numberHash = keccak256(toUtf8Bytes(`${jurisdiction}:${licenceNumber}`));
  const surgeon = EXAMPLE_SURGEONS[0];
  const issuedAt = 1_780_000_000n;
  const profile = { encryptionKey: exampleBytes("encryption key"), contentHash: exampleBytes("profile") };
  return {
    domain: withSeparator(domain),
    jurisdiction,
    licenceNumber,
    numberHash,
    licence: typedData(
      domain,
      typesOf(
        "Licence(address surgeon,bytes32 numberHash,bytes32 jurisdiction,bytes32 specialty,uint64 issuedAt,uint64 expiry)",
      ),
      {
        surgeon,
        numberHash,
        jurisdiction: encodeBytes32String(jurisdiction),
        specialty: encodeBytes32String("orthopaedics"),
        issuedAt,
        expiry: DEADLINE,
      },
    ),
    registration: typedData(
      domain,
      typesOf(
        "Registration(bytes32 numberHash,uint64 issuedAt,address board,Profile profile,uint64 deadline)",
        profileType,
      ),
      { numberHash, issuedAt, board: MEDICAL_BOARD, profile, deadline: DEADLINE },
    ),
    profileUpdate: typedData(
      domain,
      typesOf("ProfileUpdate(address surgeon,Profile profile,uint256 nonce,uint64 deadline)", profileType),
      { surgeon, profile, nonce: 0n, deadline: DEADLINE },
    ),
    rotation: typedData(
      domain,
      typesOf("Rotation(address surgeon,address newSigner,uint256 nonce,uint64 deadline)"),
      { surgeon, newSigner: NEW_SIGNER, nonce: 1n, deadline: DEADLINE },
    ),
    suspension: typedData(
      domain,
      typesOf(
        "Suspension(address surgeon,bytes32 numberHash,uint64 issuedAt,uint64 suspendedUntil,uint64 deadline)",
      ),
      {
        surgeon,
        numberHash,
        issuedAt: issuedAt + 86_400n,
        suspendedUntil: issuedAt + 8_640_000n,
        deadline: DEADLINE,
      },
    ),
    revocation: typedData(
      domain,
      typesOf("Revocation(address surgeon,bytes32 numberHash,uint64 issuedAt,uint64 deadline)"),
      { surgeon, numberHash, issuedAt, deadline: DEADLINE },
    ),
  };
}

/** What a surgeon signs to answer a review. */
export function answerVectors() {
  const domain = domainNamed("Aftercare ReviewBoard", BOARD);
  const text = "Thank you. We have changed how we hand over at night.";
  return {
    domain: withSeparator(domain),
    text,
    answer: typedData(
      domain,
      typesOf("Answer(uint256 nullifier,uint32 version,bytes32 textHash,uint64 deadline)"),
      {
        nullifier: poseidon(exampleElement("secret 0"), 1n),
        version: 1n,
        textHash: keccak256(toUtf8Bytes(text)),
        deadline: DEADLINE,
      },
    ),
  };
}

/** The signal that binds a proof to one review, from the plainest content to the widest. */
export function signalVectors() {
  const nobody = getAddress(`0x${"00".repeat(20)}`);
  const plain = {
    chainId: CHAIN_ID,
    board: BOARD,
    surgeon: EXAMPLE_SURGEONS[0] as string,
    rating: 5,
    text: "Careful, on time, and honest about the risks.",
    version: 1,
    feeRecipient: nobody,
    maxFee: 0n,
  };
  const contents = [
    plain,
    { ...plain, rating: 4 },
    { ...plain, text: "" },
    { ...plain, text: "Sehr gründlich – 手術は成功しました 🙏🏽" },
    { ...plain, text: "e\u0301" },
    { ...plain, text: "\u00e9" },
    { ...plain, text: "x".repeat(1_024) },
    {
      chainId: 2n ** 256n - 1n,
      board: getAddress(`0x${"ff".repeat(20)}`),
      surgeon: getAddress(`0x${"ff".repeat(20)}`),
      rating: 1,
      text: "\u0000",
      version: 2 ** 32 - 1,
      feeRecipient: PATIENT,
      maxFee: 2n ** 96n - 1n,
    },
  ];
  return contents.map((content) => {
    const { chainId, board, surgeon, rating, text, version, feeRecipient, maxFee } = content;
    const textHash = keccak256(toUtf8Bytes(text));
    const encoded = AbiCoder.defaultAbiCoder().encode(SIGNAL_TYPES, [
      chainId,
      board,
      surgeon,
      rating,
      textHash,
      version,
      feeRecipient,
      maxFee,
    ]);
    return { content, textHash, signal: BigInt(keccak256(encoded)) >> 8n };
  });
}
