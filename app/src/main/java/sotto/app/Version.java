package sotto.app;

import picocli.CommandLine.IVersionProvider;

/// The version that `--version` prints.
final class Version implements IVersionProvider {
  static final String LINE = "sotto 0.1.0";

  @Override
  public String[] getVersion() {
    return new String[] {LINE};
  }
}
