/** Order r of BN254's scalar field, in which the circuits compute: commitments, nullifiers, roots and signals are integers below it. */
export const FIELD_MODULUS = 21888242871839275222246405745257275088548364400416034343698204186575808495617n;
