package sotto.mls.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import sotto.mls.codec.MlsException;
import sotto.mls.crypto.CipherSuite;
import sotto.mls.crypto.Encapsulation;
import sotto.mls.crypto.HpkeKeyPair;
import sotto.mls.crypto.ObservedCrypto;
import sotto.mls.crypto.Secret;
import sotto.mls.crypto.SuiteCrypto;
import sotto.mls.message.PreSharedKeyId;
import sotto.mls.message.PskSource;
import sotto.mls.tree.LeafIndex;

/// The key schedule and its trees leave what they return, and nothing on the way there.
@Tag("invariant-11")
class ScheduleErasureTest {
  private static final byte[] CONTEXT = {1, 2, 3};
  private static final RatchetBounds BOUNDS = new RatchetBounds(10, 3);

  private final Random random = new Random(5);
  private final ObservedCrypto observed = new ObservedCrypto();
  private final SuiteCrypto crypto =
      new SuiteCrypto(CipherSuite.MLS_128_DHKEMX25519_AES128GCM_SHA256_Ed25519, observed);
  private final KeySchedule schedule = new KeySchedule(crypto);

  private Secret secret() {
    return Secret.random(32, random);
  }

  private void onlyRemain(Secret... known) {
    onlyRemain(List.of(known));
  }

  private void onlyRemain(Collection<Secret> known) {
    byte[][] contents = known.stream().map(Secret::copy).toArray(byte[][]::new);
    assertThat(observed.remaining(contents)).isEmpty();
  }

  @Test
  void aStepOfTheKeyScheduleLeavesItsResult() {
    Secret init = secret();
    Secret joiner = schedule.joinerSecret(init, secret(), CONTEXT);
    onlyRemain(init, joiner);
    AeadKey welcome = schedule.welcomeKey(joiner, schedule.noPsk());
    onlyRemain(init, joiner, welcome.key(), welcome.nonce());
    welcome.erase();
    assertThat(welcome.key().isErased()).isTrue();
    assertThat(welcome.nonce().isErased()).isTrue();
    assertThat(schedule.noPsk()).isEqualTo(Secret.zero(32));
  }

  @Test
  void anEpochIsAllThatIsLeftOfItsSecret() throws Exception {
    Secret joiner = secret();
    KeySchedule.NewEpoch epoch = schedule.epoch(joiner, schedule.noPsk(), CONTEXT, 5);
    List<Secret> kept = new ArrayList<>(epoch.secrets().secrets());
    kept.addAll(epoch.secretTree().secrets());
    kept.addAll(epoch.exporterTree().secrets());
    kept.add(joiner);
    onlyRemain(kept);
    kept.add(epoch.secrets().export(crypto, "label", CONTEXT, 16));
    onlyRemain(kept);

    byte[] tag = epoch.secrets().confirmationTag(crypto, CONTEXT);
    epoch.secrets().checkConfirmationTag(crypto, CONTEXT, tag);
    tag[0] ^= 1;
    assertThatThrownBy(() -> epoch.secrets().checkConfirmationTag(crypto, CONTEXT, tag))
        .isInstanceOf(MlsException.class);
  }

  @Test
  void externalInitsLeaveTheInitSecret() throws Exception {
    HpkeKeyPair external = new KeySchedule(crypto).externalKeyPair(epoch().secrets());
    ObservedCrypto own = new ObservedCrypto();
    KeySchedule joiner = new KeySchedule(new SuiteCrypto(crypto.suite(), own));
    Encapsulation made = joiner.externalInit(external.publicKey(), own.observed(random));
    // The hashes of the empty PSK id and the empty info are no secrets.
    assertThat(own.remaining(made.sharedSecret().copy())).hasSize(2);

    ObservedCrypto others = new ObservedCrypto();
    KeySchedule member = new KeySchedule(new SuiteCrypto(crypto.suite(), others));
    Secret found = member.externalInit(external, made.encapsulated());
    assertThat(found).isEqualTo(made.sharedSecret());
    assertThat(others.remaining(found.copy(), external.privateKey().copy())).hasSize(2);
  }

  private KeySchedule.NewEpoch epoch() {
    return schedule.epoch(secret(), schedule.noPsk(), CONTEXT, 5);
  }

  @Test
  void preSharedKeysAreCombinedAndLeaveTheResult() {
    List<PskSecret> psks = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      PskSource source = new PskSource.External(new byte[] {(byte) i});
      psks.add(new PskSecret(new PreSharedKeyId(source, new byte[32]), secret()));
    }
    onlyRemain(PskSecret.combined(crypto, psks));
  }

  @Test
  void aRatchetThatGoesAheadLeavesWhatTheTreeHolds() throws Exception {
    SecretTree tree = SecretTree.rooted(secret(), 6);
    Step<SecretTree> step = tree.at(crypto, new LeafIndex(2), RatchetType.APPLICATION, 5, BOUNDS);
    step.consumed().forEach(Secret::erase);
    onlyRemain(step.next().secrets());
    Step<SecretTree> handshake =
        step.next().at(crypto, new LeafIndex(2), RatchetType.HANDSHAKE, 4, BOUNDS);
    handshake.consumed().forEach(Secret::erase);
    onlyRemain(handshake.next().secrets());
    Step<SecretTree> own = handshake.next().next(crypto, new LeafIndex(3), RatchetType.APPLICATION);
    own.consumed().forEach(Secret::erase);
    onlyRemain(own.next().secrets());
  }

  @Test
  void aRefusedGenerationLeavesTheTreeAlone() throws Exception {
    SecretTree tree = SecretTree.rooted(secret(), 6);
    assertThat(tree.at(crypto, new LeafIndex(0), RatchetType.APPLICATION, 10, BOUNDS)).isNotNull();
    ObservedCrypto own = new ObservedCrypto();
    SuiteCrypto fresh = new SuiteCrypto(crypto.suite(), own);
    assertThatThrownBy(() -> tree.at(fresh, new LeafIndex(1), RatchetType.APPLICATION, 11, BOUNDS))
        .isInstanceOf(MlsException.class);
    byte[][] held = tree.secrets().stream().map(Secret::copy).toArray(byte[][]::new);
    assertThat(own.remaining(held)).isEmpty();
  }

  @Test
  void anExportedComponentLeavesTheOthers() {
    ExporterTree tree = epoch().exporterTree();
    ObservedCrypto own = new ObservedCrypto();
    ExporterTree.Exported exported = tree.export(new SuiteCrypto(crypto.suite(), own), 7);
    exported.consumed().forEach(Secret::erase);
    List<Secret> kept = new ArrayList<>(exported.next().secrets());
    kept.add(exported.secret());
    assertThat(kept).hasSizeGreaterThan(10);
    byte[][] contents = kept.stream().map(Secret::copy).toArray(byte[][]::new);
    assertThat(own.remaining(contents)).isEmpty();
  }

  @Test
  void theLargestTreeHasTwoToTheThirtyLeaves() throws Exception {
    SecretTree largest = SecretTree.rooted(secret(), 1L << 30);
    assertThat(SecretTree.stored(1 << 30, largest.rows()).leaves()).isEqualTo(1 << 30);
  }
}
