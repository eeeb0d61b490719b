package sotto.mls.group;

import static sotto.mls.group.Person.NOW;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import sotto.mls.codec.Decoder;
import sotto.mls.codec.MlsException;
import sotto.mls.message.Commit;
import sotto.mls.message.Content;
import sotto.mls.message.GroupInfo;
import sotto.mls.message.KeyPackage;
import sotto.mls.message.MlsMessage;
import sotto.mls.message.Proposal;
import sotto.mls.message.PublicMessage;
import sotto.mls.message.Sender;
import sotto.mls.tree.Extension;
import sotto.mls.tree.ExtensionType;
import sotto.mls.tree.Extensions;
import sotto.mls.tree.LeafIndex;
import sotto.mls.treekem.RatchetTreeCodec;

/// A target for Jazzer: `process` with whatever bytes, and with whatever proposal, Commit or tree a
/// member with a valid signature key may make of them. Nothing but the one checked exception comes
/// out, and what is refused changes nothing.
public final class ProcessFuzz {
  private static final Insider INSIDER;
  private static final byte[] BOB;

  static {
    try {
      INSIDER = new Insider();
      BOB = INSIDER.atBob.encode();
    } catch (Exception e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private ProcessFuzz() {}

  /// What an input may be: the first byte is taken modulo this.
  public static final int KINDS = 8;

  public static void fuzzerTestOneInput(byte[] input) {
    if (input.length == 0) {
      return;
    }
    byte[] bytes = Arrays.copyOfRange(input, 1, input.length);
    try {
      Group bob = Group.decode(BOB, INSIDER.settings);
      try {
        give((input[0] & 0xff) % KINDS, bytes, bob);
      } catch (MlsException refused) {
        if (!Arrays.equals(BOB, bob.encode())) {
          throw new IllegalStateException("A refused input changed the state.", refused);
        }
      }
    } catch (MlsException e) {
      throw new IllegalStateException("Bob's state does not open.", e);
    }
  }

  private static void give(int kind, byte[] bytes, Group bob) throws MlsException {
    Decoder<Commit> commit = Commit::decode;
    Decoder<Proposal> proposal = Proposal::decode;
    Decoder<KeyPackage> keyPackage = KeyPackage::decode;
    switch (kind) {
      case 0 -> bob.process(MlsMessage.decode(bytes), NOW);
      case 1 -> bob.process(INSIDER.open(commit.decodeAll(bytes)), NOW);
      case 2 -> bob.process(INSIDER.open(proposal.decodeAll(bytes)), NOW);
      case 3 -> from(new Sender.External(0), proposal.decodeAll(bytes), bob);
      case 4 -> from(new Sender.NewMemberCommit(), commit.decodeAll(bytes), bob);
      case 5 -> from(new Sender.NewMemberProposal(), proposal.decodeAll(bytes), bob);
      case 6 ->
          bob.commit(CommitRequest.update().add(keyPackage.decodeAll(bytes)), NOW, INSIDER.random);
      default -> enter(bytes);
    }
  }

  private static void from(Sender sender, Content content, Group bob) throws MlsException {
    bob.process(INSIDER.as(sender, content, INSIDER.dave.identity.keys()), NOW);
  }

  private static void enter(byte[] tree) throws MlsException {
    byte[] hash = RatchetTreeCodec.decode(tree, INSIDER.crypto, 1 << 20).treeHash();
    GroupInfo info =
        INSIDER.atAlice.groupInfo(TreePlacement.BESIDE, Extensions.NONE, INSIDER.random);
    GroupInfo unsigned =
        new GroupInfo(
            info.groupContext().withTreeHash(hash),
            info.extensions().with(new Extension(ExtensionType.RATCHET_TREE, tree)),
            info.confirmationTag(),
            new LeafIndex(0),
            new byte[0]);
    byte[] signature =
        INSIDER.crypto.signWithLabel(
            Person.CRYPTO.signingKey(INSIDER.alice.identity.keys()),
            GroupInfo.LABEL,
            unsigned.toBeSigned(),
            INSIDER.random);
    Group.joinExternally(
        INSIDER.settings,
        unsigned.signed(signature),
        INSIDER.dave.identity,
        ExternalJoin.NEW,
        NOW,
        INSIDER.random);
  }

  /// Genuine inputs of each kind, for a fuzzer to begin with.
  static List<byte[]> seeds() throws Exception {
    KeyPackage dave = INSIDER.dave.keyPackage.keyPackage();
    Proposal add = new Proposal.Add(dave);
    Committed genuine =
        INSIDER.copy(INSIDER.atAlice).commit(CommitRequest.update(), NOW, INSIDER.random);
    var message = (PublicMessage) MlsMessage.decode(genuine.message());
    return List.of(
        seed(0, genuine.message()),
        seed(1, message.content().content().encoded()),
        seed(1, new Commit(Insider.byValue(add), Optional.empty()).encoded()),
        seed(2, add.encoded()),
        seed(2, new Proposal.Remove(new LeafIndex(2)).encoded()),
        seed(2, new Proposal.GroupContextExtensions(Extensions.NONE).encoded()),
        seed(3, new Proposal.Remove(new LeafIndex(2)).encoded()),
        seed(4, message.content().content().encoded()),
        seed(5, add.encoded()),
        seed(6, dave.encoded()),
        seed(7, INSIDER.atAlice.ratchetTree()));
  }

  private static byte[] seed(int kind, byte[] bytes) {
    byte[] seed = new byte[bytes.length + 1];
    seed[0] = (byte) kind;
    System.arraycopy(bytes, 0, seed, 1, bytes.length);
    return seed;
  }
}
