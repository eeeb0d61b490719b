package sotto.tests.bench.load;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/// XMPP (RFC 6120) with stream management (XEP-0198), for ejabberd, Prosody and others. A message
/// counts as accepted when the server has counted its stanza; its content is Base64 in the body.
public final class XmppDriver implements Driver {
  private static final String DOMAIN = "localhost";
  private static final String HEADER =
      "<?xml version='1.0'?><stream:stream to='localhost' xmlns='jabber:client'"
          + " xmlns:stream='http://etherx.jabber.org/streams' version='1.0'>";
  private static final String FEATURES = "</stream:features>";
  private static final byte[] BODY = ascii("<body");
  private static final byte[] BODY_END = ascii("</body>");
  private static final byte[] COUNT = ascii("h=");
  private static final byte[] PING = ascii("urn:xmpp:ping");

  private final Loop loop;
  private final String host;
  private final int port;

  public XmppDriver(Loop loop, String host, int port) {
    this.loop = loop;
    this.host = host;
    this.port = port;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  @Override
  public void provision(List<String> users, List<Pair> pairs) throws Exception {
    Parallel.each(
        8,
        users,
        user -> {
          Stream stream = new Stream(Mailbox.IGNORING);
          stream.ask(HEADER, FEATURES);
          String answer =
              stream.ask(
                  "<iq type='set' id='r' to='localhost'><query xmlns='jabber:iq:register'>"
                      + "<username>%s</username><password>pw-%s</password></query></iq>"
                          .formatted(user, user),
                  "</iq>",
                  "/>");
          if (!answer.contains("result")) {
            throw new IOException("XMPP registration refused: " + answer);
          }
          stream.closeNow();
        });
  }

  @Override
  public Link connect(String user, Role role, Mailbox mailbox) throws Exception {
    Stream stream = new Stream(mailbox);
    stream.login(user);
    if (role == Role.RECEIVER) {
      stream.appear();
    }
    stream.register();
    return stream;
  }

  @Override
  public void close() {}

  private final class Stream extends Connection implements Link {
    private final Mailbox mailbox;
    private final ArrayDeque<Runnable> unanswered = new ArrayDeque<>();
    private int sent;
    private int answered;
    private int received;
    private boolean asks;

    Stream(Mailbox mailbox) throws IOException {
      super(loop, open(host, port), new PlainWire());
      this.mailbox = mailbox;
    }

    /// Writes and waits for one of `ends`; everything up to it.
    String ask(String question, String... ends) throws IOException {
      blockingWrite(ascii(question));
      while (true) {
        String text = new String(in, inStart, inEnd - inStart, StandardCharsets.ISO_8859_1);
        for (String end : ends) {
          int at = text.indexOf(end);
          if (at >= 0) {
            inStart += at + end.length();
            return text.substring(0, at + end.length());
          }
        }
        if (text.contains("</stream:stream>")) {
          throw new IOException("The XMPP server ended the stream: " + text);
        }
        blockingRead();
      }
    }

    void login(String user) throws IOException {
      ask(HEADER, FEATURES);
      byte[] plain = ("\0" + user + "\0pw-" + user).getBytes(StandardCharsets.US_ASCII);
      String auth =
          "<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='PLAIN'>"
              + Base64.getEncoder().encodeToString(plain)
              + "</auth>";
      if (!ask(auth, "sasl'/>", "sasl\"/>", "</success>", "</failure>").contains("<success")) {
        throw new IOException("XMPP login refused.");
      }
      ask(HEADER, FEATURES);
      ask(
          "<iq type='set' id='b'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'>"
              + "<resource>x</resource></bind></iq>",
          "</iq>");
      if (!ask("<enable xmlns='urn:xmpp:sm:3'/>", "/>", "</failed>").contains("<enabled")) {
        throw new IOException("The XMPP server has no stream management.");
      }
    }

    void appear() throws IOException {
      sent++;
      answered++;
      blockingWrite(ascii("<presence/>"));
    }

    @Override
    protected void consume() {
      while (true) {
        while (inStart < inEnd && in[inStart] != '<') {
          inStart++;
        }
        int end = stanzaEnd(inStart, inEnd);
        if (end < 0) {
          return;
        }
        int from = inStart;
        inStart = end;
        stanza(from, end);
      }
    }

    private void stanza(int from, int end) {
      switch (in[from + 1]) {
        case 'm' -> message(from, end);
        case 'r' -> put("<a xmlns='urn:xmpp:sm:3' h='" + received + "'/>");
        case 'a' -> answer(number(find(COUNT, from, end) + 3));
        case 'p' -> received++;
        case 'i' -> query(from, end);
        default -> {}
      }
    }

    private void message(int from, int end) {
      received++;
      int body = find(BODY, from, end);
      if (body < 0) {
        return;
      }
      while (in[body++] != '>') {
        // Attributes.
        continue;
      }
      byte[] encoded = Arrays.copyOfRange(in, body, find(BODY_END, body, end));
      // Stream management acknowledges when the server asks.
      mailbox.received(Base64.getDecoder().decode(encoded), () -> {});
    }

    private void query(int from, int end) {
      received++;
      if (find(PING, from, end) < 0) {
        return;
      }
      String text = new String(in, from, end - from, StandardCharsets.US_ASCII);
      String id = text.replaceFirst("(?s).* id=['\"]([^'\"]*)['\"].*", "$1");
      sent++;
      unanswered.add(() -> {});
      put("<iq type='result' id='" + id + "'/>");
    }

    private void answer(int count) {
      while (answered < count && !unanswered.isEmpty()) {
        answered++;
        unanswered.remove().run();
      }
    }

    private int number(int at) {
      int value = 0;
      for (int i = at; in[i] >= '0' && in[i] <= '9'; i++) {
        value = 10 * value + in[i] - '0';
      }
      return value;
    }

    /// Behind the element that begins at `from`; -1 while it has not arrived whole.
    private int stanzaEnd(int from, int limit) {
      int depth = 0;
      for (int i = from; i < limit; ) {
        if (in[i] != '<') {
          i++;
          continue;
        }
        int close = tagEnd(i + 1, limit);
        if (close < 0) {
          return -1;
        }
        if (in[i + 1] == '/') {
          depth--;
        } else if (in[close - 1] != '/' && in[close - 1] != '?') {
          depth++;
        }
        i = close + 1;
        if (depth <= 0) {
          return i;
        }
      }
      return -1;
    }

    private int tagEnd(int from, int limit) {
      byte quote = 0;
      for (int i = from; i < limit; i++) {
        byte c = in[i];
        if (quote != 0) {
          quote = c == quote ? 0 : quote;
        } else if (c == '"' || c == '\'') {
          quote = c;
        } else if (c == '>') {
          return i;
        }
      }
      return -1;
    }

    private int find(byte[] wanted, int from, int limit) {
      for (int i = from; i <= limit - wanted.length; i++) {
        if (Arrays.equals(in, i, i + wanted.length, wanted, 0, wanted.length)) {
          return i;
        }
      }
      return -1;
    }

    @Override
    public void send(String receiver, byte[] payload, Runnable onAccepted) {
      sent++;
      unanswered.add(onAccepted);
      put("<message type='chat' to='" + receiver + "@" + DOMAIN + "' id='" + sent + "'><body>");
      put(Base64.getEncoder().encode(payload));
      put("</body></message>");
      asks = true;
    }

    @Override
    protected void beforeFlush() {
      if (asks) {
        asks = false;
        put("<r xmlns='urn:xmpp:sm:3'/>");
      }
    }

    @Override
    public void disconnect() {
      put("<a xmlns='urn:xmpp:sm:3' h='" + received + "'/>");
      put("<presence type='unavailable'/></stream:stream>");
      end();
    }
  }
}
