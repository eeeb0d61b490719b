package sotto.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sotto.protocol.frame.BlobId;
import sotto.protocol.frame.ErrorCode;
import sotto.protocol.frame.Refusal;
import sotto.protocol.frame.SubmissionId;
import sotto.protocol.frame.Verdict;
import sotto.protocol.identity.Address;
import sotto.protocol.identity.ClientAddress;
import sotto.protocol.identity.ClientId;
import sotto.protocol.identity.Hash;
import sotto.protocol.wire.Bytes;
import sotto.server.delivery.BlobStore;
import sotto.server.delivery.DeliveryStore;
import sotto.server.delivery.Kind;
import sotto.server.delivery.StoreFullException;
import sotto.server.delivery.StoredEntry;
import sotto.server.delivery.StoredGroup;
import sotto.server.delivery.StoredVerdict;

/// SQLite as the core sees it: verdicts over restarts, a full disk, bodies that go with their last
/// entry.
class StoreTest {
  @TempDir Path data;
  private final Random random = new Random(5);
  private final Damage damage = new Damage(System.err::println);

  @Test
  void everyVerdictIsFoundAgainFreshGatheredAndAfterARestart() throws Exception {
    int count = 3 * RecentVerdicts.CAPACITY / 2;
    SubmissionId[] ids = new SubmissionId[count];
    try (Store store = Store.open(data, damage)) {
      for (int i = 0; i < count; i++) {
        ids[i] = SubmissionId.of(bytes(16));
        store.delivery().addVerdict(verdict(1 + i % 3, ids[i], 1 + i));
        if (i % 200 == 0) {
          store.commit();
        }
      }
      store.commit();
      checkAll(store.delivery(), ids);
    }
    try (Store store = Store.open(data, damage)) {
      checkAll(store.delivery(), ids);
    }
  }

  private void checkAll(DeliveryStore store, SubmissionId[] ids) {
    for (int i = 0; i < ids.length; i += 7) {
      Optional<StoredVerdict> found = store.verdict(1 + i % 3, ids[i], 1 + i, ids.length);
      assertThat(found).isPresent();
      assertThat(found.get().number()).isEqualTo(1 + i);
      assertThat(found.get().verdict()).isEqualTo(verdict(1 + i % 3, ids[i], 1 + i).verdict());
      assertThat(store.verdict(9, ids[i], 1 + i, ids.length)).isEmpty();
    }
  }

  @Test
  void theHighestNumberOfAClientOutlivesARestart() throws Exception {
    ClientAddress who =
        new ClientAddress(new Address("alice", "localhost"), ClientId.of(new byte[16]));
    try (Store store = Store.open(data, damage)) {
      long queue = store.delivery().addQueue(who).id();
      store.delivery().addVerdict(verdict(queue, SubmissionId.of(bytes(16)), 41));
      store.commit();
    }
    try (Store store = Store.open(data, damage)) {
      assertThat(store.delivery().queue(who).orElseThrow().highest()).isEqualTo(41);
    }
  }

  @Test
  void aFullDiskRefusesTheTransactionAndItRecoversByItself() throws Exception {
    try (Store store = Store.open(data, damage)) {
      long pages = store.pages();
      store.limitPages(pages + 60);
      long before = fill(store);
      store.rollback();
      store.delivery().forget();
      assertThat(store.delivery().waiting(1)).isEqualTo(before);
      store.limitPages(1_000_000);
      store.delivery().addEntry(entry(1_000_000, store.delivery().addBody(bytes(1_000), 1)));
      store.commit();
      assertThat(store.delivery().waiting(1)).isEqualTo(before + 1);
    }
  }

  private long fill(Store store) {
    long committed = 0;
    for (int i = 0; ; i++) {
      try {
        store.delivery().addEntry(entry(i, store.delivery().addBody(bytes(1_000), 1)));
        store.commit();
        committed++;
      } catch (StoreFullException full) {
        return committed;
      }
    }
  }

  @Test
  void aBodyGoesAfterItsLastEntryAndNotBefore() throws Exception {
    try (Store store = Store.open(data, damage)) {
      DeliveryStore delivery = store.delivery();
      bodyOfTwo(delivery);
      delivery.removeEntries(1, 1, 1);
      tidy(store);
      assertThat(store.bodies()).isEqualTo(1);
      delivery.removeEntries(2, 1, 1);
      tidy(store);
      assertThat(store.bodies()).isZero();
    }
  }

  @Test
  void aReleasedBodyGoesThoughTheServerStoppedInBetween() throws Exception {
    try (Store store = Store.open(data, damage)) {
      DeliveryStore delivery = store.delivery();
      bodyOfTwo(delivery);
      bodyOfTwo(delivery);
      delivery.removeEntries(1, 1, 2);
      store.commit();
      delivery.removeEntries(2, 1, 1);
      store.commit();
      assertThat(store.bodies()).isEqualTo(2);
    }
    try (Store store = Store.open(data, damage)) {
      tidy(store);
      assertThat(store.bodies()).isEqualTo(1);
      assertThat(store.delivery().waiting(2)).isEqualTo(1);
    }
    try (Store store = Store.open(data, damage)) {
      store.delivery().removeEntries(2, 2, 2);
      tidy(store);
      assertThat(store.bodies()).isZero();
    }
  }

  @Test
  void whatWasReleasedInATransactionThatDidNotHappenStays() throws Exception {
    try (Store store = Store.open(data, damage)) {
      DeliveryStore delivery = store.delivery();
      bodyOfTwo(delivery);
      store.commit();
      delivery.removeEntries(1, 1, 1);
      delivery.removeEntries(2, 1, 1);
      store.rollback();
      delivery.forget();
      tidy(store);
      assertThat(store.bodies()).isEqualTo(1);
      assertThat(delivery.waiting(1)).isEqualTo(1);
    }
  }

  @Test
  void manyBodiesGoByThemselvesAndNoneThatIsNeeded() throws Exception {
    try (Store store = Store.open(data, damage)) {
      DeliveryStore delivery = store.delivery();
      int count = 2 * ReleasedBodies.GATHERED;
      for (int i = 1; i <= count; i++) {
        delivery.addEntry(entry(i, delivery.addBody(bytes(10), 1)));
      }
      store.commit();
      long kept = 0;
      for (int i = 1; i <= count; i++) {
        if (random.nextInt(100) == 0) {
          kept++;
        } else {
          delivery.removeEntries(1, i, i);
        }
        if (i % 1_000 == 0) {
          store.commit();
        }
      }
      store.commit();
      assertThat(store.bodies()).isLessThan(kept + ReleasedBodies.GATHERED);
      tidyAll(store);
      assertThat(store.bodies()).isEqualTo(kept).isEqualTo(delivery.waiting(1));
    }
  }

  @Test
  void bodiesThatLieApartWaitUntilTheServerHasNothingElseToDo() throws Exception {
    try (Store store = Store.open(data, damage)) {
      DeliveryStore delivery = store.delivery();
      int count = 2 * ReleasedBodies.GATHERED;
      for (int i = 1; i <= 2 * count; i++) {
        delivery.addEntry(entry(i, delivery.addBody(bytes(10), 1)));
      }
      store.commit();
      for (int i = 1; i <= 2 * count; i += 2) {
        delivery.removeEntries(1, i, i);
        if (i % 1_001 == 0) {
          store.commit();
        }
      }
      store.commit();
      assertThat(store.bodies()).isEqualTo(2 * count);
    }
    try (Store store = Store.open(data, damage)) {
      tidyAll(store);
      assertThat(store.bodies()).isEqualTo(store.delivery().waiting(1));
    }
  }

  private static void tidyAll(Store store) {
    while (store.delivery().tidy()) {
      store.commit();
    }
    store.commit();
  }

  private static void tidy(Store store) {
    store.delivery().tidy();
    store.commit();
  }

  private int twos;

  /// In queues 1 and 2.
  private void bodyOfTwo(DeliveryStore delivery) {
    long body = delivery.addBody(bytes(500), 2);
    twos++;
    delivery.addEntry(entry(twos, body));
    delivery.addEntry(new StoredEntry(2, twos, body, Kind.APPLICATION, 1, 3, 500, 1_000, 0));
  }

  @Test
  void everyBootHasANumberOfItsOwn() throws Exception {
    long first;
    try (Store store = Store.open(data, damage)) {
      first = store.delivery().boot();
    }
    try (Store store = Store.open(data, damage)) {
      assertThat(store.delivery().boot()).isGreaterThan(first);
    }
  }

  @Test
  void aClientThatIsAddedNeverHasTheNumberOfOneThatWasRemoved() throws Exception {
    ClientAddress one = new ClientAddress(new Address("a", "localhost"), ClientId.of(bytes(16)));
    ClientAddress other = new ClientAddress(new Address("a", "localhost"), ClientId.of(bytes(16)));
    long removed;
    try (Store store = Store.open(data, damage)) {
      removed = store.delivery().addQueue(one).id();
      store.delivery().addVerdict(verdict(removed, SubmissionId.of(bytes(16)), 7));
      store.delivery().removeQueue(removed);
      store.commit();
    }
    try (Store store = Store.open(data, damage)) {
      long added = store.delivery().addQueue(other).id();
      assertThat(added).isGreaterThan(removed);
      assertThat(store.delivery().queue(other).orElseThrow().highest()).isZero();
    }
  }

  @Test
  void smallBlobsAndGroupsAreCountedForWhom() throws Exception {
    Address alice = new Address("alice", "localhost");
    try (Store store = Store.open(data, damage)) {
      store.blobs().putBlob(new BlobStore.StoredBlob(BlobId.of(bytes(32)), alice, 1, 1, 1));
      store.blobs().putBlob(new BlobStore.StoredBlob(BlobId.of(bytes(32)), alice, 100, 1, 1));
      assertThat(store.blobs().blobBytes(alice, 64)).isEqualTo(164);
      for (long creator : new long[] {1, 1, 2}) {
        store
            .delivery()
            .addGroup(
                new StoredGroup(
                    0, Bytes.wrap(bytes(16)), 0, Hash.NONE, List.of(), Optional.empty(), 1),
                creator);
      }
      assertThat(store.delivery().groupsOf(1)).isEqualTo(2);
    }
  }

  @Test
  void aDatabaseOfANewerSottoIsNotTouched() throws Exception {
    try (Store store = Store.open(data, damage)) {
      store.run("PRAGMA user_version = 99");
    }
    assertThatThrownBy(() -> Store.open(data, damage)).hasMessageContaining("newer Sotto");
  }

  private StoredVerdict verdict(long queue, SubmissionId id, long number) {
    Verdict verdict =
        number % 5 == 0
            ? new Verdict.Refused(Refusal.of(ErrorCode.NOT_ON_ROSTER))
            : new Verdict.Accepted(Instant.ofEpochMilli(1_000 + number), List.of());
    return new StoredVerdict(queue, id, number, Bytes.wrap(new byte[32]), 1_000 + number, verdict);
  }

  private static StoredEntry entry(long number, long body) {
    return new StoredEntry(1, number, body, Kind.APPLICATION, 1, 3, 1_000, 1_000, 0);
  }

  private byte[] bytes(int size) {
    byte[] bytes = new byte[size];
    random.nextBytes(bytes);
    return bytes;
  }
}
