package sotto.tests.bench.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import sotto.tests.bench.load.Driver;
import sotto.tests.bench.load.Loop;

/// Sotto in a temporary folder.
///
/// @param options system properties of the server, each `-Dname=value`
record SottoSubject(
    String name, Durability durability, Receipts.Mode receipts, List<String> options)
    implements Subject {

  @Override
  public String missing() {
    return "";
  }

  @Override
  public SottoRunning start() throws IOException {
    Path folder = Files.createTempDirectory("sotto-bench-");
    return new SottoRunning(
        folder,
        ServerProcess.start(folder.resolve("data"), options),
        receipts,
        options,
        SottoDriver.noAccounts());
  }

  /// A server and the accounts on it, which outlive a restart.
  record SottoRunning(
      Path folder,
      ServerProcess process,
      Receipts.Mode receipts,
      List<String> options,
      Map<String, Account> accounts)
      implements Running {
    @Override
    public long pid() {
      return process.pid();
    }

    @Override
    public Driver driver(Loop loop) throws IOException {
      Receipts log = new Receipts(receipts, loop, folder);
      return new SottoDriver(loop, process.host(), process.port(), log, accounts);
    }

    /// Kills it with SIGKILL and starts it again on the same data.
    SottoRunning killAndRestart() throws IOException, InterruptedException {
      process.kill();
      ServerProcess again = ServerProcess.start(folder.resolve("data"), options);
      return new SottoRunning(folder, again, receipts, options, accounts);
    }

    @Override
    public void close() {
      process.close();
      Folders.delete(folder);
    }
  }
}
