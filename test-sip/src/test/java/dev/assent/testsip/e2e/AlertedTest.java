package dev.assent.testsip.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.dialer.Exit;
import dev.assent.dialer.cli.Visitor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** People are told of a hold, of a trunk that is down and of a campaign that braked. */
@Timeout(180)
class AlertedTest {
  @TempDir Path root;

  private void alert(Rehearsal stage, String alert) throws IOException {
    stage.stopEngine();
    Path file = stage.home().resolve("conf/assent.yaml");
    Files.writeString(
        file, Files.readString(file).replaceAll("(?m)^alert:.*\n", "") + "alert: " + alert + "\n");
    stage.startEngine();
  }

  private void await(String... words) throws IOException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    Path told = root.resolve("told");
    String said = "";
    while (!List.of(words).stream().allMatch(said::contains)) {
      assertThat(System.nanoTime()).as(said).isLessThan(end);
      LockSupport.parkNanos(1_000_000); // what is waited for needs the core
      said = Files.exists(told) ? Files.readString(told) : "";
    }
  }

  @Test
  void byACommandOfTheirs() throws Exception {
    try (Rehearsal stage = new Rehearsal(root)) {
      alert(stage, "{command: [/bin/sh, -c, \"cat >> %s/told\"]}".formatted(root));
      assertThat(stage.done("doctor", "--alert", "-o", "csv", "--as", "alice"))
          .contains("command,OK,taken");
      await("\"kind\":\"TEST\"");

      stage.done("hold", "set", "--reason", "SECRET-REASON", "--as", "alice");
      await("\"kind\":\"HOLD\"", "hold GLOBAL set by alice");
      String id =
          stage
              .done("hold", "list", "-o", "json", "--as", "bob")
              .replaceAll("(?s).*?([0-9a-f]{8}-[0-9a-f-]{27}).*", "$1");
      stage.done("hold", "lift", id, "--reason", "over", "--as", "bob");
      await("\"kind\":\"HOLD\",\"about\":\"" + id + "\"", "\"over\":true");

      String number = Rehearsal.number(660);
      stage.carrier.plan(number, "486");
      stage.campaign(
          "braked",
          List.of(number),
          "thresholds: [{expect: \"asr > 50%\", otherwise: brake, sample: 1}]\n");
      assertThat(
              stage.give(
                  Visitor.nobody(),
                  "campaign",
                  "run",
                  "braked",
                  "--yes",
                  "--once",
                  "--as",
                  "alice"))
          .isEqualTo(Exit.BRAKED);
      await("\"kind\":\"BRAKE\",\"about\":\"braked\"", "asr > 50% expected, 0 of 1");
      assertThat(Files.readString(root.resolve("told")))
          .doesNotContain("SECRET-REASON", number, number.substring(3));
    }
  }

  @Test
  void aSecretThatOthersCanReadIsRefused() throws Exception {
    try (Rehearsal stage = new Rehearsal(root)) {
      Path secret = stage.home().resolve("conf/alert.secret");
      Files.writeString(secret, "sixteen bytes or more\n");
      Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-r--r--"));
      alert(stage, "{webhook: {url: \"http://127.0.0.1:1/\", secretFile: alert.secret}}");
      Visitor alice = Visitor.nobody();
      assertThat(stage.give(alice, "doctor", "--alert", "--as", "alice")).isEqualTo(Exit.CONFIG);
      assertThat(alice.words()).contains("can be read by others", "chmod 600");
      Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-------"));
      Visitor again = Visitor.nobody();
      assertThat(stage.give(again, "doctor", "--alert", "-o", "csv", "--as", "alice"))
          .isEqualTo(Exit.FAILED);
      assertThat(again.data()).contains("webhook,FAIL,127.0.0.1 cannot be reached");
    }
  }
}
