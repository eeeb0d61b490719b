package sotto.tests.bench.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// How each peer is set up in an empty folder, and the command that runs it there.
final class PeerPrograms {
  private PeerPrograms() {}

  /// @param environment added to this process's own
  record Command(List<String> words, Map<String, String> environment) {}

  static Command mosquitto(String program, Path folder, int port) throws IOException {
    Path file = folder.resolve("mosquitto.conf");
    Files.writeString(
        file,
        """
        listener %d 127.0.0.1
        allow_anonymous true
        persistence true
        persistence_location %s/
        max_queued_messages 0
        max_queued_bytes 0
        max_inflight_messages 20
        log_type error
        user root
        """
            .formatted(port, folder));
    return new Command(List.of(program, "-c", file.toString()), Map.of());
  }

  static Command nats(String program, Path folder, int port) throws IOException {
    Path file = folder.resolve("nats.conf");
    Files.writeString(
        file,
        """
        listen: "127.0.0.1:%d"
        max_connections: 64000
        authorization { user: bench, password: bench }
        jetstream { store_dir: "%s/js", max_mem: 256M, max_file: 20G, sync_interval: always }
        """
            .formatted(port, folder));
    return new Command(List.of(program, "-c", file.toString()), Map.of());
  }

  /// A broker with MQTT alone, whose journal syncs before it acknowledges, as it comes.
  static Command artemis(String program, Path folder, int port)
      throws IOException, InterruptedException {
    Path broker = folder.resolve("broker");
    List<String> create =
        List.of(
            program,
            "create",
            broker.toString(),
            "--user=bench",
            "--password=bench",
            "--allow-anonymous",
            "--no-web",
            "--no-hornetq-acceptor",
            "--no-amqp-acceptor",
            "--no-stomp-acceptor",
            "--host=127.0.0.1",
            "--default-port=61697",
            "--nio",
            "--silent");
    Map<String, String> environment = Map.of("JAVA_HOME", System.getProperty("java.home"));
    ProcessBuilder creation =
        new ProcessBuilder(create)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("create").toFile());
    creation.environment().putAll(environment);
    if (creation.start().waitFor() != 0) {
      throw new IOException(Files.readString(folder.resolve("create")));
    }
    Path configuration = broker.resolve("etc/broker.xml");
    Files.writeString(
        configuration,
        Files.readString(configuration)
            .replace("tcp://0.0.0.0:", "tcp://127.0.0.1:")
            .replace("127.0.0.1:1883", "127.0.0.1:" + port));
    return new Command(List.of(broker.resolve("bin/artemis").toString(), "run"), environment);
  }

  static Command prosody(String program, Path folder, int port) throws IOException {
    Path file = folder.resolve("prosody.cfg.lua");
    Files.writeString(
        file,
        """
        run_as_root = true
        pidfile = "%1$s/prosody.pid"
        data_path = "%1$s"
        interfaces = { "127.0.0.1" }
        c2s_ports = { %2$d }
        s2s_ports = {}; component_ports = {}; http_ports = {}; https_ports = {}
        network_backend = "epoll"
        network_settings = { tcp_backlog = 4096 }
        modules_enabled = { "saslauth"; "smacks"; "offline"; "register_ibr"; "c2s"; "disco"; "presence"; "message"; "iq" }
        modules_disabled = { "s2s"; "posix" }
        allow_registration = true
        registration_throttle_max = nil
        c2s_require_encryption = false
        allow_unencrypted_plain_auth = true
        authentication = "internal_plain"
        c2s_stanza_size_limit = 262144
        storage = "internal"
        log = { warn = "%1$s/prosody.log" }
        VirtualHost "localhost"
        """
            .formatted(folder, port));
    return new Command(List.of(program, "-F", "--config", file.toString()), Map.of());
  }

  /// The Erlang of the installed ejabberd, with its own database, Mnesia.
  static Command ejabberd(String program, Path folder, int port) throws IOException {
    Path file = folder.resolve("ejabberd.yml");
    Files.writeString(
        file,
        """
        hosts: [localhost]
        loglevel: warning
        registration_timeout: infinity
        auth_password_format: plain
        disable_sasl_mechanisms: ["digest-md5", "X-OAUTH2"]
        listen:
          - {port: %d, ip: "127.0.0.1", module: ejabberd_c2s, max_stanza_size: 262144, shaper: none, access: all, starttls: false, backlog: 4096}
        shaper_rules: {max_user_sessions: 10, max_user_offline_messages: infinity}
        modules:
          mod_offline: {access_max_user_messages: max_user_offline_messages}
          mod_stream_mgmt: {resend_on_timeout: true, max_ack_queue: 50000}
          mod_register: {access: all, ip_access: all, welcome_message: {subject: "", body: ""}}
        """
            .formatted(port));
    Path erl = Path.of("/usr/bin/erl");
    List<String> words =
        List.of(
            erl.toString(),
            "+K",
            "true",
            "+P",
            "250000",
            "+Q",
            "65536",
            "-noshell",
            "-noinput",
            "-mnesia",
            "dir",
            "\"" + folder.resolve("db") + "\"",
            "-s",
            "ejabberd");
    return new Command(
        words,
        Map.of(
            "ERL_LIBS", "/usr/lib/x86_64-linux-gnu",
            "EJABBERD_CONFIG_PATH", file.toString(),
            "EJABBERD_LOG_PATH", folder.resolve("ejabberd.log").toString(),
            "EJABBERD_PID_PATH", folder.resolve("ejabberd.pid").toString(),
            "ERL_MAX_PORTS", "32000",
            "HOME", folder.toString()));
  }
}
