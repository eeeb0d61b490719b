package sotto.app;

import picocli.CommandLine.IVersionProvider;

/// The version that `--version` prints.
final class Version implements IVersionProvider {
  private static final String NUMBER = "0.1.0";

  @Override
  public String[] getVersion() {
    return new String[] {"sotto " + NUMBER};
  }
}
