package sotto.client.shell;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import sotto.client.Client.ProfileKind;
import sotto.client.ClientException;
import sotto.client.Pending;
import sotto.client.Unlock;
import sotto.client.crypto.NativeCrypto;
import sotto.client.engine.Command;
import sotto.client.engine.Delays;
import sotto.client.engine.Effect;
import sotto.client.engine.Engine;
import sotto.client.engine.Moment;
import sotto.client.engine.Outcome;
import sotto.client.engine.State;
import sotto.client.engine.Step;
import sotto.client.engine.Table;
import sotto.client.engine.Trouble;
import sotto.client.engine.Views;
import sotto.client.store.ProfileCopy;
import sotto.client.store.ProfileFolder;
import sotto.client.store.SealedStore;
import sotto.client.store.StoreException;
import sotto.mls.codec.MlsException;
import sotto.mls.crypto.PortableCrypto;
import sotto.protocol.identity.Address;
import sotto.protocol.identity.Admission;
import sotto.protocol.identity.Code;
import sotto.protocol.identity.InviteLink;

/// How profiles come to be and are opened.
public final class Profiles {
  private Profiles() {}

  public static Loop register(
      Path folder, Unlock unlock, String typedLink, String name, Duration patience)
      throws ClientException {
    InviteLink link = link(typedLink);
    account(name);
    // Rule 6 binds a number to the code that went to it: an invite says nothing about whose it is.
    if (name.strip().startsWith("+")) {
      throw new ClientException.Usage(
          "A telephone number is registered by a code that is sent to it: give --phone "
              + name.strip()
              + " instead of --as, or choose a name.");
    }
    Admission admission =
        link.token().<Admission>map(Admission.ByInvite::new).orElseGet(Admission.Open::new);
    if (kind(folder) != ProfileKind.NONE) {
      return resumed(folder, unlock, link, name.strip(), admission, patience);
    }
    Loop loop = begin(folder, unlock, link, name.strip());
    return registered(folder, loop, admission, patience);
  }

  /// A registration that was cut off goes on with the keys that it made: the server may have
  /// accepted them.
  private static Loop resumed(
      Path folder,
      Unlock unlock,
      InviteLink link,
      String name,
      Admission admission,
      Duration patience)
      throws ClientException {
    Loop loop = start(folder, unlock);
    Optional<String> other =
        loop.look((state, store) -> other(state, link, name, told(state, store)));
    if (other.isPresent()) {
      loop.close();
      throw taken(folder, other.get());
    }
    return completed(folder, unlock, loop, admission, patience);
  }

  /// Registers with the keys that lie there. Where the registration was sent before, the server may
  /// have accepted it: then a login says so.
  private static Loop completed(
      Path folder, Unlock unlock, Loop loop, Admission admission, Duration patience)
      throws ClientException {
    if (!loop.look((state, _) -> Views.mayBeRegistered(state))) {
      return registered(folder, loop, admission, patience);
    }
    try {
      loop.connect();
      Waiting.outcome(loop.watch(Profiles::loggedIn), patience, () -> late(loop));
      return loop;
    } catch (ClientException.Refused e) {
      loop.close(); // the registration never reached the server
      return registered(folder, start(folder, unlock), admission, patience);
    } catch (ClientException e) {
      loop.close();
      throw e;
    }
  }

  private static Optional<Outcome> loggedIn(State state) {
    return Views.online(state)
        ? Optional.of(new Outcome.Done(""))
        : Views.halted(state).map(Outcome.Failed::new);
  }

  /// Why this profile is not the unfinished one that a registration goes on with: what it is.
  private static Optional<String> other(State state, InviteLink link, String name, boolean done) {
    boolean same =
        Views.account(state).equals(name.toLowerCase(Locale.ROOT))
            && Views.connection(state).serverFingerprint().equals(link.fingerprint().text());
    if (same && done) {
      return Optional.of(
          Views.registered(state)
              ? Views.address(state) + " is already registered here"
              : "The registration of " + Views.address(state) + " waits for verify CODE here");
    }
    String account =
        Views.registered(state) ? Views.address(state).toString() : Views.account(state);
    return same
        ? Optional.empty()
        : Optional.of("Another profile, of " + account + ", is here already");
  }

  /// Whether a registration is over: it succeeded, and the person heard so.
  private static boolean told(State state, SealedStore store) {
    return Views.registered(state) && store.find(Table.SPENT, Command.Told.KEY).isPresent();
  }

  private static ClientException taken(Path folder, String what) {
    return new ClientException.Local(
        "%s (%s); for another account choose another folder with --profile DIR."
            .formatted(what, folder));
  }

  public static Pending requestCode(
      Path folder, Unlock unlock, String typedLink, String address, Duration patience)
      throws ClientException {
    InviteLink link = link(typedLink);
    account(address);
    if (kind(folder) != ProfileKind.NONE) {
      return anotherCode(folder, unlock, link, address.strip(), patience);
    }
    Loop loop = begin(folder, unlock, link, address.strip());
    try {
      return code(loop, patience);
    } catch (ClientException e) {
      remove(folder);
      throw e;
    }
  }

  /// A code that was lost, tried too often or has expired gives way to a new one, for the same
  /// keys.
  private static Pending anotherCode(
      Path folder, Unlock unlock, InviteLink link, String name, Duration patience)
      throws ClientException {
    Loop loop = start(folder, unlock);
    Optional<String> other =
        loop.look((state, _) -> other(state, link, name, Views.mayBeRegistered(state)));
    if (other.isPresent()) {
      loop.close();
      throw taken(folder, other.get());
    }
    return code(loop, patience);
  }

  private static Pending code(Loop opened, Duration patience) throws ClientException {
    try (var loop = opened) {
      loop.connect();
      return new Pending(
          Waiting.outcome(loop.ask(new Command.RequestCode()), patience, () -> late(loop)));
    }
  }

  public static Loop verify(Path folder, Unlock unlock, String typedCode, Duration patience)
      throws ClientException {
    Code code;
    try {
      code = Code.parse(typedCode);
    } catch (MlsException e) {
      throw new ClientException.Usage(e.getMessage());
    }
    Loop loop = start(folder, unlock);
    if (loop.look(Profiles::told)) {
      loop.close();
      throw new ClientException.Refused(
          "This profile does not wait for a code: it is registered already.");
    }
    return completed(folder, unlock, loop, new Admission.ByCode(code), patience);
  }

  public static Loop open(Path folder, Unlock unlock) throws ClientException {
    Loop loop = start(folder, unlock);
    try {
      if (loop.look((state, _) -> Views.pending(state))) {
        throw new ClientException.Local(
            "This profile waits for its six-digit code: complete it with verify CODE.");
      }
      if (!loop.look((state, _) -> Views.mayBeRegistered(state))) {
        throw new ClientException.Local(
            "The registration of this profile was cut off: give the same register command again.");
      }
      return loop;
    } catch (ClientException e) {
      loop.close();
      throw e;
    }
  }

  public static void backup(Path folder, Path copy) throws ClientException {
    var _ = kind(folder);
    try {
      ProfileCopy.make(new ProfileFolder(folder), new ProfileFolder(copy));
    } catch (StoreException e) {
      throw new ClientException.Local(e.getMessage());
    }
  }

  public static ProfileKind kind(Path folder) throws ClientException {
    try {
      return SealedStore.needsPassphrase(new ProfileFolder(folder))
          .map(needs -> needs ? ProfileKind.WITH_PASSPHRASE : ProfileKind.WITH_KEY_FILE)
          .orElse(ProfileKind.NONE);
    } catch (StoreException e) {
      throw new ClientException.Local(e.getMessage());
    }
  }

  private static Loop registered(Path folder, Loop loop, Admission admission, Duration patience)
      throws ClientException {
    try {
      // Asked before it connects, so that it does not log in first.
      var answer = loop.ask(new Command.Register(admission));
      loop.connect();
      Waiting.outcome(answer, patience, () -> late(loop));
      return loop;
    } catch (ClientException e) {
      // Once the registration has left, the account may exist: its keys must not be lost.
      boolean keep = loop.look((state, _) -> Views.mayBeRegistered(state) || Views.pending(state));
      loop.close();
      if (!keep) {
        remove(folder);
      }
      throw e;
    }
  }

  /// Makes a profile that nobody knows of yet.
  private static Loop begin(Path folder, Unlock unlock, InviteLink link, String name)
      throws ClientException {
    SecureRandom random = new SecureRandom();
    InstantSource clock = InstantSource.system();
    Engine engine = engine();
    ProfileFolder place = new ProfileFolder(folder);
    AtomicReference<State> state = new AtomicReference<>();
    try {
      SealedStore store =
          SealedStore.create(
              place,
              unlock,
              random,
              empty -> {
                Step first = engine.begin(link, name, new Moment(clock.instant(), random, empty));
                state.set(first.state());
                return first.effects().stream()
                    .filter(Effect.Write.class::isInstance)
                    .map(effect -> ((Effect.Write) effect).change())
                    .toList();
              });
      return new Loop(engine, store, state.get(), clock, random);
    } catch (StoreException e) {
      throw new ClientException.Local(e.getMessage());
    }
  }

  private static Loop start(Path folder, Unlock unlock) throws ClientException {
    SecureRandom random = new SecureRandom();
    Engine engine = engine();
    try {
      SealedStore store = SealedStore.open(new ProfileFolder(folder), unlock, random);
      try {
        State state = load(engine, store);
        return new Loop(engine, store, state, InstantSource.system(), random);
      } catch (MlsException e) {
        try (store) {
          throw new ClientException.Local(unreadable(store.numbered(), e));
        }
      }
    } catch (StoreException e) {
      throw new ClientException.Local(e.getMessage());
    }
  }

  private static String unreadable(boolean numbered, MlsException why) {
    return numbered
        ? "This profile cannot be read (" + why.getMessage() + "): go on with a backup of it."
        : "This profile was made by an early build of Sotto, in a format that is not read any more:"
            + " move its folder away and register again.";
  }

  private static State load(Engine engine, SealedStore store) throws MlsException {
    return engine.load(table -> {
      try {
        return store.load(table);
      } catch (StoreException e) {
        throw new MlsException(String.valueOf(e.getMessage()), e);
      }
    });
  }

  private static Engine engine() {
    return new Engine(NativeCrypto.orPortable(PortableCrypto.create()));
  }

  private static InviteLink link(String typed) throws ClientException {
    try {
      return InviteLink.parse(typed);
    } catch (MlsException e) {
      throw new ClientException.Usage(e.getMessage());
    }
  }

  private static void account(String name) throws ClientException {
    try {
      Address.of(name.strip(), "localhost");
    } catch (MlsException e) {
      throw new ClientException.Usage(e.getMessage());
    }
  }

  private static Trouble late(Loop loop) {
    try {
      return loop.look((state, _) -> Delays.now(state));
    } catch (ClientException e) {
      return new Trouble(Trouble.Kind.LOCAL, e.getMessage());
    }
  }

  /// A registration that came to nothing leaves nothing behind.
  private static void remove(Path folder) {
    try {
      for (Path file : new ProfileFolder(folder).files()) {
        Files.deleteIfExists(file);
      }
      if (isEmpty(folder)) {
        Files.delete(folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isEmpty(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      return files.findAny().isEmpty();
    }
  }
}
