package sotto.mls.group;

import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sotto.mls.codec.Decoder;
import sotto.mls.codec.MlsException;
import sotto.mls.codec.Reader;
import sotto.mls.codec.Writer;
import sotto.mls.crypto.CipherSuite;
import sotto.mls.crypto.HpkeKeyPair;
import sotto.mls.crypto.Secret;
import sotto.mls.crypto.SignatureKeyPair;
import sotto.mls.crypto.SuiteCrypto;
import sotto.mls.message.GroupContext;
import sotto.mls.message.Proposal;
import sotto.mls.schedule.EpochSecrets;
import sotto.mls.schedule.TranscriptHash;
import sotto.mls.tree.LeafIndex;
import sotto.mls.tree.LeafNode;
import sotto.mls.treekem.NodeIndex;
import sotto.mls.treekem.ParentNode;
import sotto.mls.treekem.PrivateTree;
import sotto.mls.treekem.RatchetTree;
import sotto.mls.treekem.RatchetTreeCodec;
import sotto.mls.treekem.TreeMath;

/// The stored form of what does not change within an epoch.
///
/// ```text
/// uint16 version = 1;
/// GroupContext context;
/// opaque interim_transcript_hash<V>;
/// opaque confirmation_tag<V>;
/// opaque ratchet_tree<V>;
/// uint32 me;
/// optional<opaque<V>> private_keys<V>;   /* by level; public keys are in the tree */
/// EpochSecrets secrets;
/// opaque signature_private_key<V>;
/// ResumptionPsk past<V>;                 /* struct { uint64 epoch; opaque psk<V>; } */
/// optional<ReInit> reinit;
/// ```
final class EpochStore {
  private static final int VERSION = 1;

  private EpochStore() {}

  static byte[] encode(EpochState state) {
    Writer out =
        new Writer(4096)
            .uint16(VERSION)
            .struct(state.context())
            .opaque(state.interimTranscriptHash())
            .opaque(state.confirmationTag())
            .opaque(RatchetTreeCodec.encode(state.tree()))
            .struct(state.me())
            .vector(
                state.keys().keys(),
                (inner, key) ->
                    inner.optional(key, (keys, pair) -> Stored.write(keys, pair.privateKey())))
            .struct(state.secrets());
    Stored.write(out, state.signatureKeys().privateKey());
    out.vector(state.past(), (inner, past) -> Stored.write(inner.uint64(past.epoch()), past.psk()));
    return out.optional(state.reinit(), Writer::struct).toBytes();
  }

  static EpochState decode(byte[] stored, Settings settings) throws MlsException {
    Decoder<EpochState> decoder = in -> decode(in, settings);
    return decoder.decodeAll(stored);
  }

  private static EpochState decode(Reader in, Settings settings) throws MlsException {
    Stored.checkVersion(in, VERSION);
    GroupContext context = GroupContext.decode(in);
    CipherSuite suite =
        CipherSuite.of(context.cipherSuite())
            .orElseThrow(() -> new MlsException("A stored group has an unknown cipher suite."));
    SuiteCrypto crypto = new SuiteCrypto(suite, settings.crypto());
    byte[] interim = in.opaque();
    byte[] tag = in.opaque();
    RatchetTree tree = RatchetTreeCodec.decode(in.opaque(), crypto, TreeMath.MAX_LEAVES);
    LeafIndex me = LeafIndex.decode(in);
    LeafNode leaf = tree.member(me);
    PrivateTree keys = keys(me, tree, in.vector(reader -> reader.optional(Stored::read)));
    EpochSecrets secrets = EpochSecrets.decode(in);
    byte[] confirmed = context.confirmedTranscriptHash();
    if (!MessageDigest.isEqual(secrets.confirmationTag(crypto, confirmed), tag)
        || !MessageDigest.isEqual(TranscriptHash.interim(crypto, confirmed, tag), interim)) {
      throw new MlsException("The secrets of a stored group are not those of its epoch.");
    }
    SignatureKeyPair signature =
        new SignatureKeyPair(suite.signature(), Stored.read(in), leaf.signatureKey());
    List<EpochState.ResumptionPsk> past =
        in.vector(reader -> new EpochState.ResumptionPsk(reader.uint64(), Stored.read(reader)));
    return new EpochState(
        crypto,
        context,
        context.encoded(),
        interim,
        tag,
        tree,
        keys,
        secrets,
        signature,
        settings.crypto().signingKey(signature),
        past,
        in.optional(EpochStore::reinit));
  }

  private static Proposal.ReInit reinit(Reader in) throws MlsException {
    if (Proposal.decode(in) instanceof Proposal.ReInit reinit) {
      return reinit;
    }
    throw new MlsException("A stored group was closed by something other than a ReInit.");
  }

  private static PrivateTree keys(
      LeafIndex me, RatchetTree tree, List<Optional<Secret>> privateKeys) throws MlsException {
    List<Optional<HpkeKeyPair>> keys = new ArrayList<>();
    for (int level = 0; level < privateKeys.size(); level++) {
      Optional<Secret> secret = privateKeys.get(level);
      if (secret.isEmpty()) {
        keys.add(Optional.empty());
        continue;
      }
      byte[] publicKey = publicKey(me, tree, level);
      keys.add(Optional.of(new HpkeKeyPair(tree.crypto().suite().kem(), secret.get(), publicKey)));
    }
    return PrivateTree.of(me, keys);
  }

  private static byte[] publicKey(LeafIndex me, RatchetTree tree, int level) throws MlsException {
    if (1L << level > tree.width()) {
      throw new MlsException("A stored group has a private key outside its tree.");
    }
    if (level == 0) {
      return tree.member(me).encryptionKey();
    }
    return tree.parentNode(NodeIndex.above(me, level))
        .map(ParentNode::encryptionKey)
        .orElseThrow(() -> new MlsException("A stored group has a private key of a blank node."));
  }
}
