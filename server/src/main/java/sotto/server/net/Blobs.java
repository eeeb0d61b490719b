package sotto.server.net;

import sotto.protocol.frame.ClientFrame;
import sotto.protocol.frame.ErrorCode;
import sotto.protocol.identity.ClientAddress;

/// Sealed blobs: uploaded in chunks, kept as files, read by whoever knows their id.
final class Blobs {
  void put(Connection connection, long request, ClientAddress who, ClientFrame.PutBlob put) {
    connection.fail(request, ErrorCode.UNAVAILABLE);
  }

  void get(Connection connection, long request, ClientFrame.GetBlob get) {
    connection.fail(request, ErrorCode.BLOB_UNKNOWN);
  }
}
