/// The five original teaching systems, each running as its document describes it. Shares nothing
/// with the secure part.
@org.jspecify.annotations.NullMarked
module sotto.classic {
  requires static transitive org.jspecify;
  requires java.management;
  requires java.sql;
  requires tools.jackson.core;
  requires transitive tools.jackson.databind;
  requires org.bouncycastle.provider;

  exports sotto.classic;
  exports sotto.classic.challenge;
  exports sotto.classic.docs;
  exports sotto.classic.face;
  exports sotto.classic.folder;
  exports sotto.classic.key;
  exports sotto.classic.lab;
  exports sotto.classic.net;
  exports sotto.classic.part;
  exports sotto.classic.profile;
  exports sotto.classic.record;
  exports sotto.classic.relay;
  exports sotto.classic.room;
}
