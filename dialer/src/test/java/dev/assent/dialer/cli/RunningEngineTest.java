package dev.assent.dialer.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assent.dialer.Exit;
import dev.assent.dialer.Language;
import dev.assent.dialer.UserError;
import dev.assent.dialer.engine.CommandRunner;
import dev.assent.dialer.engine.Engine;
import dev.assent.dialer.engine.home.Home;
import dev.assent.dialer.engine.home.HomeLock;
import dev.assent.dialer.engine.socket.EngineClient;
import dev.assent.dialer.engine.socket.OutputFormat;
import dev.assent.dialer.engine.socket.Request;
import dev.assent.dialer.engine.socket.ShareRequest;
import dev.assent.dialer.keys.OperatorKeyset;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An engine that runs, and others at the other end of its socket. */
@Timeout(60)
class RunningEngineTest {
  @TempDir Path directory;
  private Office office;
  private Home home;

  @BeforeEach
  void open() throws IOException {
    office = new Office(directory);
    home = office.init();
  }

  @AfterEach
  void close() throws IOException {
    office.close();
  }

  /** {@code assent engine}, on a thread of this process; its visitor's Ctrl-C ends it. */
  private final class Resident implements AutoCloseable {
    private final Visitor visitor = Visitor.nobody();
    private final CompletableFuture<Exit> ended =
        CompletableFuture.supplyAsync(
            () -> office.run(visitor, "engine"), task -> Thread.ofVirtual().start(task));

    Resident() {
      // It says so after it has said what Ctrl-C means.
      await(() -> visitor.words().contains("serving"), () -> !ended.isDone());
    }

    @Override
    public void close() throws IOException {
      visitor.interrupts().fire();
      assertThat(ended.orTimeout(30, TimeUnit.SECONDS).join()).isEqualTo(Exit.DONE);
      assertThat(EngineClient.connect(home)).isEmpty();
    }
  }

  /** Waits for something to come true while something else stays true, 50 seconds at most. */
  private static void await(BooleanSupplier wanted, BooleanSupplier alive) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(50);
    while (!wanted.getAsBoolean()) {
      assertThat(alive.getAsBoolean()).as("still at work").isTrue();
      assertThat(System.nanoTime()).as("in time").isLessThan(end);
      LockSupport.parkNanos(1_000_000); // what is waited for needs the core
    }
  }

  private boolean listens() {
    try {
      Optional<EngineClient> client = EngineClient.connect(home);
      if (client.isPresent()) {
        client.get().close();
      }
      return client.isPresent();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void commandsRunInsideItAndAskAtTheClient() throws IOException {
    try (var _ = new Resident()) {
      Visitor alice = Visitor.answering(Office.ALICE);
      assertThat(office.run(alice, "login", "--user", "alice", "-o", "json"))
          .as(alice.words())
          .isEqualTo(Exit.DONE);
      assertThat(alice.data()).contains("\"user\" : \"alice\"", "2026-09-15T10:00:00Z");

      Visitor wrong = Visitor.answering("not bob's");
      assertThat(office.run(wrong, "login", "--user", "bob")).isEqualTo(Exit.NOT_PERMITTED);
      assertThat(wrong.words()).contains("wrong passphrase for bob");
    }
  }

  @Test
  void lockedItRefusesWhatNeedsKeysAndStillTakesHolds() throws IOException {
    try (var _ = new Resident()) {
      office.login("bob");
      Visitor bob = Visitor.nobody();
      assertThat(
              office.run(bob, "user", "add", "dora:AUDITOR", "--passphrase-file", "bob.passphrase"))
          .isEqualTo(Exit.NOT_PERMITTED);
      assertThat(bob.words()).contains("the engine is locked").contains("next: assent unlock");

      office.done("logout", "--all");
      office.done("hold", "set", "--reason", "complaint");
      assertThat(office.done("hold", "list", "-o", "csv")).contains("GLOBAL,,complaint,os:tester,");
    }
  }

  @Test
  void aSecondEngineIsRefused() throws IOException {
    try (var _ = new Resident()) {
      Visitor second = Visitor.nobody();
      assertThat(office.run(second, "engine")).isEqualTo(Exit.FAILED);
      assertThat(second.words())
          .contains("an engine already runs", "process " + ProcessHandle.current().pid())
          .contains("since 2026-09-15T02:00:00Z", "next: assent campaign status");
    }
  }

  @Test
  void anEngineWaitsForACommandThatHoldsTheHome() throws IOException {
    HomeLock command = HomeLock.take(home.root(), false, office.now).orElseThrow();
    office.pause =
        _ -> {
          try {
            command.close(); // while the engine waits
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        };
    try (Resident engine = new Resident()) {
      assertThat(engine.visitor.words())
          .contains("process " + ProcessHandle.current().pid() + " holds the home since 2026")
          .contains("waiting for it");
    }
  }

  @Test
  void aCommandThatDoesNotEndIsTold() throws IOException {
    try (var _ = HomeLock.take(home.root(), false, office.now).orElseThrow()) {
      Visitor visitor = Visitor.nobody();
      assertThat(office.run(visitor, "engine")).isEqualTo(Exit.FAILED);
      assertThat(visitor.words()).contains("is no engine and does not end");
    }
  }

  @Test
  void itsSocketIsPrivateAndGoneAfterwards() throws IOException {
    Path socket = home.root().resolve("engine.sock");
    try (var _ = new Resident()) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket)))
          .isEqualTo("rw-------");
    }
    assertThat(socket).doesNotExist();
  }

  @Test
  void aHomeWithALongPathHasItsSocketElsewhere() throws IOException {
    Path deep = directory.resolve("x".repeat(120)).resolve("home");
    Files.createDirectories(deep.getParent());
    Files.move(home.root(), deep);
    office.environment.put("ASSENT_HOME", deep.toString());
    home = Home.open(deep);

    try (var _ = new Resident()) {
      Path address = Path.of(Files.readString(deep.resolve("engine.address")));
      assertThat(address).exists().startsWith(office.memory);
      assertThat(office.done("user", "list", "-o", "json")).contains("alice");
    }
    assertThat(deep.resolve("engine.address")).doesNotExist();
  }

  @Test
  void nonsenseOnTheSocketEndsOnlyItsOwnConnection() throws IOException {
    try (var _ = new Resident()) {
      var address = UnixDomainSocketAddress.of(home.root().resolve("engine.sock"));
      for (String line : List.of("{}\n", "not json\n", "{\"t\":\"out\",\"bytes\":\"\"}\n")) {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
          channel.connect(address);
          channel.write(ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8)));
          assertThat(channel.read(ByteBuffer.allocate(16))).as(line).isEqualTo(-1);
        }
      }
      assertThat(office.done("user", "list")).contains("bob");
    }
  }

  @Test
  void inputAnswersAndCtrlCReachTheCommand() throws Exception {
    var waiting = new CountDownLatch(1);
    var pressed = new CountDownLatch(2);
    CommandRunner echo =
        (_, request, terminal) -> {
          try {
            byte[] input = terminal.in().readAllBytes();
            char[] secret = terminal.askSecret("secret?");
            terminal.interrupts().onInterrupt(_ -> pressed.countDown());
            terminal.out().print(input.length + " " + new String(secret) + " " + request.argv());
            terminal.out().flush();
            waiting.countDown();
            return pressed.await(30, TimeUnit.SECONDS) ? Exit.STOPPED_EARLY : Exit.FAILED;
          } catch (IOException | InterruptedException e) {
            return Exit.FAILED;
          }
        };
    Visitor visitor = Visitor.answering("open sesame").typing("number\n".repeat(50_000));
    try (Engine engine =
            Engine.start(
                home, HomeLock.take(home.root()).orElseThrow(), office.machine(), true, echo);
        EngineClient client = EngineClient.connect(home).orElseThrow()) {
      var exit = CompletableFuture.supplyAsync(() -> client.run(request("dnc", "-"), visitor));
      assertThat(waiting.await(30, TimeUnit.SECONDS)).isTrue();
      visitor.interrupts().fire();
      visitor.interrupts().fire();
      assertThat(exit.get(30, TimeUnit.SECONDS)).isEqualTo(Exit.STOPPED_EARLY);
      assertThat(visitor.data()).isEqualTo("350000 open sesame [dnc, -]");
      assertThat(engine.commandsRunning()).isZero();
    }
  }

  @Test
  void aCommandOutlivesItsClient() throws Exception {
    var started = new CountDownLatch(1);
    var mayEnd = new CountDownLatch(1);
    var ended = new CompletableFuture<Boolean>();
    CommandRunner slow =
        (_, _, terminal) -> {
          try {
            started.countDown();
            mayEnd.await();
            terminal.out().println("to nobody");
            ended.complete(terminal.attached());
            return Exit.DONE;
          } catch (InterruptedException e) {
            return Exit.FAILED;
          }
        };
    try (var _ =
        Engine.start(
            home, HomeLock.take(home.root()).orElseThrow(), office.machine(), true, slow)) {
      EngineClient client = EngineClient.connect(home).orElseThrow();
      var running = CompletableFuture.runAsync(() -> client.run(request("long"), Visitor.nobody()));
      assertThat(started.await(30, TimeUnit.SECONDS)).isTrue();
      client.close();
      assertThatThrownBy(running::join).hasCauseInstanceOf(UserError.class);
      mayEnd.countDown();
      assertThat(ended.get(30, TimeUnit.SECONDS)).isFalse();
    }
  }

  @Test
  void aShareIsGivenToNobodyButAFreshSignedQaRequest() throws IOException {
    office.login("alice");
    office.done("unlock");
    OperatorKeyset keyset = OperatorKeyset.read(home.keys(), home.marker().id());
    UUID recording = new UUID(1, 2);
    UUID id = home.marker().id();
    try (var _ = new Resident();
        var carol = keyset.authenticate("carol", Office.CAROL.toCharArray());
        var alice = keyset.authenticate("alice", Office.ALICE.toCharArray())) {
      assertThat(refusal(ShareRequest.signedBy(alice, id, recording, "QA-1", office.now)))
          .isEqualTo("alice may not do this; it needs one of: QA");
      assertThat(
              refusal(
                  ShareRequest.signedBy(
                      carol, id, recording, "QA-1", office.now.minusSeconds(120))))
          .contains("not signed by carol within the last minute");
      ShareRequest signed = ShareRequest.signedBy(carol, id, recording, "QA-1", office.now);
      assertThat(
              refusal(
                  new ShareRequest(
                      id, new UUID(1, 3), "carol", "QA-1", office.now, signed.signature())))
          .contains("not signed by carol");
    }
  }

  private String refusal(ShareRequest request) throws IOException {
    try (EngineClient client = EngineClient.connect(home).orElseThrow()) {
      client.shareB(request);
      throw new AssertionError("a share was given");
    } catch (UserError refused) {
      return dev.assent.dialer.Messages.in(Language.EN).say(refused.said());
    }
  }

  private Request request(String... argv) {
    return new Request(
        List.of(argv),
        directory,
        null,
        "tester",
        Language.EN,
        OutputFormat.TABLE,
        false,
        false,
        80);
  }

  /** Its parts were closed for new keys: what goes on by itself must not have ended with that. */
  @Test
  void keysThatChangeEndNoWatchOfTheEngine() throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    Path config = home.conf().resolve("assent.yaml");
    Files.writeString(
        config,
        Files.readString(config).replaceFirst("port: \\d+", "port: 0")
            + "metrics: {port: %d}%n".formatted(port));
    Files.createDirectories(home.conf().resolve("trunks"));
    Files.copy(Path.of("../demo/trunk.yaml"), home.conf().resolve("trunks/loopback.yaml"));
    office.login("bob");
    office.done("unlock", "--as", "bob");
    try (var _ = new Resident()) {
      assertThat(answers(port)).isTrue();
      office.done("keys", "rotate", "ledger", "--as", "bob");
      assertThat(answers(port)).isTrue();
    }
  }

  private static boolean answers(int port) {
    try (Socket figures = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return figures.isConnected();
    } catch (IOException refused) {
      return false;
    }
  }

  @Test
  void aKilledEngineStartsAgainUnlocked() throws Exception {
    office.login("alice");
    office.done("unlock");
    Process engine = ownProcess("engine", "--home", home.root().toString());
    try {
      await(this::listens, engine::isAlive);
      Visitor visitor = Visitor.nobody();
      assertThat(office.run(visitor, "user", "list")).isEqualTo(Exit.DONE);
    } finally {
      engine.destroyForcibly().waitFor();
    }

    Optional<HomeLock> lock = HomeLock.take(home.root());
    assertThat(lock).isPresent();
    try (Engine again =
        Engine.start(home, lock.get(), office.machine(), true, (_, _, _) -> Exit.DONE)) {
      assertThat(again.keyring().opened()).isPresent();
    }
  }

  @Test
  void aKilledInitLeavesNoHome() throws Exception {
    Path target = directory.resolve("second");
    Process init =
        ownProcess(
            ("init --home second --controller X --sole alice --recovery-dir stick"
                    + " --passphrase-file alice=alice.passphrase")
                .split(" "));
    await(this::building, init::isAlive);
    init.destroyForcibly().waitFor();
    assertThat(target).doesNotExist();

    office.environment.put("ASSENT_HOME", target.toString());
    office.done(
        ("init --controller X --sole alice --recovery-dir stick2"
                + " --passphrase-file alice=alice.passphrase")
            .split(" "));
    assertThat(building()).isFalse();
    assertThat(Home.open(target).marker().sole()).isTrue();
  }

  private boolean building() {
    try (var files = Files.newDirectoryStream(directory, ".second.init-*")) {
      return files.iterator().hasNext();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Process ownProcess(String... argv) throws IOException {
    List<String> command = new java.util.ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-cp"));
    command.add(System.getProperty("java.class.path"));
    command.add("dev.assent.dialer.cli.Main");
    command.addAll(List.of(argv));
    var builder = new ProcessBuilder(command).directory(directory.toFile());
    builder.environment().put("ASSENT_RUNTIME_DIR", office.memory.toString());
    builder.environment().remove("ASSENT_HOME");
    builder.redirectErrorStream(true).redirectOutput(directory.resolve("process.log").toFile());
    return builder.start();
  }
}
