/// What client and server say to each other, and what members say inside a group.
@org.jspecify.annotations.NullMarked
module sotto.protocol {
  requires static transitive org.jspecify;
  requires transitive sotto.mls;

  exports sotto.protocol.cbor;
  exports sotto.protocol.content;
  exports sotto.protocol.frame;
  exports sotto.protocol.group;
  exports sotto.protocol.identity;
  exports sotto.protocol.limits;
  exports sotto.protocol.text;
  exports sotto.protocol.wire;
}
