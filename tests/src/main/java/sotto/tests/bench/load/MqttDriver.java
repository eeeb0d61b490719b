package sotto.tests.bench.load;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// MQTT 3.1.1 with QoS 1, for Mosquitto and others: persistent sessions for receivers, topic
/// `u/NAME`.
public final class MqttDriver implements Driver {
  private static final int CONNACK = 2;
  private static final int PUBLISH = 3;
  private static final int PUBACK = 4;
  private static final int SUBACK = 9;
  private static final int LAST_ID = 65_000;

  private final Loop loop;
  private final String host;
  private final int port;

  public MqttDriver(Loop loop, String host, int port) {
    this.loop = loop;
    this.host = host;
    this.port = port;
  }

  @Override
  public void provision(List<String> users, List<Pair> pairs) throws Exception {
    List<String> receivers = pairs.stream().map(Pair::receiver).distinct().toList();
    Parallel.each(
        8,
        receivers,
        user -> {
          Session session = new Session(user, Mailbox.IGNORING);
          session.login(Role.RECEIVER);
          session.closeNow();
        });
  }

  @Override
  public Link connect(String user, Role role, Mailbox mailbox) throws Exception {
    Session session = new Session(user, mailbox);
    session.login(role);
    session.register();
    return session;
  }

  @Override
  public void close() {}

  /// One control packet: its type and where its body is in the input.
  private record Packet(int type, int body, int length) {}

  private final class Session extends Connection implements Link {
    private final String user;
    private final Mailbox mailbox;
    private final Map<Integer, Runnable> waiting = new HashMap<>();
    private int nextId = 1;

    Session(String user, Mailbox mailbox) throws IOException {
      super(loop, open(host, port), new PlainWire());
      this.user = user;
      this.mailbox = mailbox;
    }

    void login(Role role) throws IOException {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      DataOutputStream out = new DataOutputStream(bytes);
      out.writeUTF("MQTT");
      out.write(4);
      out.write(role == Role.RECEIVER ? 0xc0 : 0xc2);
      out.writeShort(0);
      out.writeUTF(user);
      out.writeUTF("bench");
      out.writeUTF("bench");
      request(0x10, bytes.toByteArray());
      Packet answer = await(CONNACK);
      if (in[answer.body() + 1] != 0) {
        throw new IOException("MQTT login refused with " + in[answer.body() + 1]);
      }
      boolean known = in[answer.body()] == 1;
      remove(answer);
      if (role == Role.RECEIVER && !known) {
        bytes.reset();
        out.writeShort(0xffff);
        out.writeUTF("u/" + user);
        out.write(1);
        request(0x82, bytes.toByteArray());
        remove(await(SUBACK));
      }
    }

    private void request(int type, byte[] body) throws IOException {
      byte[] packet = new byte[body.length + 2];
      packet[0] = (byte) type;
      packet[1] = (byte) body.length;
      System.arraycopy(body, 0, packet, 2, body.length);
      blockingWrite(packet);
    }

    /// Some servers send queued messages before the answer.
    private Packet await(int type) throws IOException {
      while (true) {
        int at = inStart;
        for (Optional<Packet> packet = at(at); packet.isPresent(); packet = at(at)) {
          if (packet.get().type() == type) {
            return packet.get();
          }
          at = packet.get().body() + packet.get().length();
        }
        blockingRead();
      }
    }

    private void remove(Packet packet) {
      int from = packet.body() - 2;
      int to = packet.body() + packet.length();
      System.arraycopy(in, to, in, from, inEnd - to);
      inEnd -= to - from;
    }

    private Optional<Packet> at(int start) {
      int length = 0;
      for (int i = 1; i <= 4; i++) {
        if (start + i >= inEnd) {
          return Optional.empty();
        }
        length |= (in[start + i] & 0x7f) << 7 * (i - 1);
        if (in[start + i] >= 0) {
          int body = start + i + 1;
          return inEnd - body < length
              ? Optional.empty()
              : Optional.of(new Packet((in[start] & 0xff) >> 4, body, length));
        }
      }
      return Optional.empty();
    }

    @Override
    protected void consume() {
      for (Optional<Packet> next = at(inStart); next.isPresent(); next = at(inStart)) {
        Packet packet = next.get();
        inStart = packet.body() + packet.length();
        if (packet.type() == PUBACK) {
          Optional.ofNullable(waiting.remove(uint16(packet.body()))).ifPresent(Runnable::run);
        } else if (packet.type() == PUBLISH) {
          int id = packet.body() + 2 + uint16(packet.body());
          byte high = in[id];
          byte low = in[id + 1];
          byte[] payload = Arrays.copyOfRange(in, id + 2, inStart);
          mailbox.received(payload, () -> put(new byte[] {0x40, 2, high, low}));
        }
      }
    }

    private int uint16(int at) {
      return (in[at] & 0xff) << 8 | in[at + 1] & 0xff;
    }

    @Override
    public void send(String receiver, byte[] payload, Runnable onAccepted) {
      int id = nextId;
      nextId = nextId == LAST_ID ? 1 : nextId + 1;
      waiting.put(id, onAccepted);
      int topic = receiver.length() + 2;
      put(0x32);
      int rest = 2 + topic + 2 + payload.length;
      for (; rest > 0x7f; rest >>>= 7) {
        put(rest & 0x7f | 0x80);
      }
      put(rest);
      put(topic >>> 8);
      put(topic);
      put("u/");
      put(receiver);
      put(id >>> 8);
      put(id);
      put(payload);
    }

    @Override
    public void disconnect() {
      put(0xe0);
      put(0);
      end();
    }
  }
}
