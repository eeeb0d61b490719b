package sotto.client.store;

import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.sqlite.SQLiteException;
import sotto.client.Unlock;
import sotto.client.engine.Archive;
import sotto.client.engine.Change;
import sotto.client.engine.Table;
import sotto.client.engine.Table.Scope;
import sotto.client.store.RowFile.Stored;
import sotto.client.store.Sealer.Place;
import sotto.client.store.Sealer.StoredRow;
import sotto.mls.codec.MlsException;
import sotto.mls.codec.Reader;

/// An open profile: rows go in sealed and come out checked. Whatever [#apply] was given is on disk,
/// all of it, when it returns.
public final class SealedStore implements AutoCloseable, Archive {
  private static final String ROOT = "root";
  private static final String MAY_NOT =
      "The profile's file may not be written by you: check its owner and mode, and that its disk is"
          + " not read-only.";

  private final ProfileLock lock;
  private final RowFile file;
  private final Map<Table, Sealer> sealers = new EnumMap<>(Table.class);
  private final Sealer shelfSealer;
  private final Sealer rootSealer;
  private final Map<String, SetDigest> shelves = new HashMap<>();
  private RootRecord root = RootRecord.EMPTY;

  private SealedStore(ProfileLock lock, RowFile file, Keys keys, RandomGenerator random) {
    this.lock = lock;
    this.file = file;
    for (Table table : Table.values()) {
      sealers.put(table, new Sealer(table, keys, random));
    }
    this.shelfSealer = new Sealer("shelf", keys, random);
    this.rootSealer = new Sealer(ROOT, keys, random);
  }

  /// What a new profile begins with.
  @FunctionalInterface
  public interface Beginning {
    List<Change> in(SealedStore empty);
  }

  /// Makes a new, empty profile; there must be none in the folder yet.
  public static SealedStore create(ProfileFolder folder, Unlock unlock, RandomGenerator random)
      throws StoreException {
    return create(folder, unlock, random, _ -> List.of());
  }

  /// Makes a new profile; there must be none in the folder yet. There is one when this returns, and
  /// none whenever this process is killed before.
  public static SealedStore create(
      ProfileFolder folder, Unlock unlock, RandomGenerator random, Beginning beginning)
      throws StoreException {
    folder.create();
    ProfileLock lock = ProfileLock.take(folder);
    try {
      if (folder.holdsProfile()) {
        throw new StoreException(
            "There is a profile in " + folder.path() + " already: use another --profile.");
      }
      if (folder.lostItsUnlockFile()) {
        throw folder.without("missing");
      }
      folder.clear();
      UnlockFile unlocking = UnlockFile.fresh(unlock, random);
      // While this lies there, the rows beside it are of a profile that is being made.
      ProfileFolder.ownFile(folder.unlockDraft());
      ProfileFolder.ownFile(folder.database());
      RowFile file = RowFile.open(folder.database());
      try {
        SealedStore store = new SealedStore(lock, file, unlocking.keys(unlock), random);
        store.apply(beginning.in(store));
        unlocking.write(folder);
        return store;
      } catch (StoreException e) {
        file.close();
        throw e;
      }
    } catch (StoreException e) {
      lock.close();
      throw e;
    } catch (IOException e) {
      lock.close();
      throw new StoreException("The profile cannot be written: is the disk full?", e);
    }
  }

  /// Opens a profile after checking everything that the engine will hold in memory.
  public static SealedStore open(ProfileFolder folder, Unlock unlock, RandomGenerator random)
      throws StoreException {
    if (folder.lostItsUnlockFile()) {
      throw folder.without("missing");
    }
    if (!folder.holdsProfile()) {
      throw new StoreException(
          "There is no profile in " + folder.path() + ": make one with register.");
    }
    ProfileLock lock = ProfileLock.take(folder);
    try {
      folder.narrow();
      Keys keys = UnlockFile.open(folder, unlock);
      RowFile file = RowFile.open(folder.database());
      try {
        SealedStore store = new SealedStore(lock, file, keys, random);
        store.loadRoot();
        return store;
      } catch (StoreException e) {
        file.close();
        throw e;
      }
    } catch (StoreException e) {
      lock.close();
      throw e;
    }
  }

  /// Whether the profile says of which format it is; the builds before that wrote several.
  public boolean numbered() throws StoreException {
    return file.numbered();
  }

  /// Whether a profile needs a passphrase; empty when there is none.
  public static Optional<Boolean> needsPassphrase(ProfileFolder folder) throws StoreException {
    if (folder.lostItsUnlockFile()) {
      throw folder.without("missing");
    }
    return folder.holdsProfile()
        ? Optional.of(UnlockFile.read(folder).kind() == UnlockFile.PASSPHRASE)
        : Optional.empty();
  }

  /// All rows of a table of state, by key; refused when one is missing, changed, added or old.
  public Map<String, byte[]> load(Table table) throws StoreException {
    Sealer sealer = sealer(table);
    SetDigest found = SetDigest.EMPTY;
    Map<String, byte[]> rows = new LinkedHashMap<>();
    for (Stored stored : file.all(sealer.table())) {
      StoredRow row = opened(sealer, stored);
      rows.put(row.key(), row.value());
      found = found.with(sealer.digest(stored.place(), stored.sealed()));
    }
    if (!found.matches(root.table(table))) {
      throw sealer.damaged();
    }
    return rows;
  }

  /// One shelf of an archive, in the order in which its rows were first put.
  public List<byte[]> shelf(Table table, String shelf) throws StoreException {
    Sealer sealer = sealer(table);
    SetDigest found = SetDigest.EMPTY;
    List<byte[]> values = new ArrayList<>();
    for (Stored stored : file.shelf(sealer.table(), sealer.lookup(shelf))) {
      values.add(opened(sealer, stored).value());
      found = found.with(sealer.digest(stored.place(), stored.sealed()));
    }
    if (!found.matches(shelves.getOrDefault(shelfKey(table, shelf), SetDigest.EMPTY))) {
      throw sealer.damaged();
    }
    return values;
  }

  /// Looks one row up. A damaged one stops everything that depends on it.
  @Override
  public Optional<byte[]> find(Table table, String key) {
    Sealer sealer = sealer(table);
    try {
      Optional<Stored> stored = file.find(sealer.table(), sealer.lookup(key));
      return stored.isEmpty()
          ? Optional.empty()
          : Optional.of(opened(sealer, stored.get()).value());
    } catch (StoreException e) {
      throw new DamagedProfile(e);
    }
  }

  /// Writes all changes in one transaction that is on disk when this returns, or none of them.
  public void apply(List<Change> changes) throws StoreException {
    Draft draft = new Draft();
    try {
      for (Change change : changes) {
        draft.apply(change);
      }
      draft.finish();
      file.commit();
    } catch (StoreException e) {
      file.rollback();
      throw e;
    }
    root = draft.record();
    shelves.putAll(draft.changedShelves);
  }

  /// For tests: what a full disk does, and more space after it.
  void limit(long pages) throws StoreException {
    file.limit(pages);
  }

  @Override
  public void close() {
    file.close();
    lock.close();
  }

  private void loadRoot() throws StoreException {
    Stored stored = file.find(ROOT, rootSealer.lookup(ROOT)).orElseThrow(rootSealer::damaged);
    try {
      root = RootRecord.decode(opened(rootSealer, stored).value());
      SetDigest found = SetDigest.EMPTY;
      for (Stored shelf : file.all(shelfSealer.table())) {
        StoredRow row = opened(shelfSealer, shelf);
        shelves.put(row.key(), SetDigest.decode(new Reader(row.value())));
        found = found.with(shelfSealer.digest(shelf.place(), shelf.sealed()));
      }
      if (!found.matches(root.shelves())) {
        throw shelfSealer.damaged();
      }
    } catch (MlsException e) {
      throw rootSealer.damaged();
    }
  }

  private Sealer sealer(Table table) {
    return Objects.requireNonNull(sealers.get(table));
  }

  private static StoredRow opened(Sealer sealer, Stored stored) throws StoreException {
    return sealer.open(stored.place(), stored.sealed());
  }

  private static String shelfKey(Table table, String shelf) {
    return table + "/" + shelf;
  }

  static StoreException failure(SQLException e) {
    String name = e instanceof SQLiteException s ? s.getResultCode().name() : "";
    String sentence =
        switch (name) {
          case "SQLITE_FULL" -> "The disk is full: make room, then try again.";
          case "SQLITE_CORRUPT", "SQLITE_NOTADB" ->
              "The profile's file is damaged: go on with a backup of it.";
          case "SQLITE_PERM", "SQLITE_AUTH", "SQLITE_CANTOPEN", "SQLITE_IOERR_LOCK" -> MAY_NOT;
          default ->
              name.startsWith("SQLITE_READONLY")
                  ? MAY_NOT
                  : "The profile's file cannot be read or written (" + e.getMessage() + ").";
        };
    return new StoreException(sentence, e);
  }

  /// One transaction in the making: what the digests will be when it is through.
  private final class Draft {
    private final Map<Table, SetDigest> tables = new EnumMap<>(Table.class);
    private final Map<String, SetDigest> changedShelves = new HashMap<>();
    private SetDigest shelfDigest = root.shelves();
    private long next = root.nextNumber();

    private Draft() {
      tables.putAll(root.tables());
    }

    void apply(Change change) throws StoreException {
      Sealer sealer = sealer(change.table());
      if (change instanceof Change.Clear clear) {
        file.deleteShelf(sealer.table(), sealer.lookup(clear.shelf()));
        digest(clear.table(), clear.shelf(), SetDigest.EMPTY);
        return;
      }
      Optional<Stored> old = file.find(sealer.table(), sealer.lookup(change.key()));
      switch (change) {
        case Change.Delete d -> {
          if (old.isPresent()) {
            forget(d.table(), sealer, opened(sealer, old.get()).shelf(), old.get());
            file.delete(sealer.table(), old.get().place());
          }
        }
        case Change.Clear _ -> throw new IllegalStateException("A shelf is no row.");
        case Change.Put p -> {
          if (old.isPresent()) {
            String before = opened(sealer, old.get()).shelf();
            forget(p.table(), sealer, before, old.get());
            if (!before.equals(p.shelf())) {
              file.delete(sealer.table(), old.get().place()); // it lies elsewhere from now on
              old = Optional.empty();
            }
          }
          Place place = old.map(Stored::place).orElseGet(() -> newPlace(sealer, p));
          byte[] sealed = sealer.seal(place, new StoredRow(p.key(), p.shelf(), p.value()));
          file.put(sealer.table(), place, sealed);
          SetDigest before = digest(p.table(), p.shelf());
          digest(p.table(), p.shelf(), before.with(sealer.digest(place, sealed)));
        }
      }
    }

    private Place newPlace(Sealer sealer, Change.Put put) {
      return new Place(next++, sealer.lookup(put.key()), sealer.lookup(put.shelf()));
    }

    private void forget(Table table, Sealer sealer, String shelf, Stored old) {
      byte[] gone = sealer.digest(old.place(), old.sealed());
      digest(table, shelf, digest(table, shelf).without(gone));
    }

    private SetDigest digest(Table table, String shelf) {
      if (table.scope() == Scope.STATE) {
        return tables.getOrDefault(table, SetDigest.EMPTY);
      }
      String key = shelfKey(table, shelf);
      SetDigest before = shelves.getOrDefault(key, SetDigest.EMPTY);
      return changedShelves.getOrDefault(key, before);
    }

    private void digest(Table table, String shelf, SetDigest value) {
      if (table.scope() == Scope.STATE) {
        tables.put(table, value);
      } else {
        changedShelves.put(shelfKey(table, shelf), value);
      }
    }

    void finish() throws StoreException {
      for (Map.Entry<String, SetDigest> shelf : changedShelves.entrySet()) {
        byte[] lookup = shelfSealer.lookup(shelf.getKey());
        Optional<Stored> old = file.find(shelfSealer.table(), lookup);
        if (old.isPresent()) {
          shelfDigest =
              shelfDigest.without(shelfSealer.digest(old.get().place(), old.get().sealed()));
        }
        Place place =
            old.map(Stored::place).orElseGet(() -> new Place(next++, lookup, new byte[0]));
        byte[] sealed =
            shelfSealer.seal(place, new StoredRow(shelf.getKey(), "", shelf.getValue().encoded()));
        file.put(shelfSealer.table(), place, sealed);
        shelfDigest = shelfDigest.with(shelfSealer.digest(place, sealed));
      }
      Place place = new Place(0, rootSealer.lookup(ROOT), new byte[0]);
      file.put(ROOT, place, rootSealer.seal(place, new StoredRow(ROOT, "", record().encoded())));
    }

    RootRecord record() {
      return new RootRecord(next, tables, shelfDigest);
    }
  }
}
