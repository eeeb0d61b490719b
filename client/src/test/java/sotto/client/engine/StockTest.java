package sotto.client.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import sotto.mls.crypto.CipherSuite;
import sotto.mls.crypto.PortableCrypto;
import sotto.mls.group.Identity;
import sotto.mls.group.KeyPackageSecrets;
import sotto.mls.message.KeyPackage;
import sotto.mls.tree.Capabilities;
import sotto.mls.tree.ExtensionType;
import sotto.mls.tree.LeafNodeSource;
import sotto.mls.tree.Lifetime;
import sotto.protocol.frame.ClientFrame.PublishKeyPackages;
import sotto.protocol.frame.SubmissionBody;
import sotto.protocol.group.ExtensionTypes;
import sotto.protocol.identity.ClientKeyPackage;
import sotto.protocol.identity.DirectoryEntry.Account;
import sotto.protocol.wire.Bytes;

/// Rules 23: what a client publishes, and what it refuses of others.
@Tag("rule-23")
class StockTest {
  private static final PortableCrypto CRYPTO = PortableCrypto.create();

  private final ScriptedServer server = new ScriptedServer();
  private final Puppet alice = server.register("alice");
  private final Puppet bob = server.register("bob");

  @Test
  void aHundredOfThirtyDaysAndOneLastResortArePublished() throws Exception {
    PublishKeyPackages first = published().getFirst();
    assertThat(first.keyPackages()).hasSize(100);
    for (Bytes one : first.keyPackages()) {
      KeyPackage keyPackage = Forgery.read(one).orElseThrow();
      assertThat(KeyPackageSecrets.isLastResort(keyPackage)).isFalse();
      assertThat(ends(keyPackage)).isEqualTo(alice.now.plus(Duration.ofDays(30)));
    }
    KeyPackage last = Forgery.read(first.lastResort().orElseThrow()).orElseThrow();
    assertThat(KeyPackageSecrets.isLastResort(last)).isTrue();
    assertThat(ends(last)).isEqualTo(alice.now.plus(Duration.ofDays(30)));
  }

  @Test
  void theLastResortIsReplacedAfterAWeekAndNotBefore() {
    Instant begun = alice.now;
    alice.until(begun.plus(Duration.ofDays(7)).minusSeconds(1));
    server.run(alice);
    assertThat(published()).hasSize(1);
    alice.until(begun.plus(Duration.ofDays(7)));
    server.run(alice);
    assertThat(published()).hasSize(2);
    assertThat(published().getLast().lastResort()).isPresent();
    assertThat(published().getLast().keyPackages()).isEmpty();
  }

  @Test
  void privateKeysThatNobodyMayUseAnyMoreAreErased() {
    Set<String> old = Set.copyOf(alice.rows(Table.KEY_PACKAGE).keySet());
    alice.disconnect();
    alice.now = alice.now.plus(Duration.ofDays(38));
    server.comes(alice);
    assertThat(alice.rows(Table.KEY_PACKAGE)).doesNotContainKeys(old.toArray(String[]::new));
  }

  @Test
  void thePrivateKeysOfAKeyPackageGoWithTheJoin() throws Exception {
    List<KeyPackageSecrets> before = bob.state.packages().values().stream().toList();
    Set<String> rows = Set.copyOf(bob.rows(Table.KEY_PACKAGE).keySet());
    alice.says("bob", "hello");
    server.run(alice, bob);
    assertThat(bob.rows(Table.KEY_PACKAGE)).hasSize(rows.size() - 1);
    assertThat(before).filteredOn(s -> s.initKey().isErased()).hasSize(1);
    assertThat(before).filteredOn(s -> s.encryptionKey().isErased()).hasSize(1);
  }

  enum Bad {
    ANOTHER_SUITE("of another suite, or for longer"),
    LONGER_THAN_NINETY_DAYS("of another suite, or for longer"),
    OVER("out of its time"),
    NOT_YET("out of its time"),
    WITHOUT_THE_CAPABILITIES("");

    private final String sentence;

    Bad(String sentence) {
      this.sentence = sentence;
    }
  }

  @ParameterizedTest
  @EnumSource
  void aKeyPackageThatTheRulesForbidIsNotUsed(Bad bad) throws Exception {
    offered(made(bad));
    long ticket = alice.ask(new Command.CreateGroup("g", List.of(bob.address())));
    server.run(alice, bob);
    assertThat(alice.outcomes.get(ticket))
        .isInstanceOfSatisfying(
            Outcome.Failed.class,
            failed -> assertThat(failed.trouble().sentence()).contains(bad.sentence));
    assertThat(server.submitted).noneMatch(s -> s.body() instanceof SubmissionBody.Commit);
  }

  @Test
  void aKeyPackageOfNinetyDaysIsUsed() throws Exception {
    offered(made(Cryptography.SUITE, 0, 90, identity()));
    long ticket = alice.ask(new Command.CreateGroup("g", List.of(bob.address())));
    server.run(alice);
    assertThat(alice.outcomes.get(ticket)).isInstanceOf(Outcome.Done.class);
  }

  @Test
  void theLastResortServesAsOftenAsNeeded() throws Exception {
    Lifetime lifetime =
        new Lifetime(
            alice.now.getEpochSecond(), alice.now.plus(Duration.ofDays(30)).getEpochSecond());
    offered(
        KeyPackageSecrets.createLastResort(
                CRYPTO, Cryptography.SUITE, identity(), lifetime, new Random(4))
            .keyPackage());
    for (String name : List.of("one", "two")) {
      long ticket = alice.ask(new Command.CreateGroup(name, List.of(bob.address())));
      server.run(alice);
      assertThat(alice.outcomes.get(ticket)).isInstanceOf(Outcome.Done.class);
    }
  }

  private KeyPackage made(Bad bad) throws Exception {
    CipherSuite other = CipherSuite.MLS_128_DHKEMX25519_AES128GCM_SHA256_Ed25519;
    return switch (bad) {
      case ANOTHER_SUITE ->
          made(
              other,
              0,
              30,
              identity()
                  .withCapabilities(
                      Capabilities.of(other.id())
                          .withExtensions(
                              ExtensionType.APP_DATA_DICTIONARY, ExtensionTypes.CONVERSATION)));
      case LONGER_THAN_NINETY_DAYS -> made(Cryptography.SUITE, -1, 90, identity());
      case OVER -> made(Cryptography.SUITE, -40, -1, identity());
      case NOT_YET -> made(Cryptography.SUITE, 1, 30, identity());
      case WITHOUT_THE_CAPABILITIES ->
          made(
              Cryptography.SUITE,
              0,
              30,
              identity()
                  .withCapabilities(
                      Capabilities.of(Cryptography.SUITE.id())
                          .withExtensions(ExtensionType.APP_DATA_DICTIONARY)));
    };
  }

  private Identity identity() {
    return Cryptography.of(CRYPTO).identity(bob.state.self());
  }

  private KeyPackage made(CipherSuite suite, int from, int to, Identity identity) {
    Lifetime lifetime =
        new Lifetime(
            alice.now.plus(Duration.ofDays(from)).getEpochSecond(),
            alice.now.plus(Duration.ofDays(to)).getEpochSecond());
    return KeyPackageSecrets.create(CRYPTO, suite, identity, lifetime, new Random(4)).keyPackage();
  }

  private void offered(KeyPackage keyPackage) {
    ClientKeyPackage offer =
        new ClientKeyPackage(
            Views.who(bob.state).client(), false, Bytes.wrap(keyPackage.toMessage()));
    server.directory =
        entry ->
            entry instanceof Account account
                ? new Account(account.list(), List.of(), List.of(offer))
                : entry;
  }

  private List<PublishKeyPackages> published() {
    return alice.sent.stream()
        .map(request -> request.frame())
        .filter(PublishKeyPackages.class::isInstance)
        .map(PublishKeyPackages.class::cast)
        .toList();
  }

  private static Instant ends(KeyPackage keyPackage) {
    LeafNodeSource.KeyPackage dated = (LeafNodeSource.KeyPackage) keyPackage.leafNode().source();
    return Instant.ofEpochSecond(dated.lifetime().notAfter());
  }
}
