package sotto.mls.group;

import static org.assertj.core.api.Assertions.assertThat;
import static sotto.mls.group.Person.NOW;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sotto.mls.codec.MlsException;
import sotto.mls.crypto.CipherSuite;
import sotto.mls.crypto.Secret;
import sotto.mls.message.GroupId;
import sotto.mls.message.MlsMessage;
import sotto.mls.message.PreSharedKeyId;
import sotto.mls.message.Proposal;
import sotto.mls.message.PskSource;
import sotto.mls.message.WireFormat;
import sotto.mls.tree.Extension;
import sotto.mls.tree.Extensions;
import sotto.mls.tree.LeafIndex;
import sotto.mls.treekem.NodeIndex;
import sotto.mls.treekem.RatchetTree;

/// Groups of random history: whatever happens, all members agree.
class RandomHistoryTest {
  private static final byte[] NOTHING = new byte[0];

  @ParameterizedTest
  @CsvSource({"1, 60", "79, 15", "2, 15", "7, 10"})
  void allMembersAgreeAfterEveryCommit(int suite, int steps) throws Exception {
    long seed = seed();
    try {
      History history = new History(CipherSuite.of(suite).orElseThrow(), new Random(seed));
      for (int i = 0; i < steps; i++) {
        history.step();
      }
    } catch (Exception | AssertionError e) {
      throw new AssertionError("seed " + seed + ": " + e, e);
    }
  }

  private static long seed() {
    String given = System.getProperty("sotto.seed", "");
    return given.isEmpty() ? 42 : given.hashCode();
  }

  private static final class History {
    final CipherSuite suite;
    final Random random;
    final Map<PskSource, Secret> psks = new HashMap<>();
    final Map<LeafIndex, Group> members = new LinkedHashMap<>();
    final Map<LeafIndex, Person> persons = new HashMap<>();
    final Set<byte[]> ever = new TreeSet<>(Arrays::compare);
    int born;

    History(CipherSuite suite, Random random) {
      this.suite = suite;
      this.random = random;
      Person founder = person();
      Group group =
          Group.create(
              founder.settings,
              founder.identity,
              GroupParameters.of(GroupId.random(random), suite),
              NOW,
              random);
      put(founder, group);
    }

    Person person() {
      WireFormat format =
          random.nextBoolean() ? WireFormat.PRIVATE_MESSAGE : WireFormat.PUBLIC_MESSAGE;
      Settings settings =
          Person.open()
              .withPolicy(Policy.ALL.withHandshakeFormat(format))
              .withPreSharedKeys(source -> Optional.ofNullable(psks.get(source)))
              .withBounds(Bounds.DEFAULT.withPast(random.nextInt(3), 2));
      return new Person("person " + born++, suite, settings, random);
    }

    void put(Person person, Group group) {
      members.put(group.me().index(), group);
      persons.put(group.me().index(), person);
    }

    LeafIndex anybody() {
      List<LeafIndex> all = new ArrayList<>(members.keySet());
      return all.get(random.nextInt(all.size()));
    }

    void step() throws Exception {
      if (random.nextInt(3) == 0) {
        talk();
      }
      if (random.nextInt(8) == 0 && members.size() < 20) {
        enterAlone();
        return;
      }
      LeafIndex committer = anybody();
      Group before = members.get(committer);
      List<LeafIndex> gone = new ArrayList<>();
      List<Person> added = new ArrayList<>();
      if (members.size() > 2 && random.nextInt(3) == 0) {
        propose(committer, gone);
        before = members.get(committer);
      }
      CommitRequest request = request(before, added, gone);
      Committed committed = before.commit(request, NOW, random);
      MlsMessage message = MlsMessage.decode(committed.message());
      List<Group> next = new ArrayList<>();
      for (var member : new ArrayList<>(members.entrySet())) {
        if (member.getKey().equals(committer)) {
          assertThat(committed.group().process(message, NOW))
              .isInstanceOf(Received.OwnMessage.class);
          PendingCommit pending =
              PendingCommit.decode(committed.pending().encode(), persons.get(committer).settings);
          next.add(committed.group().adopt(pending).group());
        } else {
          process(member.getValue(), committed.message()).ifPresent(next::add);
        }
      }
      Map<LeafIndex, Person> known = new HashMap<>(persons);
      members.clear();
      persons.clear();
      for (Group group : next) {
        put(known.get(group.me().index()), group);
      }
      for (Person person : added) {
        put(person, person.join(committed.welcome().orElseThrow()));
      }
      agree();
    }

    Optional<Group> process(Group member, byte[] message) throws Exception {
      byte[] state = member.encode();
      byte[] tampered = message.clone();
      tampered[random.nextInt(tampered.length)] ^= (byte) (1 << random.nextInt(8));
      try {
        Received received = member.process(MlsMessage.decode(tampered), NOW);
        assertThat(received).as("a tampered Commit").isNull();
      } catch (MlsException expected) {
        assertThat(member.encode()).isEqualTo(state);
      }
      return switch (member.process(MlsMessage.decode(message), NOW)) {
        case Received.CommitMessage commit -> {
          assertThat(member.encode()).isEqualTo(state);
          Adopted adopted = commit.adopt();
          adopted.consumed().erase();
          yield Optional.of(adopted.group());
        }
        case Received.Removal _ -> Optional.empty();
        case Received other -> throw new AssertionError(other);
      };
    }

    CommitRequest request(Group group, List<Person> added, List<LeafIndex> gone) {
      CommitRequest request = CommitRequest.update();
      while (members.size() + added.size() < 12 && random.nextInt(2) == 0
          || added.isEmpty() && members.size() < 3) {
        Person person = person();
        added.add(person);
        request = request.add(person.keyPackage.keyPackage());
      }
      if (members.size() > 3 && random.nextInt(3) == 0) {
        LeafIndex removed = anybody();
        if (!removed.equals(group.me().index()) && !gone.contains(removed)) {
          request = request.remove(removed);
        }
      }
      if (random.nextInt(4) == 0) {
        PskSource source = new PskSource.External(bytes(8));
        psks.put(source, Secret.random(32, random));
        request =
            request.with(
                new Proposal.PreSharedKey(
                    new PreSharedKeyId(source, bytes(suite.hash().length()))));
      }
      if (random.nextInt(5) == 0) {
        request = request.setExtensions(Extensions.of(new Extension(0xf0a0, bytes(5))));
      }
      if (random.nextInt(5) == 0) {
        request = request.with(new Proposal.AppDataUpdate(0x8000, Optional.of(bytes(9))));
      }
      if (random.nextInt(3) == 0) {
        request = request.withoutPath();
      }
      return request;
    }

    byte[] bytes(int length) {
      byte[] bytes = new byte[length];
      random.nextBytes(bytes);
      return bytes;
    }

    /// Somebody but the committer proposes something, and everybody hears it.
    void propose(LeafIndex committer, List<LeafIndex> gone) throws Exception {
      LeafIndex proposer = anybody();
      if (proposer.equals(committer)) {
        return;
      }
      Group group = members.get(proposer);
      Proposed proposed =
          switch (random.nextInt(3)) {
            case 0 -> group.proposeUpdate(Optional.empty(), NOTHING, NOW, random);
            case 1 -> group.propose(new Proposal.SelfRemove(), NOTHING, NOW, random);
            default -> group.propose(new Proposal.Remove(proposer), NOTHING, NOW, random);
          };
      gone.add(proposer);
      for (var member : new ArrayList<>(members.entrySet())) {
        if (member.getKey().equals(proposer)) {
          members.put(proposer, proposed.group());
        } else {
          Received received = member.getValue().process(MlsMessage.decode(proposed.message()), NOW);
          members.put(member.getKey(), ((Received.ProposalMessage) received).group());
        }
      }
    }

    void enterAlone() throws Exception {
      Group some = members.get(anybody());
      boolean again = members.size() > 1 && random.nextBoolean();
      LeafIndex old = anybody();
      Person newcomer = again ? persons.get(old) : person();
      var info = some.groupInfo(TreePlacement.INSIDE, Extensions.NONE, random);
      ExternalJoin how = again ? ExternalJoin.NEW.replacing(old) : ExternalJoin.NEW;
      ExternallyJoined joined =
          Group.joinExternally(newcomer.settings, info, newcomer.identity, how, NOW, random);
      Map<LeafIndex, Group> before = new LinkedHashMap<>(members);
      Map<LeafIndex, Person> known = new HashMap<>(persons);
      members.clear();
      persons.clear();
      for (var member : before.entrySet()) {
        if (again && member.getKey().equals(old)) {
          assertThat(member.getValue().process(MlsMessage.decode(joined.message()), NOW))
              .isInstanceOf(Received.Removal.class);
          continue;
        }
        process(member.getValue(), joined.message())
            .ifPresent(group -> put(known.get(member.getKey()), group));
      }
      put(newcomer, joined.group());
      agree();
    }

    void talk() throws Exception {
      LeafIndex sender = anybody();
      List<byte[]> sent = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        Sent message =
            members.get(sender).protect(bytes(i), bytes(2), Padding.toMultipleOf(64), random);
        members.put(sender, message.group());
        message.consumed().erase();
        sent.add(message.message());
      }
      Collections.shuffle(sent, random);
      sent.removeLast();
      for (LeafIndex receiver : List.copyOf(members.keySet())) {
        for (byte[] message : sent) {
          Group group = members.get(receiver);
          if (receiver.equals(sender)) {
            assertThat(group.process(MlsMessage.decode(message), NOW))
                .isInstanceOf(Received.OwnMessage.class);
            continue;
          }
          Received.ApplicationMessage received =
              (Received.ApplicationMessage) group.process(MlsMessage.decode(message), NOW);
          var rows = new TreeMap<>(group.rows());
          RowChanges changes = received.group().changesSince(group);
          rows.keySet().removeAll(changes.removed());
          rows.putAll(changes.put());
          assertThat(MessageStore.encodeRows(rows)).isEqualTo(received.group().encodeMessages());
          received.consumed().erase();
          Group after = received.group();
          members.put(receiver, after);
          assertThat(refuses(after, message)).isTrue();
        }
      }
    }

    boolean refuses(Group group, byte[] message) {
      try {
        group.process(MlsMessage.decode(message), NOW);
        return false;
      } catch (MlsException e) {
        return true;
      }
    }

    void agree() throws Exception {
      Group first = members.values().iterator().next();
      for (var entry : new ArrayList<>(members.entrySet())) {
        Group group = entry.getValue();
        assertThat(group.epochAuthenticator()).isEqualTo(first.epochAuthenticator());
        assertThat(group.context().encoded()).isEqualTo(first.context().encoded());
        assertThat(group.ratchetTree()).isEqualTo(first.ratchetTree());
        Group stored = Group.decode(group.encode(), group.settings());
        assertThat(stored.encode()).isEqualTo(group.encode());
        knowTheSameKeys(group.state().tree(), stored.state().tree());
        members.put(entry.getKey(), stored);
      }
      assertThat(members).hasSize(first.memberCount());
    }

    /// Which keys are in use is kept beside the tree; a member that read the tree anew must refuse
    /// and take the same as one that has followed it.
    void knowTheSameKeys(RatchetTree followed, RatchetTree read) throws MlsException {
      for (LeafIndex leaf : read.leaves()) {
        ever.add(read.member(leaf).encryptionKey());
        ever.add(read.member(leaf).signatureKey());
      }
      for (long at = 1; at < 2L * read.width() - 1; at += 2) {
        read.parentNode(new NodeIndex(at)).ifPresent(node -> ever.add(node.encryptionKey()));
      }
      for (byte[] key : ever) {
        assertThat(followed.hasEncryptionKey(key)).isEqualTo(read.hasEncryptionKey(key));
        assertThat(followed.hasSignatureKey(key)).isEqualTo(read.hasSignatureKey(key));
      }
    }
  }
}
