package dev.assent.dialer.cli.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.assent.dialer.Exit;
import dev.assent.dialer.cli.Office;
import dev.assent.dialer.cli.Visitor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** From a person's wish to be forgotten to the certificate, by commands on a real home. */
@Timeout(180)
class PrivacyCommandsTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String PLANTED = "19900004711";

  @TempDir Path directory;
  private Office office;

  @BeforeEach
  void open() throws IOException {
    office = new Office(directory);
    office.init();
    office.login("alice");
    office.login("bob");
  }

  @AfterEach
  void close() throws IOException {
    office.close();
  }

  @Test
  void aPersonIsForgottenByTwoPeoplesWordAndItIsProved() throws Exception {
    importList();
    assertThat(as("alice", "person", "show", PLANTED)).contains("1 ");
    JsonNode request =
        json(
            "alice",
            "privacy",
            "request",
            "add",
            PLANTED,
            "--kind",
            "delete",
            "--channel",
            "phone",
            "--identity",
            "called back",
            "--note",
            "no more");
    String id = request.path("id").asText();
    assertThat(request.path("due").asText()).isEqualTo("2026-09-23");
    assertThat(as("bob", "person", "show", PLANTED)).contains("DELETION_REQUESTED");

    assertThat(refused(Exit.NOT_PERMITTED, "alice", "privacy", "approve", id))
        .contains("COMPLIANCE, LEGAL");
    assertThat(refused(Exit.NOT_PERMITTED, "bob", "privacy", "approve", id))
        .contains("nobody ordered");
    assertThat(as("alice", "privacy", "erase", "--request", id, "--plan"))
        .contains("CONTACT", "EVIDENCE", "NOW", "即时删除", "deleted now", "plan ");
    JsonNode plan = json("alice", "privacy", "erase", "--request", id, "--plan");
    assertThat(plan.path("items")).hasSize(2);
    as("alice", "privacy", "erase", "--request", id, "--plan", plan.path("plan").asText());
    JsonNode certificate = json("bob", "privacy", "approve", id);
    assertThat(certificate.path("stage").asText()).isEqualTo("PRIMARY");
    assertThat(certificate.path("operator").asText()).isEqualTo("alice");
    assertThat(certificate.path("approver").asText()).isEqualTo("bob");
    assertThat(certificate.path("destroyed").asText()).isEqualTo("CONTACT 1 / 1, EVIDENCE 1 / 0");
    as("alice", "privacy", "request", "answer", id, "--result", "erased, told by mail");
    assertThat(json("bob", "privacy", "request", "show", id).path("state").asText())
        .isEqualTo("ANSWERED");

    assertThat(as("bob", "person", "show", PLANTED)).contains("ERASED").doesNotContain("张*");
    String page =
        as("bob", "privacy", "certificate", "show", certificate.path("id").asText(), "--html");
    assertThat(page).contains("销毁证明", "Certificate of destruction").doesNotContain("4711");

    office.now = office.now.plus(Duration.ofDays(8));
    office.login("alice");
    office.login("bob");
    assertThat(json("bob", "retention", "sweep").path("madeFinal").asInt()).isEqualTo(1);
    assertThat(json("bob", "privacy", "certificate", "list").get(0).path("stage").asText())
        .isEqualTo("FINAL");
    assertThat(office.run(Visitor.nobody(), with("bob", "retention", "list", "--fail-on-findings")))
        .isEqualTo(Exit.DONE);
    assertThat(filesWith(PLANTED)).isEmpty();
  }

  @Test
  void aCaseStopsAnErasureAndAnotherPersonApprovesIt() throws Exception {
    importList();
    JsonNode hold =
        json("alice", "privacy", "hold", "set", PLANTED, "--case", "C-7", "--until", "2027-03-31");
    String id = hold.get(0).path("id").asText();
    assertThat(as("alice", "privacy", "erase", PLANTED, "--plan")).contains("HELD", "R56 C-7");
    assertThat(warnings()).contains("C-7");
    as("bob", "privacy", "hold", "approve", id);
    assertThat(warnings()).doesNotContain("C-7");
    assertThat(refused(Exit.NOT_PERMITTED, "alice", "privacy", "hold", "lift", id))
        .contains("COMPLIANCE, LEGAL");
    as("bob", "privacy", "hold", "lift", id);
    assertThat(as("alice", "privacy", "erase", PLANTED, "--plan")).doesNotContain("C-7");
  }

  @Test
  void whoWaitsForAnAnswerIsToldOf() {
    String id =
        jsonOf(
                as(
                    "alice",
                    "privacy",
                    "request",
                    "add",
                    "19900000009",
                    "--kind",
                    "access",
                    "--channel",
                    "mail",
                    "--identity",
                    "letter with a copy of an id",
                    "-o",
                    "json"))
            .path("id")
            .asText();
    assertThat(warnings()).doesNotContain(id);
    office.now = office.now.plus(Duration.ofDays(6));
    office.login("bob");
    assertThat(warnings()).contains(id, "OVERDUE");
  }

  /** What status says runs out or waits. */
  private String warnings() {
    Visitor visitor = Visitor.nobody();
    office.run(visitor, with("bob", "campaign", "status"));
    return visitor.words();
  }

  private void importList() throws IOException {
    Files.copy(Path.of("../conf/examples/source.yaml"), directory.resolve("source.yaml"));
    as("alice", "source", "add", directory.resolve("source.yaml").toString());
    String source =
        Files.readAllLines(directory.resolve("source.yaml")).stream()
            .filter(line -> line.startsWith("source:"))
            .findFirst()
            .orElseThrow()
            .substring("source:".length())
            .strip();
    Path list =
        Files.writeString(
            directory.resolve("list.csv"),
            Files.readString(Path.of("../conf/examples/contacts.csv"))
                .lines()
                .limit(2)
                .map(line -> line.replaceFirst("^199 0000 0001", PLANTED))
                .reduce("", (all, line) -> all + line + "\n"));
    as("alice", "contacts", "import", list.toString(), "--source", source);
    Files.delete(list);
  }

  /** Files of the home that hold that number in some spelling. */
  private List<Path> filesWith(String number) throws IOException {
    List<Path> found = new ArrayList<>();
    try (Stream<Path> files = Files.walk(office.home())) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String bytes = Files.readString(file, StandardCharsets.ISO_8859_1);
        for (String spelling : List.of(number, number.substring(3), "+86" + number)) {
          for (var charset : List.of(StandardCharsets.UTF_8, StandardCharsets.UTF_16LE)) {
            if (bytes.contains(
                new String(spelling.getBytes(charset), StandardCharsets.ISO_8859_1))) {
              found.add(file);
            }
          }
        }
      }
    }
    return found;
  }

  private JsonNode json(String user, String... argv) {
    String[] all = Arrays.copyOf(argv, argv.length + 2);
    all[argv.length] = "-o";
    all[argv.length + 1] = "json";
    return jsonOf(as(user, all));
  }

  private static JsonNode jsonOf(String text) {
    try {
      return JSON.readTree(text);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private String as(String user, String... argv) {
    return office.done(with(user, argv));
  }

  private String refused(Exit exit, String user, String... argv) {
    Visitor visitor = Visitor.nobody();
    assertThat(office.run(visitor, with(user, argv))).isEqualTo(exit);
    return visitor.words();
  }

  private static String[] with(String user, String... argv) {
    String[] all = Arrays.copyOf(argv, argv.length + 2);
    all[argv.length] = "--as";
    all[argv.length + 1] = user;
    return all;
  }
}
