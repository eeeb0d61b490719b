package sotto.server.net;

import io.netty.handler.ssl.SslContext;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import sotto.protocol.frame.ErrorCode;
import sotto.protocol.identity.Admission;
import sotto.protocol.identity.Hash;
import sotto.protocol.identity.InviteLink;
import sotto.protocol.identity.InviteToken;
import sotto.protocol.limits.Limit;
import sotto.protocol.limits.Policy;
import sotto.server.Listener;
import sotto.server.Registration;
import sotto.server.ServerException;
import sotto.server.ServerSettings;
import sotto.server.authentication.AuthenticationService;
import sotto.server.authentication.Terms;
import sotto.server.delivery.BlobService;
import sotto.server.delivery.DeliveryService;
import sotto.server.store.BlobFiles;
import sotto.server.store.Damage;
import sotto.server.store.DamagedRowException;
import sotto.server.store.DataFolder;
import sotto.server.store.Database;
import sotto.server.store.Store;
import sotto.server.store.WriteAheadLog;

/// All parts of one server, started and stopped in their order.
public final class RunningServer implements AutoCloseable {
  /// Of one source: some connect to register, to ask, or because their network went.
  private static final long ARRIVALS_PER_LOGIN = 3;

  private static final long ADMINISTRATOR_INVITE_MILLIS = 7L * 86_400_000;

  private final ServerSettings settings;
  private final Listener events;
  private final SecureRandom random = new SecureRandom();
  private final Metrics metrics = new Metrics();
  private final AtomicBoolean stopped = new AtomicBoolean();
  private final DataFolder folder;
  private final Store store;
  private final Identity identity;
  private final Place place;
  private final WriteAheadLog log;
  private final Syncer syncer;
  private final Checkpointer checkpointer;
  private final Sequencer sequencer;
  private final CatchUps catchUps;
  private final Blobs blobs;
  private final ExecutorService crypto;
  private final Gateway gateway;
  private final StatusPage status;
  private final int port;

  private RunningServer(
      ServerSettings settings, Listener events, DataFolder folder, UnaryOperator<Disk> disk)
      throws ServerException {
    this.settings = settings;
    this.events = events;
    this.folder = folder;
    this.identity = Identity.of(folder, random);
    Certificate certificate = certificate();
    this.store = Store.open(folder.path(), new Damage(events::damaged));
    this.place = Place.of(settings, store.settings());
    Policy policy = settings.policy().with(Limit.ACCOUNTS, settings.maxAccounts());
    this.log = Store.log(folder.path());
    this.syncer = new Syncer(disk.apply(log::force), this::fail);
    this.checkpointer = new Checkpointer(Store.checkpoints(folder.path()), this::fail);
    this.catchUps = CatchUps.open(folder.path(), store.damage(), syncer, this::fail);
    Terms terms =
        Terms.of(
            place.name(), admissions(), settings.maxAccounts(), policy.of(Limit.CODES_PER_HOUR));
    Turn turn =
        new Turn(
            new DeliveryService(
                store.delivery(),
                policy,
                Long.getLong("sotto.server.grace", DeliveryService.GRACE_MILLIS)),
            new AuthenticationService(store.authentication(), terms, place.codeKey(random)),
            new BlobService(store.blobs(), policy),
            random);
    this.blobs = new Blobs(new BlobFiles(folder.path()));
    EffectRunner effects = new EffectRunner(turn.sessions, catchUps);
    this.sequencer =
        new Sequencer(store, turn, metrics, effects, blobs, syncer, checkpointer, this::fail);
    this.crypto =
        Executors.newFixedThreadPool(
            2, Thread.ofPlatform().daemon().name("sotto-crypto-", 0).factory());
    SslContext tls = TlsContext.of(certificate);
    Services services =
        new Services(
            place.name(),
            identity,
            Hash.sha256(certificate.publicKeyInfo()),
            admissions(),
            policy,
            sequencer,
            crypto,
            blobs,
            codeSender(),
            random,
            metrics,
            new SourceLimits(policy.of(Limit.LOGINS_PER_MINUTE)),
            new SourceLimits(ARRIVALS_PER_LOGIN * policy.of(Limit.LOGINS_PER_MINUTE)),
            new LargeFrames());
    this.gateway = new Gateway(Transport.open(loops()), tls, services);
    this.port = gateway.listen(settings.host(), place.port());
    place.keepPort(port);
    Optional<InviteLink> administrator = administratorInvite(turn.authentication);
    this.status = status();
    place.keepStatusPort(status.port());
    place.keepStatusPage(status.address());
    store.commit();
    force();
    sequencer.start();
    announce(administrator);
  }

  /// Starts everything, or nothing.
  public static RunningServer start(ServerSettings settings, Listener events)
      throws ServerException {
    return start(settings, events, UnaryOperator.identity());
  }

  /// For tests: with something around the disk.
  public static RunningServer start(
      ServerSettings settings, Listener events, UnaryOperator<Disk> disk) throws ServerException {
    Objections.raise(settings);
    DataFolder folder = DataFolder.open(settings.data());
    try {
      return new RunningServer(settings, events, folder, disk);
    } catch (DamagedRowException e) {
      folder.close();
      throw new ServerException(e.sentence(), e);
    } catch (ServerException | RuntimeException e) {
      folder.close();
      throw e;
    }
  }

  public static void loadLibraries() {
    TlsContext.boringSsl();
    Transport.isNative();
    Database.loadDriver();
  }

  public String host() {
    return settings.host();
  }

  public int port() {
    return port;
  }

  public String fingerprint() {
    return identity.fingerprint().text();
  }

  public String metricsAddress() {
    return status.address();
  }

  /// For tests: runs on the store, on its own thread, and waits for that.
  public void onStore(Consumer<Store> work) throws InterruptedException {
    CountDownLatch done = new CountDownLatch(1);
    sequencer.post(
        new Sequencer.Task() {
          @Override
          public void run(Turn turn) {
            work.accept(store);
            done.countDown();
          }

          @Override
          public void failed(ErrorCode why) {
            if (why == ErrorCode.STORAGE_FULL) {
              sequencer.post(this); // another's work did not fit, and this was undone with it
            } else {
              done.countDown();
            }
          }
        });
    done.await();
  }

  /// Takes no more connections, finishes what was taken, tells the clients, and closes the store.
  @Override
  public void close() {
    if (stopped.compareAndSet(false, true)) {
      gateway.stopListening();
      gateway.drain();
      sequencer.close();
      gateway.close();
      release();
    }
  }

  /// The store failed: whatever is not on the disk by now is not acknowledged.
  private void fail(String sentence) {
    if (stopped.compareAndSet(false, true)) {
      Thread.ofPlatform()
          .name("sotto-failed")
          .start(() -> {
            gateway.close();
            events.failed(sentence);
          });
    }
  }

  private void release() {
    crypto.shutdown();
    status.close();
    catchUps.close();
    blobs.close();
    syncer.close();
    checkpointer.close();
    store.close();
    close(log);
    folder.close();
  }

  /// What the start wrote, the number of the boot above all, is on the disk before anybody is
  /// served.
  private void force() throws ServerException {
    try {
      log.force();
    } catch (IOException e) {
      throw new ServerException("The database cannot be written: " + e.getMessage() + ".", e);
    }
  }

  private Certificate certificate() throws ServerException {
    if (settings.certificate().isPresent() && settings.certificateKey().isPresent()) {
      return Certificate.read(settings.certificate().get(), settings.certificateKey().get());
    }
    return Certificate.selfMade(folder, Instant.now(), random);
  }

  private static void close(WriteAheadLog log) {
    try {
      log.close();
    } catch (IOException e) {
      System.err.println("sotto: the database's log was not closed: " + e.getMessage());
    }
  }

  private int admissions() {
    return switch (settings.registration()) {
      case INVITE -> Admission.INVITE;
      case CODE -> Admission.INVITE | Admission.CODE;
      case OPEN -> Admission.INVITE | Admission.OPEN;
    };
  }

  private CodeSender codeSender() {
    return settings
        .codeCommand()
        .<CodeSender>map(command -> new CodeCommand(command, crypto))
        .orElse((address, code) -> events.code(address.toString(), code.digits()));
  }

  /// At the first start, and only then.
  private Optional<InviteLink> administratorInvite(AuthenticationService authentication)
      throws ServerException {
    if (!place.isNew()) {
      return Optional.empty();
    }
    long now = System.currentTimeMillis();
    InviteToken token = authentication.invite(1, now, now + ADMINISTRATOR_INVITE_MILLIS, random);
    return Optional.of(place.link(port, identity.fingerprint(), Optional.of(token)));
  }

  private void announce(Optional<InviteLink> administrator) throws ServerException {
    if (!TlsContext.boringSsl()) {
      System.err.println(
          "sotto: connections have no post-quantum key exchange here: BoringSSL does not load, and"
              + " the TLS of Java has none.");
    }
    administrator.ifPresent(link -> events.invite(link.text()));
    if (settings.registration() != Registration.INVITE) {
      events.link(place.link(port, identity.fingerprint(), Optional.empty()).text());
    }
    events.ready(settings.host(), port, fingerprint(), status.address());
  }

  private StatusPage status() throws ServerException {
    try {
      return StatusPage.start(
          place.statusPort(), this::trouble, () -> metrics.text(store.room(), store.damage()));
    } catch (IOException e) {
      throw new ServerException(
          "The page with health and metrics cannot be opened: " + e.getMessage() + ".", e);
    }
  }

  private Optional<String> trouble() {
    return stopped.get()
        ? Optional.of("The server is stopping, or has stopped: see what it said.")
        : store.room().trouble();
  }

  private static int loops() {
    return Math.max(1, Math.min(4, Runtime.getRuntime().availableProcessors() / 2));
  }
}
