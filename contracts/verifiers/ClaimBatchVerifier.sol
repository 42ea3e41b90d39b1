// SPDX-License-Identifier: GPL-3.0-or-later
// Generated from the verification key by `npm run circuits`; `circuits verify` compares the two. Never edit it.
pragma solidity 0.8.37;

import {IGroth16BatchVerifier} from "../interfaces/IGroth16BatchVerifier.sol";
import {Groth16Batch} from "../libraries/Groth16Batch.sol";

/// @title Groth16 verifier of the claim circuit, for 6 public signals a proof
/// @notice Development key: must not guard anything of value. Whoever ran the setup can forge proofs.
contract ClaimBatchVerifier is IGroth16BatchVerifier {
    /// @inheritdoc IGroth16BatchVerifier
    bool public constant IS_DEVELOPMENT_KEY = true;

    /// @dev One word a line: α (2), −β (4), −γ (4), −δ (4), the constant term's point (2), each signal's point (2)
    /// and usual value (1).
    bytes private constant KEY =
        hex"2945abc310375ddaf757353bc70ac8a36c4b683ad92a2b6f243461537e41e795"
        hex"0b70eded4dc3516d71f161873c2bffed8c79e695201f74f940117c81bf5ac691"
        hex"2ea68e8a842f51af638a6c51d1d93b45d61a58b3cc125db0cf55b9d1070de3aa"
        hex"2ed156ae057914371424b06badd2bebedabe756771c495fff713b441a969dfc1"
        hex"1b60220d3fcc82468d41de835e4d85966df6e491d8d8b96ca17be28d8b2bee44"
        hex"2a03d7c314c117571202a50eb4fa66c14f9dc9c0d736918033fa66a767333c7a"
        hex"198e9393920d483a7260bfb731fb5d25f1aa493335a9e71297e485b7aef312c2"
        hex"1800deef121f1e76426a00665e5c4479674322d4f75edadd46debd5cd992f6ed"
        hex"275dc4a288d1afb3cbb1ac09187524c7db36395df7be3b99e673b13a075a65ec"
        hex"1d9befcd05a5323e6da4d435f3b617cdb3af83285c2df711ef39c01571827f9d"
        hex"2285188cd859364288f88f5caf2674b3ae898bc87fc672cf351058e349cd6772"
        hex"274c851445c2fa85755da4c20c9a6aafe7cb97e9d11483be0dcce2546a8a878a"
        hex"17c6319e58e2199bfc6d53c8b7475a7993b8fb0ed53dd23199148f86ffc99d58"
        hex"26a132ae7802de9248d42fa0d881a789002876582a51483131f63b11835e8f42"
        hex"0c3be42d126ec823e9f6fd7b9f025468baabd3b8509f5db911f72b9358535ba4"
        hex"0bdbe87479fe64ba978463f3f3d29ac0ad5f434aec081b16cc126e9b7ebd952f"
        hex"132c63900190f3f41eecd49405218f043db7d40df410dd02b9e594107e2f879f"
        hex"0c6bbe34383b4642f49a502e739a434d174620819734e7d494c5b0eff034d85a"
        hex"0000000000000000000000000000000000000000000000000000000000000000"
        hex"050928ef3c08b844a983a95c1de6362f8be0a9e41d2121a76e17b73dcffd8315"
        hex"02325c3b1e1286db8b4782364339b0b83eede6ebb6eb72dc0d1a6c61a7db3c41"
        hex"0000000000000000000000000000000000000000000000000000000000000000"
        hex"18be3df69b84b6751457b71810544d023f3947f6a63c571942f3693757efc49b"
        hex"0cf019d0ade7c10d9839ebb3befaf66697c1db595c68a932710ac49de4812d7d"
        hex"0000000000000000000000000000000000000000000000000000000000000000"
        hex"09c0b69fa39aecd2815d771129d14f77bc7d48b7214310ec4daf91de9570af04"
        hex"04084774d6be9e4fd39964bc9630d80bac23c4e3fad5264b097418ac73ffb6c0"
        hex"0000000000000000000000000000000000000000000000000000000000000000"
        hex"13562491d09badfc36223d566c2c73407b4716bf6125f78e41fcf029e718adc8"
        hex"0ba1e58dfe306bb6b717e936d4052d84615b55bbca947a91f570a92e57428ae7"
        hex"0000000000000000000000000000000000000000000000000000000000000000"
        hex"0c3669a8e128908ad6ba5285e5745004d067808e91c9820598b954fdc19d39b8"
        hex"0c1ecbe03f0e9d68c22ac68ee1c6b7f6ddbd314f2f36b71f820b15f199759ffb"
        hex"0000000000000000000000000000000000000000000000000000000000000000";

    /// @inheritdoc IGroth16BatchVerifier
    function verifyBatch(uint256[] calldata statements) external view returns (bool) {
        return Groth16Batch.verify(KEY, statements);
    }

    /// @inheritdoc IGroth16BatchVerifier
    function keyId() external pure returns (bytes32) {
        return keccak256(KEY);
    }
}
