package sotto.app.output;

import java.util.Locale;
import java.util.Optional;
import sotto.client.Event;

/// Events as the JSON lines of docs/cli.md.
public final class EventJson {
  private EventJson() {}

  public static Json of(Event event) {
    return switch (event) {
      case Event.Message m ->
          Json.event("message")
              .put("id", m.id().hex())
              .put("conversation", m.conversation())
              .put("from", m.from())
              .put("text", m.text())
              .put("sentAt", m.sentAt())
              .put("receivedAt", m.receivedAt())
              .put("inReplyTo", m.inReplyTo().map(Object::toString));
      case Event.Receipt r ->
          Json.event("receipt")
              .put("of", r.of().hex())
              .put("from", r.from())
              .put("kind", lower(r.kind()))
              .put("conversation", r.conversation());
      case Event.Gap g ->
          Json.event("gap")
              .put("conversation", g.conversation())
              .put("from", Optional.of(g.from()).filter(from -> !from.isEmpty()))
              .put("missing", g.missing());
      case Event.Membership m ->
          Json.event("membership")
              .put("conversation", m.conversation())
              .put("added", m.added())
              .put("removed", m.removed())
              .put("by", m.by());
      case Event.IdentityChanged i ->
          Json.event("identity-changed").put("address", i.address()).put("reason", i.reason());
      case Event.Unreadable u ->
          Json.event("unreadable")
              .put("id", u.id().map(Object::toString))
              .put("reason", u.reason())
              .put("remedy", u.remedy())
              .put("conversation", u.conversation());
      case Event.Rejoined r ->
          Json.event("rejoined").put("conversation", r.conversation()).put("who", r.who());
      case Event.Renamed r ->
          Json.event("renamed")
              .put("conversation", r.conversation())
              .put("before", r.before())
              .put("by", r.by());
      case Event.Request r ->
          Json.event("request").put("conversation", r.conversation()).put("from", r.from());
      case Event.NotDelivered n ->
          Json.event("not-delivered")
              .put("id", n.id().hex())
              .put("conversation", n.conversation())
              .put("to", n.to())
              .put("reason", n.reason());
      case Event.Accepted a ->
          Json.event("accepted").put("id", a.id().hex()).put("conversation", a.conversation());
      case Event.Presence p ->
          Json.event("presence").put("address", p.address()).put("state", lower(p.state()));
      case Event.Connection c ->
          Json.event("connection").put("state", lower(c.state())).put("detail", c.detail());
      case Event.Notice n ->
          Json.event("notice").put("conversation", n.conversation()).put("message", n.sentence());
    };
  }

  private static String lower(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
