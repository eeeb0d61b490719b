package sotto.tests.bench.load;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// NATS JetStream: one work-queue stream over `u.>`, a durable push consumer for each receiver.
public final class NatsDriver implements Driver {
  private static final String STREAM =
      """
      {"name":"MSGS","subjects":["u.>"],"retention":"workqueue","storage":"file",\
      "num_replicas":1,"discard":"new","max_consumers":-1}\
      """;
  private static final String CONSUMER =
      """
      {"stream_name":"MSGS","config":{"durable_name":"%1$s","deliver_subject":"d.%1$s",\
      "deliver_policy":"all","ack_policy":"explicit","ack_wait":30000000000,\
      "filter_subject":"u.%1$s","max_ack_pending":1000,"replay_policy":"instant"}}\
      """;

  private final Loop loop;
  private final String host;
  private final int port;

  public NatsDriver(Loop loop, String host, int port) {
    this.loop = loop;
    this.host = host;
    this.port = port;
  }

  @Override
  public void provision(List<String> users, List<Pair> pairs) throws Exception {
    Session admin = new Session("admin", Mailbox.IGNORING);
    admin.login();
    admin.request("$JS.API.STREAM.CREATE.MSGS", STREAM);
    for (String user : pairs.stream().map(Pair::receiver).distinct().toList()) {
      admin.request("$JS.API.CONSUMER.DURABLE.CREATE.MSGS." + user, CONSUMER.formatted(user));
    }
    admin.closeNow();
  }

  @Override
  public Link connect(String user, Role role, Mailbox mailbox) throws Exception {
    Session session = new Session(user, mailbox);
    session.login();
    if (role == Role.RECEIVER) {
      session.blockingAscii("SUB d." + user + " 2\r\n");
    }
    session.register();
    return session;
  }

  @Override
  public void close() {}

  private final class Session extends Connection implements Link {
    private final Mailbox mailbox;
    private final String inbox;
    private final Map<Long, Runnable> waiting = new HashMap<>();
    private long sent;

    Session(String user, Mailbox mailbox) throws IOException {
      super(loop, open(host, port), new PlainWire());
      this.mailbox = mailbox;
      this.inbox = "_INBOX." + user + ".";
    }

    void blockingAscii(String text) throws IOException {
      blockingWrite(text.getBytes(StandardCharsets.US_ASCII));
    }

    void login() throws IOException {
      blockingAscii(
          """
          CONNECT {"verbose":false,"pedantic":false,"user":"bench","pass":"bench","lang":"raw",\
          "version":"1","protocol":1}\r
          SUB %s* 1\r
          PING\r
          """
              .formatted(inbox));
      await("PONG\r\n");
    }

    private String await(String wanted) throws IOException {
      while (true) {
        String text = new String(in, inStart, inEnd - inStart, StandardCharsets.ISO_8859_1);
        if (text.contains("-ERR")) {
          throw new IOException("NATS refuses: " + text);
        }
        int at = text.indexOf(wanted);
        if (at >= 0) {
          inStart += at + wanted.length();
          return text;
        }
        blockingRead();
      }
    }

    void request(String subject, String json) throws IOException {
      blockingAscii("PUB " + subject + " " + inbox + "0 " + json.length() + "\r\n" + json + "\r\n");
      String answer = await("}\r\n");
      if (answer.contains("\"error\"") && !answer.contains("already in use")) {
        throw new IOException("NATS refuses: " + answer);
      }
    }

    @Override
    protected void consume() {
      while (true) {
        int end = inStart;
        while (end < inEnd && in[end] != '\n') {
          end++;
        }
        if (end >= inEnd) {
          return;
        }
        String line = new String(in, inStart, end - 1 - inStart, StandardCharsets.US_ASCII);
        int after = end + 1;
        if (line.startsWith("MSG ")) {
          String[] words = line.split(" ");
          int length = Integer.parseInt(words[words.length - 1]);
          if (inEnd < after + length + 2) {
            return;
          }
          message(words, Arrays.copyOfRange(in, after, after + length));
          after += length + 2;
        } else if (line.startsWith("PING")) {
          put("PONG\r\n");
        }
        inStart = after;
      }
    }

    /// `MSG subject sid [reply] length`: sid 1 is for answers to what was sent.
    private void message(String[] words, byte[] payload) {
      if (words[2].equals("1")) {
        long number = Long.parseLong(words[1].substring(inbox.length()));
        Optional.ofNullable(waiting.remove(number)).ifPresent(Runnable::run);
      } else {
        mailbox.received(payload, () -> put("PUB " + words[3] + " 4\r\n+ACK\r\n"));
      }
    }

    @Override
    public void send(String receiver, byte[] payload, Runnable onAccepted) {
      long number = ++sent;
      waiting.put(number, onAccepted);
      put("PUB u." + receiver + " " + inbox + number + " " + payload.length + "\r\n");
      put(payload);
      put("\r\n");
    }

    @Override
    public void disconnect() {
      end();
    }
  }
}
