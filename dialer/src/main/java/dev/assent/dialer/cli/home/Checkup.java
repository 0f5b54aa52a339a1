package dev.assent.dialer.cli.home;

import dev.assent.compliance.ClockState;
import dev.assent.compliance.policy.YamlError;
import dev.assent.dialer.Messages;
import dev.assent.dialer.UserError;
import dev.assent.dialer.config.AssentConfig;
import dev.assent.dialer.config.TrunkConfig;
import dev.assent.dialer.engine.Engine;
import dev.assent.dialer.engine.EngineContext;
import dev.assent.dialer.engine.home.Home;
import dev.assent.dialer.keys.PublicRecipients;
import dev.assent.dialer.keys.TmpfsDirectory;
import dev.assent.recorder.Readiness;
import java.io.IOException;
import java.io.InputStream;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Looks a home over: each look ends in one {@link Finding} or more, and none ends the others.
 * Changes nothing.
 */
final class Checkup {
  private static final int JAVA = 25;

  private static final long MIB = 1 << 20;
  private static final Path EPHEMERAL = Path.of("/proc/sys/net/ipv4/ip_local_port_range");

  private final Engine engine;
  private final Home home;
  private final Messages messages;
  private final List<Finding> findings = new ArrayList<>();

  Checkup(EngineContext context) {
    this.engine = context.engine();
    this.home = context.home();
    this.messages = context.messages();
  }

  /** A look that may find the file it looks at missing or wrong. */
  private interface Look {
    void run() throws IOException;
  }

  List<Finding> all() {
    var law = new LawLooks(engine, messages, this);
    look("java", this::java);
    look("home", this::homeItself);
    look("engine", this::engineItself);
    look("keys", this::keys);
    look("recipients", this::recipients);
    look("memory", this::memory);
    look("clock", this::clock);
    look("config", () -> AssentConfig.read(home.conf()));
    look("disk", this::disk);
    look("database", this::database);
    look("recorder", this::recorder);
    look("mirrors", new MirrorLooks(engine, this)::mirrors);
    look("ports", this::ports);
    look("calendars", law::calendars);
    look("law", law::law);
    look("trunks", this::trunks);
    look("holds", law::holds);
    look("accounts", law::accounts);
    look("inbox", law::inbox);
    look("lists", law::lists);
    look("documents", law::documents);
    look("upcoming", law::upcoming);
    var machine = new MachineLooks(engine, this);
    look("descriptors", machine::descriptors);
    look("space", machine::space);
    look("nat", machine::nat);
    look("timezones", machine::timeZones);
    look("carriers", machine::carriers);
    look("sound", machine::sound);
    look("outcomes", machine::outcomes);
    return List.copyOf(findings);
  }

  private void look(String check, Look look) {
    int before = findings.size();
    try {
      look.run();
      if (findings.size() == before) {
        ok(check, "doctor.fine");
      }
    } catch (UserError wrong) {
      add(check, Finding.Level.FAIL, messages.say(wrong.said()), "doctor.no_calls", wrong.next());
    } catch (YamlError wrong) {
      String said = String.valueOf(wrong.getMessage());
      add(check, Finding.Level.FAIL, said, "doctor.no_calls", null);
    } catch (IOException unreadable) {
      String said = messages.say("doctor.unreadable", unreadable.getClass().getSimpleName());
      add(check, Finding.Level.FAIL, said, "doctor.no_calls", null);
    }
  }

  private void java() {
    if (Runtime.version().feature() == JAVA) {
      ok("java", "doctor.java", Runtime.version());
    } else {
      warn("java", "doctor.java_other", "doctor.untried", null, Runtime.version().feature(), JAVA);
    }
  }

  private void homeItself() {
    ok("home", home.simulated() ? "doctor.home_simulated" : "doctor.home_real", home.root());
  }

  private void engineItself() {
    ok(
        "engine",
        engine.resident() ? "doctor.engine_resident" : "doctor.engine_passing",
        engine.commandsRunning());
  }

  private void keys() {
    int people = engine.keyring().keyset().users().size();
    if (engine.keyring().opened().isPresent()) {
      ok("keys", "doctor.unlocked", people);
    } else {
      fail("keys", "doctor.locked", "doctor.no_calls", "assent unlock", people);
    }
  }

  private void recipients() {
    PublicRecipients copy = PublicRecipients.readCopy(home.conf());
    engine.keyring().opened().ifPresent(keys -> keys.recipients().requireCopy(home.conf()));
    if (copy.qa().isEmpty()) {
      warn("recipients", "doctor.no_qa", "doctor.nobody_listens", "assent user add NAME:QA");
    }
  }

  private void memory() {
    try {
      TmpfsDirectory.of(home.marker().id(), engine.machine().environment());
    } catch (UserError none) {
      String said = messages.say(none.said());
      add("memory", Finding.Level.WARN, said, "doctor.unlock_by_hand", null);
    }
  }

  private void clock() {
    ClockState clock = engine.parts().clockState();
    if (home.simulated()) {
      ok("clock", "doctor.clock_simulated", engine.clock().instant(), clock.tzdata());
    } else if (clock.trusted()) {
      ok("clock", "doctor.clock", clock.offset().toMillis(), clock.tzdata());
    } else {
      fail("clock", "doctor.clock_untrusted", "doctor.no_calls", "timedatectl", clock.why());
    }
  }

  private void disk() throws IOException {
    long free = Files.getFileStore(home.root()).getUsableSpace() / MIB;
    int headroom = AssentConfig.read(home.conf()).recording().headroomMiB();
    if (free < headroom) {
      fail("disk", "doctor.disk_low", "doctor.no_recording", null, free, headroom);
    } else {
      ok("disk", "doctor.disk", free, headroom);
    }
  }

  private void database() {
    if (engine.keyring().opened().isPresent()) {
      engine
          .parts()
          .law()
          .store()
          .trouble()
          .ifPresent(
              why -> add("database", Finding.Level.FAIL, why, "doctor.no_calls", "assent doctor"));
    }
  }

  private void recorder() {
    if (engine.keyring().opened().isPresent()) {
      engine
          .parts()
          .calls()
          .recordings()
          .readiness()
          .ifPresent(
              found -> {
                if (found instanceof Readiness.NotReady(String why, String next)) {
                  add("recorder", Finding.Level.FAIL, why, "doctor.no_recording", next);
                }
              });
    }
  }

  private void ports() throws IOException {
    AssentConfig.Media media = AssentConfig.read(home.conf()).media();
    if (Files.isReadable(EPHEMERAL)) {
      String[] range = ephemeralPorts().split("\\s+");
      boolean known = range.length == 2; // some sandboxes show an empty file
      if (known
          && media.firstPort() <= Integer.parseInt(range[1])
          && media.lastPort() >= Integer.parseInt(range[0])) {
        warn(
            "ports",
            "doctor.ports_ephemeral",
            "doctor.ports_taken",
            null,
            media.firstPort(),
            media.lastPort(),
            range[0],
            range[1]);
      }
    }
    for (int port : List.of(media.firstPort(), media.lastPort())) {
      if (!isFree(media.bind(), port)) {
        warn("ports", "doctor.port_used", "doctor.ports_taken", null, port);
      }
    }
  }

  /** By a stream: the kernel gives such a file in one read, and Files.readString takes two. */
  private static String ephemeralPorts() throws IOException {
    try (InputStream in = Files.newInputStream(EPHEMERAL)) {
      return new String(in.readAllBytes(), StandardCharsets.US_ASCII).strip();
    }
  }

  private static boolean isFree(InetAddress address, int port) {
    try (var _ = new DatagramSocket(port, address)) {
      return true;
    } catch (SocketException e) {
      return false;
    }
  }

  private void trunks() throws IOException {
    List<TrunkConfig> trunks = engine.parts().trunks();
    if (trunks.isEmpty()) {
      fail("trunks", "doctor.no_trunk", "doctor.no_calls", null, home.conf().resolve("trunks"));
    }
    for (TrunkConfig trunk : trunks) {
      if (trunk.login().isPresent() && !Files.isReadable(trunk.login().get().passwordFile())) {
        Path file = trunk.login().get().passwordFile();
        fail("trunks", "doctor.no_password", "doctor.no_calls_there", null, trunk.name(), file);
      } else {
        ok("trunks", "doctor.trunk", trunk.name(), trunk.callsPerSecond(), trunk.channels());
      }
    }
  }

  void ok(String check, String code, Object... arguments) {
    findings.add(
        new Finding(
            check,
            Finding.Level.OK,
            messages.say(code, arguments),
            Optional.empty(),
            Optional.empty()));
  }

  void warn(
      String check, String code, String consequence, @Nullable String next, Object... arguments) {
    add(check, Finding.Level.WARN, messages.say(code, arguments), consequence, next);
  }

  void fail(
      String check, String code, String consequence, @Nullable String next, Object... arguments) {
    add(check, Finding.Level.FAIL, messages.say(code, arguments), consequence, next);
  }

  void add(
      String check, Finding.Level level, String said, String consequence, @Nullable String next) {
    findings.add(
        new Finding(
            check, level, said, Optional.of(messages.say(consequence)), Optional.ofNullable(next)));
  }
}
