package sotto.server.net;

import sotto.protocol.identity.Address;
import sotto.protocol.identity.Code;

/// The operator's way of getting a code to an address.
@FunctionalInterface
public interface CodeSender {
  void send(Address address, Code code);
}
