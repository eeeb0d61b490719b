/// Messaging Layer Security (RFC 9420) as a library: bytes, time and randomness in, bytes out. An
/// argument that is null is refused at once with a [NullPointerException] that names it.
@org.jspecify.annotations.NullMarked
module sotto.mls {
  requires static transitive org.jspecify;
  requires org.bouncycastle.provider;

  exports sotto.mls.codec;
  exports sotto.mls.crypto;
  exports sotto.mls.tree;
  exports sotto.mls.message;
  exports sotto.mls.group;
}
