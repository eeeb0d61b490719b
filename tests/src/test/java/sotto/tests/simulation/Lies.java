package sotto.tests.simulation;

import java.util.List;
import sotto.protocol.frame.ServerFrame;
import sotto.protocol.identity.Address;
import sotto.protocol.identity.ClientAddress;
import sotto.protocol.identity.DirectoryEntry;

/// What a lying server changes of what the honest one would say. Nothing, unless a test overrides
/// it.
class Lies {
  static final Lies NONE = new Lies();

  /// In place of one frame to this client: any number of others.
  List<ServerFrame> instead(ClientAddress to, ServerFrame frame) {
    return List.of(frame);
  }

  /// What the directory says, which the server then signs.
  DirectoryEntry answer(Address asker, Address about, DirectoryEntry honest) {
    return honest;
  }

  /// What goes over the wire in place of an honest frame's bytes.
  byte[] bytes(byte[] honest) {
    return honest;
  }

  /// Whether a client's frame is heard at all.
  boolean hears(ClientAddress from, sotto.protocol.frame.ClientFrame frame) {
    return true;
  }
}
