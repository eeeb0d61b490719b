package sotto.app.output;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import sotto.client.Event;

/// Events as a person reads them: one line each, only through [Shown].
public final class EventText {
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT);
  private static final DateTimeFormatter HOUR = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);
  private static final int ID_SHOWN = 8;

  private final Style style;
  private final ZoneId zone;
  private final UnaryOperator<String> names;

  /// With addresses in full.
  public EventText(Style style, ZoneId zone) {
    this(style, zone, UnaryOperator.identity());
  }

  /// @param names how an address or a conversation's name is written
  public EventText(Style style, ZoneId zone, UnaryOperator<String> names) {
    this.style = style;
    this.zone = zone;
    this.names = names;
  }

  public String of(Event event) {
    return switch (event) {
      case Event.Message m -> message(m.receivedAt(), m.conversation(), m.from(), m.text());
      case Event.Receipt r ->
          style.faint(
              "%s %s message %s"
                  .formatted(
                      name(r.from()),
                      r.kind() == Event.ReceiptKind.READ ? "has read" : "has received",
                      shortened(r.of().hex())));
      case Event.Gap g ->
          style.careful(
              "%d %s%s%s did not arrive"
                  .formatted(
                      g.missing(),
                      g.missing() == 1 ? "message" : "messages",
                      known(" from ", g.from()),
                      known(" in ", g.conversation())));
      case Event.Membership m -> style.accent(membership(m));
      case Event.IdentityChanged i ->
          style.bad(
              "%s shows another key: %s. Nothing is sent until: sotto trust %s"
                  .formatted(
                      name(i.address()),
                      withoutDot(Shown.line(i.reason())),
                      Shown.line(i.address())));
      case Event.Unreadable u ->
          style.careful(
              "A message%s cannot be read: %s; %s"
                  .formatted(
                      known(" in ", u.conversation()),
                      small(withoutDot(Shown.line(u.reason()))),
                      small(Shown.line(u.remedy()))));
      case Event.Rejoined r ->
          style.accent("%s rejoined %s".formatted(name(r.who()), name(r.conversation())));
      case Event.Renamed r ->
          style.accent(
              "%s renamed %s to %s"
                  .formatted(name(r.by()), name(r.before()), name(r.conversation())));
      case Event.Request r ->
          style.accent(
              "%s, who is not a contact, wrote first; answering accepts".formatted(name(r.from())));
      case Event.NotDelivered n ->
          style.bad(
              "Message %s was not delivered to %s: %s"
                  .formatted(
                      shortened(n.id().hex()),
                      n.to().isEmpty() ? name(n.conversation()) : names(n.to()),
                      Shown.line(n.reason())));
      case Event.Accepted a ->
          style.faint("message %s is with the server".formatted(shortened(a.id().hex())));
      case Event.Presence p ->
          style.faint(
              "%s is %s"
                  .formatted(
                      name(p.address()), p.state() == Event.PresenceState.HERE ? "here" : "away"));
      case Event.Connection c -> style.faint(Shown.line(c.detail()));
      case Event.Notice n -> style.accent(Shown.line(n.sentence()));
    };
  }

  /// Nothing, where nobody can say who or what it was: of an invitation that does not open, say.
  private String known(String word, String name) {
    return name.isEmpty() ? "" : word + name(name);
  }

  /// `2026-11-20 09:30 bob@host: text`, with the conversation's name when it is not the sender's.
  public String message(Instant at, String conversation, String from, String text) {
    String where =
        conversation.equals(from) ? "" : style.faint(conversationName(conversation)) + " ";
    return "%s %s%s: %s"
        .formatted(style.faint(time(at)), where, style.bold(name(from)), Shown.text(text));
  }

  public String conversationName(String name) {
    return (direct(name) || name.startsWith("#") ? "" : "#") + name(name);
  }

  /// A conversation of two is called by the other's address, one of many never so.
  public static boolean direct(String conversation) {
    return conversation.contains("@") && !conversation.startsWith("#");
  }

  private String name(String name) {
    return Shown.line(names.apply(name));
  }

  public String time(Instant at) {
    return DAY.format(at.atZone(zone));
  }

  /// The hour alone when it is the same day.
  public String timeSince(Instant at, Instant now) {
    ZonedDateTime then = at.atZone(zone);
    return LocalDate.ofInstant(now, zone).equals(then.toLocalDate())
        ? HOUR.format(then)
        : DAY.format(then);
  }

  private String membership(Event.Membership m) {
    var where = name(m.conversation());
    if (m.added().isEmpty() && m.removed().isEmpty()) {
      return "nothing changes in " + where;
    }
    if (direct(m.conversation()) && m.removed().isEmpty()) {
      return "the conversation with %s begins".formatted(where);
    }
    var by = name(m.by());
    if (m.removed().equals(List.of(m.by())) && m.added().isEmpty()) {
      return "%s left %s".formatted(by, where);
    }
    var said = new StringBuilder(by);
    // To whoever joins everybody is new, the one who invited too.
    var added = m.added().stream().filter(address -> !address.equals(m.by())).toList();
    if (!added.isEmpty()) {
      said.append(" added ").append(names(added));
    }
    if (!m.removed().isEmpty()) {
      said.append(added.isEmpty() ? "" : " and").append(" removed ").append(names(m.removed()));
    }
    return said.append(" in ").append(where).toString();
  }

  private String names(List<String> addresses) {
    return String.join(", ", addresses.stream().map(this::name).toList());
  }

  private static String shortened(String id) {
    return id.substring(0, Math.min(ID_SHOWN, id.length()));
  }

  private static String small(String sentence) {
    return sentence.isEmpty()
        ? sentence
        : Character.toLowerCase(sentence.charAt(0)) + sentence.substring(1);
  }

  private static String withoutDot(String sentence) {
    return sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
  }
}
