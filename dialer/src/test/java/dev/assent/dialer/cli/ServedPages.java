package dev.assent.dialer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.assent.dialer.Exit;
import dev.assent.dialer.console.Console;
import dev.assent.dialer.console.ConsoleSettings;
import dev.assent.dialer.engine.acts.EngineActs;
import dev.assent.dialer.engine.home.Home;
import dev.assent.dialer.engine.socket.ActRefused;
import dev.assent.dialer.keys.OperatorKeyset;
import dev.assent.dialer.keys.Person;
import dev.assent.dialer.keys.Totp;
import dev.assent.dialer.sip.WheelTimers;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A home with an engine that runs, unlocked, and its pages on a real port. */
final class ServedPages implements AutoCloseable {
  final Office office;
  final Home home;
  private Visitor operator = Visitor.nobody();
  private CompletableFuture<Exit> engine;
  private final WheelTimers timers = new WheelTimers();
  final Console console;

  ServedPages(Office office) throws IOException {
    this.office = office;
    this.home = office.init();
    office.done("unlock", "--user", "alice", "--passphrase-file", "alice.passphrase");
    engine = startEngine();
    office.login("bob");
    console =
        Console.start(
            home,
            office.machine().clocks(),
            timers,
            new ConsoleSettings(InetAddress.ofLiteral("127.0.0.1"), 0, Set.of(), null, null));
  }

  private CompletableFuture<Exit> startEngine() {
    operator = Visitor.nobody(); // whose second Ctrl-C would not wait
    Visitor visitor = operator;
    CompletableFuture<Exit> started =
        CompletableFuture.supplyAsync(
            () -> office.run(visitor, "engine"), task -> Thread.ofVirtual().start(task));
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(90);
    while (!visitor.words().contains("serving")) {
      assertThat(started.isDone()).as(visitor.words()).isFalse();
      assertThat(System.nanoTime()).isLessThan(end);
      LockSupport.parkNanos(1_000_000); // what is waited for needs the core
    }
    return started;
  }

  void stopEngine() {
    operator.interrupts().fire();
    assertThat(engine.orTimeout(90, TimeUnit.SECONDS).join()).isEqualTo(Exit.DONE);
  }

  /** As after a restart of the machine's service: the kept keys open it again. */
  void restartEngine() {
    stopEngine();
    engine = startEngine();
  }

  /** Gives somebody a code device; the secret as an app would hold it. */
  byte[] enrol(String user) {
    String shown = office.done("user", "totp", user, "-o", "json", "--as", "bob");
    Matcher secret = Pattern.compile("\"secret\" : \"([A-Z2-7]+)\"").matcher(shown);
    assertThat(secret.find()).as("a secret is shown").isTrue();
    return base32(secret.group(1));
  }

  private static byte[] base32(String text) {
    byte[] bytes = new byte[text.length() * 5 / 8];
    int bits = 0;
    int buffer = 0;
    int at = 0;
    for (int i = 0; i < text.length(); i++) {
      buffer = (buffer << 5) | "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(text.charAt(i));
      bits += 5;
      if (bits >= 8) {
        bits -= 8;
        bytes[at++] = (byte) (buffer >> bits);
      }
    }
    return bytes;
  }

  /** What the app shows now; the clock goes on to the next code. */
  String code(byte[] secret) {
    office.now = office.now.plus(Duration.ofSeconds(30));
    return Totp.codeAt(secret, office.now);
  }

  /** Names one more person, with {@code NAME's long passphrase}. */
  void name(String user, String role) throws IOException {
    Files.writeString(
        office.root.resolve(user + ".passphrase"),
        user + "'s long passphrase\n",
        StandardCharsets.UTF_8);
    office.done(
        "user", "add", user + ":" + role, "--passphrase-file", user + ".passphrase", "--as", "bob");
  }

  private @Nullable EngineActs sharing;

  /** The process of the pages, signed in for somebody. */
  private EngineActs acts(String user, String passphrase, byte[] secret) {
    EngineActs acts = sharing;
    if (acts == null) {
      acts = signedIn(user, passphrase, secret);
      sharing = acts;
    }
    return acts;
  }

  /** What somebody's passphrase opens. */
  Person person(String user, String passphrase) {
    return OperatorKeyset.read(home.keys(), home.marker().id())
        .authenticate(user, passphrase.toCharArray());
  }

  /** A session of their own, beside those of browsers. */
  EngineActs signedIn(String user, String passphrase, byte[] secret) {
    EngineActs acts =
        new EngineActs(
            home,
            office.machine().clocks().of(home),
            office.machine().clocks().random(),
            person(user, passphrase),
            "device",
            "127.0.0.1");
    acts.begin(code(secret));
    return acts;
  }

  /** What the engine says to an act without anything in it. */
  static String said(EngineActs acts, String act) {
    try {
      acts.ask(act, JsonNodeFactory.instance.objectNode());
      return "DONE";
    } catch (ActRefused refused) {
      return refused.code();
    }
  }

  /** What the engine says when the process of the pages tells of a player that fetches in bulk. */
  String anomaly(String user, String passphrase, byte[] secret) {
    try {
      acts(user, passphrase, secret)
          .ask("session.anomaly", JsonNodeFactory.instance.objectNode().put("kind", "BULK_FETCH"));
      return "NOTED";
    } catch (ActRefused refused) {
      return refused.code();
    }
  }

  /** What the engine says when the process of the pages asks for a share in somebody's name. */
  String share(String user, String passphrase, byte[] secret, Map<String, String> wish) {
    EngineActs acts = acts(user, passphrase, secret);
    try {
      acts.share(
          UUID.fromString(wish.getOrDefault("recording", "")),
          wish.getOrDefault("purpose", ""),
          null);
      return "GIVEN";
    } catch (ActRefused refused) {
      return refused.code();
    }
  }

  @Override
  public void close() throws IOException {
    console.close();
    timers.close();
    if (!engine.isDone()) {
      stopEngine();
    }
  }
}
