package sotto.mls.group;

import static org.assertj.core.api.Assertions.assertThat;
import static sotto.mls.group.Person.NOW;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;
import sotto.mls.codec.MlsException;
import sotto.mls.crypto.CipherSuite;
import sotto.mls.crypto.SignatureKeyPair;
import sotto.mls.crypto.SuiteCrypto;
import sotto.mls.message.ExternalSender;
import sotto.mls.message.GroupId;
import sotto.mls.message.GroupInfo;
import sotto.mls.message.KeyPackage;
import sotto.mls.message.MlsMessage;
import sotto.mls.message.Proposal;
import sotto.mls.message.Welcome;
import sotto.mls.message.WireFormat;
import sotto.mls.tree.Credential;
import sotto.mls.tree.Extension;
import sotto.mls.tree.ExtensionType;
import sotto.mls.tree.Extensions;
import sotto.mls.tree.LeafIndex;

/// A group of three in one suite, and a message of every kind for its second member.
final class Specimens {
  private static final byte[] NOTHING = new byte[0];

  private final Random random;
  private final CipherSuite suite;
  private final Settings secretly = Person.open();
  private final Settings openly =
      Person.open().withPolicy(Policy.ALL.withHandshakeFormat(WireFormat.PUBLIC_MESSAGE));
  private final Person alice;
  private final Person bob;
  private final Person carol;
  private final Person dave;
  private final SignatureKeyPair outsider;
  private final Committed added;
  private final Committed addedBeside;
  private final Group atAlice;
  private final byte[] atBob;

  Specimens(CipherSuite suite, Random random) throws Exception {
    this.random = random;
    this.suite = suite;
    alice = new Person("alice", suite, secretly, random);
    bob = new Person("bob", suite, secretly, random);
    carol = new Person("carol", suite, secretly, random);
    dave = new Person("dave", suite, secretly, random);
    outsider = new SuiteCrypto(suite, Person.CRYPTO).generateSignatureKeyPair(random);
    ExternalSender sender = new ExternalSender(outsider.publicKey(), Credential.basic(NOTHING));
    GroupParameters parameters =
        GroupParameters.of(GroupId.random(random), suite)
            .withExtensions(
                Extensions.of(
                    Extension.of(
                        ExtensionType.EXTERNAL_SENDERS, ExternalSender.list(List.of(sender)))));
    Group founded = Group.create(secretly, alice.identity, parameters, NOW, random);
    CommitRequest add =
        CommitRequest.update().add(bob.keyPackage.keyPackage(), carol.keyPackage.keyPackage());
    addedBeside = copy(founded).commit(add.withTree(TreePlacement.BESIDE), NOW, random);
    added = founded.commit(add, NOW, random);
    atAlice = added.group().adopt(added.pending()).group();
    atBob = bob.join(added.welcome().orElseThrow()).encode();
  }

  List<Specimen> all() throws Exception {
    Proposal removal = new Proposal.Remove(new LeafIndex(2));
    KeyPackage daves = dave.keyPackage.keyPackage();
    CommitRequest commit = CommitRequest.update().add(daves);
    Group open = copy(atAlice).with(openly);
    byte[] fromSender =
        ExternalProposal.ofSender(
            new SuiteCrypto(suite, Person.CRYPTO),
            open.groupId(),
            open.epoch(),
            0,
            outsider,
            removal,
            random);
    byte[] fromNewcomer =
        ExternalProposal.toJoin(
            Person.CRYPTO, open.groupId(), open.epoch(), daves, dave.identity.keys(), random);
    GroupInfo info = atAlice.groupInfo(TreePlacement.INSIDE, Extensions.NONE, random);
    byte[] external =
        Group.joinExternally(secretly, info, dave.identity, ExternalJoin.NEW, NOW, random)
            .message();
    return List.of(
        Specimen.sealed(
            "application",
            copy(atAlice).protect(new byte[40], new byte[8], Padding.NONE, random).message(),
            member()),
        Specimen.sealed(
            "private proposal",
            copy(atAlice).propose(removal, NOTHING, NOW, random).message(),
            member()),
        Specimen.sealed(
            "private Commit", copy(atAlice).commit(commit, NOW, random).message(), member()),
        ownCommit(),
        Specimen.sealed(
            "public proposal",
            copy(open).propose(new Proposal.Add(daves), NOTHING, NOW, random).message(),
            member()),
        Specimen.sealed(
            "public Commit", copy(open).commit(commit, NOW, random).message(), member()),
        Specimen.signed("proposal of an external sender", fromSender, member()),
        Specimen.signed("proposal of a newcomer", fromNewcomer, member()),
        Specimen.signed("external Commit", external, member()),
        Specimen.signed("GroupInfo", info.toMessage(), newcomer()),
        Specimen.signed("KeyPackage in an Add", daves.toMessage(), adder()),
        Specimen.shared("Welcome", added.welcome().orElseThrow(), invited()),
        Specimen.signed("ratchet tree beside a Welcome", tree(), invitedWithTree()));
  }

  private Specimen ownCommit() throws MlsException {
    Committed own = Group.decode(atBob, secretly).commit(CommitRequest.update(), NOW, random);
    Specimen.Taker committer =
        new Taken(own.group()::encode) {
          @Override
          public byte[] take(byte[] message) throws MlsException {
            Received received = own.group().process(MlsMessage.decode(message), NOW);
            assertThat(received).isInstanceOf(Received.OwnMessage.class);
            return own.group().encode();
          }
        };
    return Specimen.sealed("own Commit that comes back", own.message(), committer);
  }

  private Group copy(Group group) throws MlsException {
    return Group.decode(group.encode(), group.settings());
  }

  private byte[] tree() throws MlsException {
    return addedBeside.group().adopt(addedBeside.pending()).group().ratchetTree();
  }

  private static <M extends MlsMessage> M decoded(byte[] message, Class<M> type)
      throws MlsException {
    MlsMessage decoded = MlsMessage.decode(message);
    if (!type.isInstance(decoded)) {
      throw new MlsException("A message is of another type.");
    }
    return type.cast(decoded);
  }

  private Specimen.Taker member() throws MlsException {
    Group group = Group.decode(atBob, secretly);
    return new Taken(group::encode) {
      @Override
      public byte[] take(byte[] message) throws MlsException {
        return switch (group.process(MlsMessage.decode(message), NOW)) {
          case Received.ApplicationMessage application -> application.group().encode();
          case Received.ProposalMessage proposal -> proposal.group().encode();
          case Received.CommitMessage commit -> commit.adopt().group().encode();
          case Received.Removal _, Received.OwnMessage _ ->
              throw new AssertionError("taken as something else");
        };
      }
    };
  }

  private Specimen.Taker adder() throws MlsException {
    Group group = Group.decode(atBob, secretly);
    return new Taken(group::encode) {
      @Override
      public byte[] take(byte[] message) throws MlsException {
        KeyPackage keyPackage = decoded(message, KeyPackage.class);
        return group.commit(CommitRequest.update().add(keyPackage), NOW, random).message();
      }
    };
  }

  private Specimen.Taker newcomer() {
    return new Taken(dave.keyPackage::encode) {
      @Override
      public byte[] take(byte[] message) throws MlsException {
        GroupInfo info = decoded(message, GroupInfo.class);
        return Group.joinExternally(secretly, info, dave.identity, ExternalJoin.NEW, NOW, random)
            .message();
      }
    };
  }

  private Specimen.Taker invited() {
    return new Taken(bob.keyPackage::encode) {
      @Override
      public byte[] take(byte[] message) throws MlsException {
        return joined(decoded(message, Welcome.class), Optional.empty());
      }
    };
  }

  private Specimen.Taker invitedWithTree() throws MlsException {
    Welcome welcome = decoded(addedBeside.welcome().orElseThrow(), Welcome.class);
    return new Taken(bob.keyPackage::encode) {
      @Override
      public byte[] take(byte[] tree) throws MlsException {
        return joined(welcome, Optional.of(tree));
      }
    };
  }

  private byte[] joined(Welcome welcome, Optional<byte[]> tree) throws MlsException {
    return Group.join(secretly, welcome, bob.keyPackage, bob.identity.keys(), tree, NOW)
        .group()
        .encode();
  }

  private abstract static class Taken implements Specimen.Taker {
    private final Supplier<byte[]> state;

    Taken(Supplier<byte[]> state) {
      this.state = state;
    }

    @Override
    public byte[] state() {
      return state.get();
    }
  }
}
