package sotto.tests.vectors;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// All kinds of vector files, in the order in which a file is offered to them.
final class Families {
  private Families() {}

  /// @param now the time for lifetimes of leaves, when one is given
  static List<Family> all(Optional<Instant> now) {
    return List.of(
        new Acvp(),
        new Wycheproof(),
        new JsonCases("tree-math", MlsBasics::treeMath, "n_leaves", "n_nodes", "root"),
        new JsonCases("deserialization", MlsBasics::deserialization, "vlbytes_header", "length"),
        new JsonCases("messages", MlsBasics::messages, "mls_welcome", "mls_group_info"),
        new JsonCases("crypto-basics", MlsBasics::cryptoBasics, "cipher_suite", "ref_hash"),
        new JsonCases("tree-operations", MlsTrees::operations, "tree_before", "proposal_sender"),
        new JsonCases("tree-validation", MlsTrees::validation, "tree", "tree_hashes"),
        new JsonCases("message-protection", MlsFraming::check, "proposal_priv", "commit_pub"),
        new JsonCases("treekem", MlsTreeKem::check, "update_paths", "leaves_private"),
        new JsonCases("key-schedule", MlsSchedule::keySchedule, "initial_init_secret", "epochs"),
        new JsonCases("secret-tree", MlsSchedule::secretTree, "sender_data", "leaves"),
        new JsonCases("psk_secret", MlsSchedule::pskSecret, "psks", "psk_secret"),
        new JsonCases(
            "transcript-hashes",
            MlsSchedule::transcriptHashes,
            "authenticated_content",
            "confirmed_transcript_hash_after"),
        new JsonCases("welcome", MlsSchedule::welcome, "init_priv", "signer_pub", "welcome"),
        new JsonCases(
            "passive-client",
            new PassiveClient(now)::check,
            "cipher_suite",
            "key_package",
            "welcome",
            "epochs"),
        new JsonCases("HPKE", HpkeVectors::check, "mode", "kem_id", "skRm", "enc"),
        new JsonCases("X-Wing", HpkeVectors::xWing, "seed", "eseed", "ss", "ct"),
        new JsonCases("Ed25519", CctvEd25519::check, "key", "sig", "msg", "flags"),
        new JsonCases("CBOR", CborVectors::check, "cbor", "hex", "roundtrip"),
        new JsonCases("CBOR", CborVectors::check, "cbor", "decoded"),
        CborVectors::malformed,
        new MimiFiles(),
        new AgeFiles(),
        new CctvAccumulated(),
        new CctvReference(),
        new XWingText(),
        new RsaText(),
        new CctvText(),
        new NistRsa(),
        new NistCurves(),
        new EdwardsText(),
        new AeadText(),
        new LatticeText(),
        new MlKemText(),
        new NistGcm(),
        new NistCiphers(),
        new NistMacs(),
        new NistHashes(),
        new NistShake(),
        new NistKdfs());
  }
}
