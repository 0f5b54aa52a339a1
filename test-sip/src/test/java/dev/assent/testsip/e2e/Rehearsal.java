package dev.assent.testsip.e2e;

import dev.assent.compliance.ClockState;
import dev.assent.dialer.Exit;
import dev.assent.dialer.cli.Program;
import dev.assent.dialer.cli.Visitor;
import dev.assent.dialer.engine.home.Clocks;
import dev.assent.dialer.engine.home.Home;
import dev.assent.dialer.engine.home.Machine;
import dev.assent.dialer.engine.socket.EngineClient;
import dev.assent.dialer.keys.Argon2Cost;
import dev.assent.testsip.carrier.Carrier;
import dev.assent.testsip.carrier.CarrierSettings;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * A simulated home with its people, at 10:00 on 15 September 2026 in Beijing, made by the program's
 * own commands, and a carrier on the loopback for it. The engine is real and in this process; only
 * passphrases are cheaper than they should be.
 */
final class Rehearsal implements AutoCloseable {
  private static final String COLUMNS =
      "number,person,purposes,synthetic_voice,consent_form,consent_at,consent_expires,"
          + "notice_version,evidence_sha256\n";

  final Path root;
  final Carrier carrier;
  private final InetAddress address;
  final Map<String, String> environment;
  private final Path memory;
  private final Machine machine;
  private Optional<Resident> engine = Optional.empty();

  /** A home ready for campaigns. No engine runs yet but for the time of each command. */
  Rehearsal(Path root) throws IOException {
    this(root, "127.0.0.1");
  }

  /**
   * @param address the loopback's, where everything is bound
   */
  Rehearsal(Path root, String address) throws IOException {
    this(root, address, _ -> {});
  }

  /** What is done with a new home before its engine starts for the first time. */
  interface NewHome {
    void made(Path home) throws IOException;
  }

  /**
   * @param address the loopback's, where everything is bound
   */
  Rehearsal(Path root, String address, NewHome prepared) throws IOException {
    this.root = root;
    this.address = InetAddress.ofLiteral(address);
    this.memory = memory();
    this.environment =
        Map.of(
            "ASSENT_RUNTIME_DIR", memory.toString(),
            "ASSENT_HOME", home().toString(),
            "ASSENT_LANG", "en");
    Path release = root.resolve("release");
    this.machine = machine(environment, release);
    this.carrier =
        Carrier.start(
            CarrierSettings.loopback()
                .withListen(new InetSocketAddress(this.address, 0))
                .withOut(root.resolve("carrier"))
                .withCredentials("trunk", "sesame")
                .withTimes(Duration.ofMillis(500), Duration.ofSeconds(20), Duration.ofMillis(300)));
    String script = TonePrompts.write(release.resolve("conf/prompts/zh-CN"));
    makeHome();
    prepared.made(home());
    fillHome(script);
  }

  /** Where a machine keeps keys that are open. */
  static Path memory() throws IOException {
    return Files.createTempDirectory(
        Path.of("/dev/shm"),
        "assent-test-",
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
  }

  static Machine machine(Map<String, String> environment, Path release) {
    return new Machine(
        Clocks.real(),
        () -> new ClockState(true, Duration.ZERO, "", "2026a"),
        environment,
        new Argon2Cost(64, 1),
        Optional.of(release));
  }

  Path home() {
    return root.resolve("home");
  }

  /** A file for each passphrase, named like the person. */
  Path passphrases() {
    return root.resolve("passphrases");
  }

  /** The carrier's sound and reports; whole after {@link #close}. */
  Path carrierOut() {
    return root.resolve("carrier");
  }

  /** A fictional number. */
  static String number(int n) {
    return "+861990000%04d".formatted(n);
  }

  private void makeHome() throws IOException {
    Files.createDirectories(passphrases());
    List<String> init =
        new ArrayList<>(
            List.of(
                "init --controller Example --user alice:OPERATOR --user bob:COMPLIANCE --qa quinn"
                    .split(" ")));
    init.addAll(List.of("--recovery-dir", "recovery"));
    init.addAll(List.of("--simulated", "2026-09-15T10:00:00+08:00"));
    for (String name : List.of("alice", "bob", "quinn")) {
      Path file = passphrases().resolve(name);
      Files.writeString(file, name + " correct horse battery staple\n");
      init.addAll(List.of("--passphrase-file", name + "=" + file));
    }
    done(init.toArray(String[]::new));
    keepOnePort();
    Path trunks = home().resolve("conf/trunks");
    Files.writeString(trunks.resolve("loopback.password"), "sesame\n");
    Files.setPosixFilePermissions(
        trunks.resolve("loopback.password"), PosixFilePermissions.fromString("rw-------"));
    Files.writeString(
        trunks.resolve("loopback.yaml"),
        """
        version: 1
        targets: ["%s"]
        transport: udp
        signalling: ["%s"]
        media: ["%s"]
        domain: carrier.invalid
        region: CN
        callsPerSecond: 20
        channels: 100
        callee: e164-plus
        inbound: unavailable
        user: trunk
        passwordFile: loopback.password
        """
            .formatted(
                (address instanceof Inet6Address ? "[%s]:%d" : "%s:%d")
                    .formatted(address.getHostAddress(), carrier.address().getPort()),
                address.getHostAddress(),
                address.getHostAddress()));
  }

  /** A restarted engine hears answers to what the killed one sent only on the same port. */
  private void keepOnePort() throws IOException {
    Path conf = home().resolve("conf/assent.yaml");
    int port;
    try (DatagramSocket free = new DatagramSocket(0, address)) {
      port = free.getLocalPort();
    }
    Files.writeString(
        conf,
        Files.readString(conf)
            .replace("port: 0", "port: " + port)
            .replaceAll("bind: .*", "bind: \"" + address.getHostAddress() + "\""));
  }

  private void fillHome(String script) throws IOException {
    startEngine();
    done("unlock", "--as", "alice", "--passphrase-file", "passphrases/alice");
    done("login", "--as", "alice", "--passphrase-file", "passphrases/alice");
    done("login", "--as", "bob", "--passphrase-file", "passphrases/bob");
    write(
        "number.yaml",
        """
        version: 1
        number: "+8619900009000"
        holder: Example
        filingNo: FILING-1
        uses: [service, callback]
        outbound: true
        commitmentLetter: LETTER-1
        commitmentLetterSha256: a793a267e5c64c87482eaaad2ea528520067f2151240b7b48bc0d28f17749855
        filedAt: 2026-03-02
        validTo: 2027-03-01
        trunks: [loopback]
        """);
    write("script.yaml", script);
    write(
        "source.yaml",
        """
        version: 1
        source: register
        type: self-web
        documents:
          - kind: collection-form
            sha256: 15c4c976267e1afb75d9701f749fabb6bf6c934236cb9b962ce6d7af3c05c035
        collectedAt: 2026-03-02
        noticeVersion: "2026-02"
        validTo: 2027-02-28
        """);
    write(
        "licence.yaml",
        """
        version: 1
        licence: call-centre
        kind: call-centre
        number: LICENCE-1
        holder: Example
        document: 15c4c976267e1afb75d9701f749fabb6bf6c934236cb9b962ce6d7af3c05c035
        validFrom: 2026-03-02
        validTo: 2027-03-01
        """);
    done("number", "add", "number.yaml", "--as", "alice");
    done("licence", "add", "licence.yaml", "--as", "alice");
    done("licence", "review", "call-centre", "--as", "bob");
    done("script", "submit", "script.yaml", "--as", "alice");
    done("script", "listen", "tones", "--to", "tones.wav", "--as", "bob");
    done("script", "approve", "tones", "--heard", "tones.wav", "--as", "bob");
    done("source", "add", "source.yaml", "--as", "alice");
    done("source", "review", "register", "--as", "bob");
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(root.resolve(name), text);
  }

  /** Imports these numbers and makes an approved campaign that calls them all at once. */
  void campaign(String name, List<String> numbers) throws IOException {
    campaign(name, numbers, "");
  }

  /**
   * @param more keys of the campaign's file
   */
  void campaign(String name, List<String> numbers, String more) throws IOException {
    StringBuilder csv = new StringBuilder(COLUMNS);
    for (String number : numbers) {
      csv.append(
          "%s,P-%s,service,yes,web-tick,2026-03-02T10:00:00+08:00,2027-03-01T00:00:00+08:00,2026-02,%s%n"
              .formatted(number, number.substring(number.length() - 4), "0".repeat(64)));
    }
    write(name + ".csv", csv.toString());
    String imported =
        done(
            "contacts",
            "import",
            name + ".csv",
            "--source",
            "register",
            "--as",
            "alice",
            "-o",
            "json");
    String batch = imported.replaceAll("(?s).*\"batch\" *: *\"([0-9a-f-]+)\".*", "$1");
    write(
        name + ".yaml",
        """
        version: 1
        campaign: %s
        purpose: service
        packs: [cn-callcentre]
        script: tones
        batches: ["%s"]
        callerNumber: "+8619900009000"
        trunk: loopback
        from: 2026-09-15T00:00:00+08:00
        to: 2026-10-15T00:00:00+08:00
        onRefuse: end
        recordingMandatory: true
        pacing:
          callsPerSecond: 20
          concurrency: 40
        %s\
        """
            .formatted(name, batch, more));
    done("campaign", "add", name + ".yaml", "--as", "alice");
    done("campaign", "submit", name, "--as", "alice");
    done("campaign", "approve", name, "--as", "bob");
  }

  /** Runs a campaign until nobody is due. */
  CompletableFuture<String> run(String campaign) {
    return inBackground(
        () -> done("campaign", "run", campaign, "--yes", "--once", "--as", "alice"));
  }

  static <T> CompletableFuture<T> inBackground(Supplier<T> work) {
    return CompletableFuture.supplyAsync(work, task -> Thread.ofVirtual().start(task));
  }

  Exit give(Visitor visitor, String... argv) {
    return new Program(machine, root, "tester").run(visitor, 100, false, argv);
  }

  /** The same on another machine, in whose memory nothing is open. */
  Exit elsewhere(Visitor visitor, String... argv) throws IOException {
    Map<String, String> there = new HashMap<>(environment);
    Path bare = memory.resolve("elsewhere");
    if (Files.notExists(bare)) {
      Files.createDirectory(
          bare, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }
    there.put("ASSENT_RUNTIME_DIR", bare.toString());
    Machine other =
        new Machine(
            machine.clocks(),
            () -> new ClockState(true, Duration.ZERO, "", "2026a"),
            there,
            new Argon2Cost(64, 1),
            Optional.empty());
    return new Program(other, root, "stranger").run(visitor, 100, false, argv);
  }

  /** Runs a command that must succeed; tells what it printed. */
  String done(String... argv) {
    Visitor visitor = Visitor.nobody();
    Exit exit = give(visitor, argv);
    if (exit != Exit.DONE) {
      throw new AssertionError(Arrays.toString(argv) + ": " + exit + "\n" + visitor.words());
    }
    return visitor.data();
  }

  /** {@code assent engine}, on a thread of this process. */
  void startEngine() throws IOException {
    Visitor visitor = Visitor.nobody();
    CompletableFuture<Exit> ended = inBackground(() -> give(visitor, "engine"));
    Home home = Home.open(home());
    while (EngineClient.connect(home).isEmpty()) {
      if (ended.isDone()) {
        throw new AssertionError(visitor.words());
      }
      LockSupport.parkNanos(1_000_000); // what is waited for needs the core
    }
    engine = Optional.of(new Resident(visitor, ended));
  }

  /** {@code assent engine} in a process of its own, with the keys that an unlock left in memory. */
  Process startEngineProcess() throws IOException {
    return startEngineProcess(root, home(), environment);
  }

  static Process startEngineProcess(Path root, Path ofHome, Map<String, String> environment)
      throws IOException {
    List<String> java =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-XX:-UsePerfData",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            "dev.assent.dialer.cli.Main",
            "engine");
    ProcessBuilder builder = new ProcessBuilder(java).directory(root.toFile());
    builder.environment().putAll(environment);
    Path said = root.resolve("engine.said");
    Process process = builder.redirectErrorStream(true).redirectOutput(said.toFile()).start();
    Home home = Home.open(ofHome);
    while (EngineClient.connect(home).isEmpty()) {
      if (!process.isAlive()) {
        throw new AssertionError(Files.readString(said));
      }
      LockSupport.parkNanos(1_000_000); // what is waited for needs the core
    }
    return process;
  }

  /** Drains and ends the engine; its files are whole afterwards. */
  void stopEngine() {
    engine.ifPresent(
        resident -> {
          resident.visitor.interrupts().fire();
          resident.ended.join();
        });
    engine = Optional.empty();
  }

  private record Resident(Visitor visitor, CompletableFuture<Exit> ended) {}

  @Override
  public void close() throws IOException {
    stopEngine();
    carrier.close();
    try (Stream<Path> tree = Files.walk(memory)) {
      for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
