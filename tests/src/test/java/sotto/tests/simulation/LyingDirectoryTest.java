package sotto.tests.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import sotto.client.Conversation.Trust;
import sotto.client.Event;
import sotto.client.engine.Command;
import sotto.client.engine.Command.Destination;
import sotto.client.engine.Trouble;
import sotto.mls.codec.MlsException;
import sotto.mls.message.MlsMessage;
import sotto.protocol.frame.ClientFrame;
import sotto.protocol.frame.ServerFrame;
import sotto.protocol.identity.Address;
import sotto.protocol.identity.ClientAddress;
import sotto.protocol.identity.ClientKeyPackage;
import sotto.protocol.identity.ContactAddress;
import sotto.protocol.identity.DirectoryAnswer;
import sotto.protocol.identity.DirectoryEntry;
import sotto.protocol.identity.DirectoryEntry.Account;
import sotto.protocol.identity.Fingerprint;
import sotto.protocol.identity.Nonce;
import sotto.protocol.identity.SignedClientList;
import sotto.protocol.identity.SignedDirectoryAnswer;
import sotto.protocol.wire.Bytes;

/// A server that lies about accounts, their lists and their KeyPackages.
class LyingDirectoryTest {
  // --- lists ---

  @Test
  @Tag("rule-4")
  void twoListsOfOneVersionBothSignedByTheAccountStopAndAreBothKept() {
    Cast.friends(
        400,
        (world, alice, bob) -> {
          TwoLives lives = new TwoLives(world, bob, 1);
          shows(world, alice, bob, lives.one.getFirst());
          assertThat(alice.saw(Event.IdentityChanged.class)).isEmpty();
          shows(world, alice, bob, lives.other.getFirst());
          stopped(world, alice, bob);
          assertThat(alice.evidence(bob))
              .containsExactly(lives.one.getFirst(), lives.other.getFirst());
        });
  }

  @Test
  @Tag("rule-4")
  void aListThatDoesNotFollowTheOneBeforeStopsAndBothAreKept() {
    Cast.friends(
        401,
        (world, alice, bob) -> {
          TwoLives lives = new TwoLives(world, bob, 2);
          shows(world, alice, bob, lives.one.getFirst());
          shows(world, alice, bob, lives.other.getLast());
          stopped(world, alice, bob);
          assertThat(alice.evidence(bob))
              .containsExactly(lives.one.getFirst(), lives.other.getLast());
        });
  }

  @Test
  @Tag("rule-4")
  void aListFromBeforeTheOneThatIsKnownStops() {
    Cast.friends(
        402,
        (world, alice, bob) -> {
          TwoLives lives = new TwoLives(world, bob, 2);
          shows(world, alice, bob, lives.one.getLast());
          shows(world, alice, bob, lives.one.getFirst());
          stopped(world, alice, bob);
        });
  }

  @Test
  @Tag("rule-4")
  void aFrozenListIsNoticedByWhatMembersSayOfEachOther() {
    Cast.circle(
        403,
        (world, alice, bob, carol) -> {
          SignedClientList[] frozen = new SignedClientList[1];
          world.server.lies(
              new Lies() {
                @Override
                DirectoryEntry answer(Address asker, Address about, DirectoryEntry honest) {
                  boolean frozenOne =
                      about.equals(carol.address()) && asker.equals(alice.address());
                  if (!frozenOne || !(honest instanceof Account account)) {
                    return honest;
                  }
                  frozen[0] = frozen[0] == null ? account.list() : frozen[0];
                  return new Account(frozen[0], List.of(), account.keyPackages());
                }
              });
          alice.says("carol", "so that the list is known");
          world.settle();
          carol.goesAway();
          world.pass(Duration.ofDays(8));
          carol.comesBack();
          assertThat(alice.saw(Event.IdentityChanged.class)).isEmpty();
          // Only Bob learns of the new list; what he says next tells Alice, who cannot know which
          // of
          // the two is wrong.
          bob.founds("others", "carol");
          world.settle();
          bob.says("friends", "carol has a new list");
          world.settle();
          assertThat(alice.saw(Event.Notice.class))
              .anySatisfy(n ->
                  assertThat(n.sentence())
                      .contains(bob.address() + " knows version")
                      .contains("the client list of " + carol.address()));
          assertThat(alice.saw(Event.IdentityChanged.class)).isEmpty();
          // What Carol herself says of her list counts.
          carol.says("friends", "I have a new list");
          world.settle();
          assertThat(alice.saw(Event.IdentityChanged.class))
              .singleElement()
              .satisfies(e -> assertThat(e.address()).isEqualTo(carol.address().toString()));
        });
  }

  @Test
  @Tag("rule-4")
  void aListOlderThanThirtyDaysIsSaidBeforeAConversationBegins() {
    Cast.three(
        404,
        (world, alice, bob, carol) -> {
          SignedClientList[] first = new SignedClientList[1];
          world.server.lies(
              Lies.about(
                  bob,
                  honest -> {
                    first[0] = first[0] == null ? honest.list() : first[0];
                    return new Account(first[0], List.of(), honest.keyPackages());
                  }));
          carol.says("bob", "not stale yet");
          world.settle();
          assertThat(carol.saw(Event.Notice.class)).isEmpty();
          world.pass(Duration.ofDays(31));
          alice.says("bob", "stale by now");
          world.settle();
          assertThat(alice.saw(Event.Notice.class))
              .singleElement()
              .satisfies(n ->
                  assertThat(n.sentence()).contains(bob.address().toString()).contains("30 days"));
        });
  }

  @Test
  @Tag("rule-4")
  void theListOfAnotherAddressIsNotBelieved() {
    Cast.three(
        405,
        (world, alice, bob, carol) -> {
          SignedClientList[] carols = new SignedClientList[1];
          world.server.lies(
              Lies.about(
                  carol,
                  account -> {
                    carols[0] = account.list();
                    return account;
                  }));
          alice.says("carol", "hello");
          world.settle();
          world.server.lies(Lies.showing(bob, Objects.requireNonNull(carols[0])));
          alice.says("bob", "hello");
          world.settle();
          notDelivered(alice);
          assertThat(bob.conversations()).isEmpty();
          // Nor was its key taken for Bob's.
          world.server.lies(Lies.NONE);
          alice.says("bob", "hello again");
          world.settle();
          assertThat(bob.texts("alice")).containsExactly("hello again");
          assertThat(alice.saw(Event.IdentityChanged.class)).isEmpty();
        });
  }

  @Test
  @Tag("rule-4")
  void anAnswerOverAnotherNonceOrByAnotherKeyIsNotBelieved() {
    for (UnaryOperator<DirectoryAnswer> lie :
        List.<UnaryOperator<DirectoryAnswer>>of(
            honest -> with(honest, Nonce.of(new byte[32]), honest.address()),
            honest -> with(honest, honest.askerNonce(), other(honest.address())))) {
      Cast.two(
          406,
          (world, alice, bob) -> {
            world.server.lies(replacing(world, lie));
            alice.says("bob", "hello");
            world.settle();
            notDelivered(alice);
            assertThat(bob.conversations()).isEmpty();
            world.server.lies(Lies.NONE);
            alice.says("bob", "hello again");
            world.settle();
            assertThat(bob.texts("alice")).containsExactly("hello again");
          });
    }
  }

  // --- keys ---

  @Test
  @Tag("rule-3")
  @Tag("rule-6")
  void aKeySubstitutedAtFirstContactIsOnlyNoticedByWhoWasGivenAFingerprint() {
    Cast.three(
        407,
        (world, alice, bob, mallory) -> {
          alice.does(to(bob, mallory.fingerprint(), "for bob alone"));
          world.settle();
          assertThat(alice.saw(Event.IdentityChanged.class)).hasSize(1);
          notDelivered(alice);
          assertThat(bob.conversations()).isEmpty();
          // With his own it is verified at once; without any it is unverified.
          mallory.does(to(bob, bob.fingerprint(), "verified"));
          world.settle();
          assertThat(trust(mallory, "bob")).isEqualTo(Trust.VERIFIED);
          assertThat(trust(bob, "carol")).isEqualTo(Trust.UNVERIFIED);
        });
  }

  @Test
  @Tag("rule-3")
  @Tag("invariant-7")
  void whoHasAnotherKeyThanBeforeIsWrittenToOnlyAfterTrust() {
    Cast.friends(
        408,
        (world, alice, bob) -> {
          // The operator gave the address to somebody else: rules 6, "contacts get an identity
          // stop, and nothing queued or in a group passes on".
          bob.goesAway();
          alice.says("bob", "for the first bob");
          world.settle();
          world.people.remove("bob");
          world.server.lies(
              new Lies() {
                @Override
                boolean givesAway(Address address) {
                  return address.equals(bob.address());
                }
              });
          Person second = world.person("bob");
          alice.says("bob", "still for the first bob");
          second.says("alice", "i am bob");
          world.pass(Duration.ofMinutes(2));
          assertThat(alice.saw(Event.IdentityChanged.class)).hasSize(1);
          assertThat(alice.texts("bob")).doesNotContain("i am bob");
          assertThat(second.texts("alice")).containsExactly("i am bob");
          assertThat(alice.conversation("bob").members()).anyMatch(m -> m.trust() == Trust.CHANGED);
          alice.says("bob", "refused");
          world.pass(Duration.ofMinutes(2));
          assertThat(alice.troubles()).extracting(Trouble::kind).contains(Trouble.Kind.SECURITY);
          alice.trusts("bob");
          world.settle();
          assertThat(alice.texts("bob")).contains("i am bob");
          assertThat(alice.saw(Event.Gap.class)).as("what waited with the Welcome").isEmpty();
          alice.says("bob", "hello, other bob");
          world.settle();
          assertThat(second.texts("alice")).contains("i am bob", "hello, other bob");
          Agreement.sameGroups(world);
        });
  }

  // --- KeyPackages ---

  @Test
  @Tag("rule-23")
  void aKeyPackageOfAClientThatIsNotOnTheListIsRefused() {
    Cast.three(
        409,
        (world, alice, bob, mallory) -> {
          List<ClientKeyPackage> hers = new ArrayList<>();
          world.server.lies(
              Lies.about(
                  mallory,
                  account -> {
                    hers.addAll(account.keyPackages());
                    return account;
                  }));
          bob.says("carol", "hello");
          world.settle();
          world.server.lies(
              Lies.about(
                  bob, account -> new Account(account.list(), List.of(), named(account, hers))));
          alice.says("bob", "for bob alone");
          world.settle();
          notDelivered(alice);
          assertThat(mallory.texts("alice")).isEmpty();
        });
  }

  @Test
  @Tag("rule-23")
  void aKeyPackageHandedToTwoPeopleOpensOneGroupAndHealsTheOther() {
    Cast.three(
        410,
        (world, alice, bob, carol) -> {
          List<ClientKeyPackage> first = new ArrayList<>();
          world.server.lies(
              Lies.about(
                  bob,
                  account -> {
                    if (first.isEmpty()) {
                      first.addAll(account.keyPackages());
                    }
                    return new Account(account.list(), List.of(), List.copyOf(first));
                  }));
          alice.says("bob", "from alice");
          world.settle();
          carol.founds("others", "bob");
          world.settle();
          world.server.lies(Lies.NONE);
          assertThat(bob.saw(Event.Unreadable.class)).isNotEmpty();
          world.pass(Duration.ofMinutes(2));
          world.settle();
          carol.says("others", "from carol");
          world.settle();
          assertThat(bob.texts("alice")).containsExactly("from alice");
          assertThat(bob.texts("others")).contains("from carol");
        });
  }

  @Test
  @Tag("rule-23")
  void anOrdinaryKeyPackageIsNoLastResortBecauseTheServerSaysSo() {
    Cast.two(
        411,
        (world, alice, bob) -> {
          List<ClientKeyPackage> first = new ArrayList<>();
          world.server.lies(
              Lies.about(
                  bob,
                  account -> {
                    if (first.isEmpty()) {
                      account
                          .keyPackages()
                          .forEach(p ->
                              first.add(new ClientKeyPackage(p.client(), true, p.keyPackage())));
                    }
                    return new Account(account.list(), List.of(), List.copyOf(first));
                  }));
          alice.says("bob", "hello");
          world.settle();
          alice.founds("friends", "bob");
          world.settle();
          assertThat(alice.troubles()).extracting(Trouble::kind).contains(Trouble.Kind.SECURITY);
          assertThat(bob.found("friends")).isEmpty();
        });
  }

  @Test
  @Tag("rule-22")
  @Tag("rule-23")
  void whoIsAlwaysGivenByTheLastResortChangesItsKeysAtOnce() {
    Cast.three(
        412,
        (world, alice, bob, carol) -> {
          // The server hides the ordinary ones.
          List<ClientKeyPackage> last = new ArrayList<>();
          world.server.lies(
              new Lies() {
                @Override
                DirectoryEntry answer(Address asker, Address about, DirectoryEntry honest) {
                  if (!about.equals(bob.address()) || !(honest instanceof Account account)) {
                    return honest;
                  }
                  while (last.isEmpty()) {
                    world
                        .server
                        .delivery()
                        .keyPackages()
                        .take(bob.who(), world.server.millis())
                        .filter(ClientKeyPackage::lastResort)
                        .ifPresent(last::add);
                  }
                  return new Account(account.list(), List.of(), List.copyOf(last));
                }
              });
          alice.says("bob", "one");
          carol.says("bob", "two");
          world.settle();
          byte[] shared = leaf(last.getFirst());
          for (Person other : List.of(alice, carol)) {
            assertThat(bob.group(other.name()).me().leaf().encryptionKey())
                .as("fresh keys before anything else")
                .isNotEqualTo(shared);
            assertThat(bob.texts(other.name())).hasSize(1);
          }
        });
  }

  @Test
  @Tag("rule-23")
  void whoHasNoKeyPackageLeftCannotBeWrittenToAndThatIsSaid() {
    Cast.two(
        413,
        (world, alice, bob) -> {
          world.server.lies(
              Lies.about(bob, account -> new Account(account.list(), List.of(), List.of())));
          alice.says("bob", "hello");
          world.settle();
          assertThat(alice.saw(Event.NotDelivered.class))
              .singleElement()
              .satisfies(e -> assertThat(e.reason()).contains("KeyPackage"));
        });
  }

  // --- how it is done ---

  /// Bob's profile lives twice, so that different lists of the same versions are really signed. The
  /// second life is told that it is the only one, and nothing of it but its lists is heard.
  private static final class TwoLives extends Lies {
    final List<SignedClientList> one = new ArrayList<>();
    final List<SignedClientList> other = new ArrayList<>();
    private final ClientAddress victim;
    private List<SignedClientList> now = one;

    TwoLives(World world, Person bob, int lists) {
      victim = bob.who();
      Disk copy = bob.client().disk().copy();
      world.server.lies(this);
      live(world, bob, lists);
      Disk genuine = bob.client().disk().copy();
      now = other;
      bob.client().restores(copy);
      live(world, bob, lists);
      bob.client().restores(genuine);
      assertThat(one).hasSize(lists);
      assertThat(other).hasSize(lists).doesNotContainAnyElementsOf(one);
    }

    private static void live(World world, Person bob, int lists) {
      for (int i = 0; i < lists; i++) {
        bob.goesAway();
        world.pass(Duration.ofDays(8));
        bob.comesBack();
      }
      bob.goesAway();
    }

    @Override
    boolean hears(ClientAddress from, ClientFrame frame) {
      if (from.equals(victim) && frame instanceof ClientFrame.ReplaceClientList replace) {
        now.add(replace.list());
      }
      return !from.equals(victim) || now.equals(one);
    }

    @Override
    List<ServerFrame> instead(ClientAddress to, ServerFrame frame) {
      if (!to.equals(victim) || now.equals(one) || !(frame instanceof ServerFrame.LoggedIn login)) {
        return List.of(frame);
      }
      return List.of(
          new ServerFrame.LoggedIn(
              0, login.at(), 1 + other.size(), login.stock(), login.waiting(), login.policy()));
    }
  }

  private static void shows(World world, Person to, Person about, SignedClientList list) {
    world.server.lies(Lies.showing(about, list));
    to.founds("shown " + to.events().size(), about.name());
    world.settle();
  }

  private static void stopped(World world, Person who, Person about) {
    assertThat(who.saw(Event.IdentityChanged.class)).hasSize(1);
    assertThat(who.troubles()).extracting(Trouble::kind).contains(Trouble.Kind.SECURITY);
    int before = about.texts(who.name()).size();
    who.says(about.name(), "is it you?");
    about.comesBack();
    world.settle();
    assertThat(about.texts(who.name())).hasSize(before);
    // The list shown last is as good as the other: whoever compared the key goes on with it.
    world.server.lies(Lies.NONE);
    who.trusts(about.name());
    world.settle();
    who.says(about.name(), "it was you");
    world.settle();
    assertThat(about.texts(who.name())).endsWith("it was you");
  }

  private static Lies replacing(World world, UnaryOperator<DirectoryAnswer> lie) {
    return new Lies() {
      @Override
      List<ServerFrame> instead(ClientAddress to, ServerFrame frame) {
        if (!(frame instanceof ServerFrame.Answer answer)) {
          return List.of(frame);
        }
        DirectoryAnswer honest = answer.answer().answer();
        return List.of(
            new ServerFrame.Answer(
                SignedDirectoryAnswer.sign(lie.apply(honest), world.server.signer)));
      }
    };
  }

  private static DirectoryAnswer with(DirectoryAnswer honest, Nonce nonce, Address address) {
    return new DirectoryAnswer(honest.server(), nonce, address, honest.at(), honest.entry());
  }

  private static Address other(Address address) {
    try {
      return Address.of("x" + address.account(), address.host());
    } catch (MlsException e) {
      throw new AssertionError(e);
    }
  }

  private static Command to(Person other, Fingerprint fingerprint, String text) {
    return new Command.SendText(
        new Destination.ToContact(new ContactAddress(other.address(), Optional.of(fingerprint))),
        text,
        Optional.empty());
  }

  private static List<ClientKeyPackage> named(Account as, List<ClientKeyPackage> those) {
    return those.stream()
        .map(p ->
            new ClientKeyPackage(
                as.list().list().clients().getFirst().client(), false, p.keyPackage()))
        .toList();
  }

  private static byte[] leaf(ClientKeyPackage offered) {
    try {
      Bytes bytes = offered.keyPackage();
      return ((sotto.mls.message.KeyPackage) MlsMessage.decode(bytes.toArray()))
          .leafNode()
          .encryptionKey();
    } catch (MlsException e) {
      throw new AssertionError(e);
    }
  }

  private static Trust trust(Person who, String other) {
    return who.conversation(other).members().stream()
        .filter(m -> m.address().startsWith(other))
        .findFirst()
        .orElseThrow()
        .trust();
  }

  private static void notDelivered(Person who) {
    assertThat(who.saw(Event.NotDelivered.class)).hasSize(1);
  }
}
