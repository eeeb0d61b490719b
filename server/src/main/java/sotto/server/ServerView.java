package sotto.server;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import sotto.server.net.ViewReader;

/// Everything that the server knows now, read from its data folder. What is not here, it does not
/// have.
///
/// @param statusPage `HOST:PORT` where health and metrics are, or were when it ran last
public record ServerView(
    String name,
    String fingerprint,
    Optional<String> statusPage,
    List<Account> accounts,
    List<Group> groups,
    List<Queue> queues,
    List<Waiting> waiting,
    List<Invite> invites,
    List<Code> codes,
    List<Budget> budgets,
    List<Blob> blobs,
    List<Connections> connections,
    Totals totals) {

  public record Account(
      String address,
      Instant registered,
      Optional<Instant> released,
      long listVersion,
      Instant listIssued,
      List<Client> clients) {}

  /// @param client 16 bytes in hexadecimal
  public record Client(
      String client,
      String accountKey,
      Optional<Instant> lastLogin,
      long highestSubmission,
      int keyPackages) {}

  /// @param roster the clients that may submit, and so the accounts that talk here
  public record Group(
      String group, long epoch, String lastCommit, List<Member> roster, Instant changed) {}

  /// @param client 16 bytes in hexadecimal
  public record Member(String address, String client) {}

  public record Queue(
      String address,
      String client,
      long messages,
      long bytes,
      long tombstones,
      Optional<Instant> oldest) {}

  /// What of one sender in one group waits in one queue.
  public record Waiting(
      String address,
      String client,
      String sender,
      String group,
      String kind,
      long messages,
      long bytes,
      Instant first,
      Instant last) {}

  /// A six-digit code that was sent; itself it is kept as a keyed hash.
  public record Code(String address, Instant issued, int triesLeft, boolean used) {}

  /// What a limit has counted, named by what it counts: the network address of who asked, too.
  public record Budget(String name, Instant since, long used) {}

  public record Blob(String blob, String owner, long bytes, Instant created) {}

  public record Invite(Instant created, Instant expires, int usesLeft) {}

  /// Open connections by the key exchange of their TLS; none when no server runs.
  public record Connections(String keyExchange, long open) {}

  public record Totals(
      long bodies, long bodyBytes, long verdicts, long blobs, long blobBytes, long databaseBytes) {}

  /// Reads the data folder; works while a server runs on it.
  public static ServerView read(Path data) throws ServerException {
    return ViewReader.read(data);
  }
}
