package dev.assent.compliance.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import dev.assent.compliance.Outcome;
import dev.assent.compliance.policy.YamlError;
import dev.assent.compliance.reconcile.CdrRecord;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A carrier's call records, line by line. */
@Timeout(30)
class CdrFileTest {
  private static final Instant NOW = Instant.parse("2026-03-03T00:00:00Z");
  private static final String HEADER = "Call-ID,B Number,Start,Answer,Talk,SIP,Dir\n";
  private static final String MAP =
      """
      version: 1
      encoding: utf-8
      separator: comma
      timeZone: Asia/Shanghai
      lists: all
      toleranceSeconds: 60
      only: {column: Dir, is: OUT}
      columns:
        callId: Call-ID
        called: b number
        start: Start
        answer: Answer
        seconds: Talk
        sip: SIP
      """;

  @TempDir Path folder;

  private CdrMap map(String yaml) throws IOException {
    return CdrMap.read(Files.writeString(folder.resolve("map.yaml"), yaml));
  }

  private CdrFile.Lines read(String rows) throws Exception {
    Path file = Files.writeString(folder.resolve("cdr.csv"), HEADER + rows);
    return CdrFile.read(file, map(MAP), "CN", NOW);
  }

  @Test
  void readsWhatBecameOfEachCall() throws Exception {
    CdrFile.Lines lines =
        read(
            """
            a@x,19900000001,2026-03-02 12:00:00,2026-03-02 12:00:09,31,200,OUT
            b@x,0086 199 0000 0002,2026-03-02T12:00:00+08:00,,0,486,OUT
            ,+8619900000003,2026/3/2 12:00,,,,OUT
            c@x,110,2026-03-02 12:00:00,2026-03-02 12:00:01,5,,OUT

            z@x,19900000009,not a time,,,,IN
            """);
    assertThat(lines.rejects()).isEmpty();
    assertThat(lines.passedOver()).isEqualTo(1);
    assertThat(lines.records())
        .extracting(CdrRecord::line, CdrRecord::callId, CdrRecord::outcome, CdrRecord::code)
        .containsExactly(
            tuple(2L, "a@x", Outcome.ANSWERED_UNHEARD, "200"),
            tuple(3L, "b@x", Outcome.BUSY, "486"),
            tuple(4L, "", Outcome.NO_ANSWER, ""),
            tuple(5L, "c@x", Outcome.ANSWERED_UNHEARD, ""));
    CdrRecord first = lines.records().getFirst();
    assertThat(first.start()).isEqualTo("2026-03-02T04:00:00Z");
    assertThat(first.answeredAt()).isEqualTo("2026-03-02T04:00:09Z");
    assertThat(first.seconds()).isEqualTo(31);
    assertThat(lines.records().getLast().called()).as("an emergency number").isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "a,19900000001,2026-03-02 12:00:00,,0,486|FIELD_COUNT|``",
        "a,,2026-03-02 12:00:00,,0,486,OUT|MISSING|called",
        "a,123456789012345678,2026-03-02 12:00:00,,0,486,OUT|NUMBER_INVALID|called",
        "a,19900000001,,,0,486,OUT|MISSING|start",
        "a,19900000001,46083.5,,0,486,OUT|TIME_SERIAL|start",
        "a,19900000001,2026-03-03 08:01:01,,0,486,OUT|TIME_FUTURE|start",
        "a,19900000001,2026-03-02 12:00:00,2026-03-02 11:59:59,3,,OUT|ANSWER_BEFORE_START|answer",
        "a,19900000001,2026-03-02 12:00:00,2026-03-02 12:00:01,3,486,OUT|CONTRADICTS|sip",
        "a,19900000001,2026-03-02 12:00:00,,3,,OUT|CONTRADICTS|answer",
        "a,19900000001,2026-03-02 12:00:00,,1.5,,OUT|NOT_SECONDS|seconds",
        "a,19900000001,2026-03-02 12:00:00,,0,183,OUT|NOT_A_STATUS|sip"
      })
  void aBadLineIsNamedByLineAndField(String row, String reason, String field) throws Exception {
    CdrFile.Lines lines = read(row + "\n");
    assertThat(lines.records()).isEmpty();
    assertThat(lines.rejects())
        .singleElement()
        .satisfies(
            reject -> {
              assertThat(reject.line()).isEqualTo(2);
              assertThat(reject.reason()).isEqualTo(reason);
              assertThat(reject.field()).isEqualTo(field);
              assertThat(reject.advice()).doesNotContain("19900000001");
            });
  }

  @ParameterizedTest
  @CsvSource({
    "486,BUSY",
    "600,BUSY",
    "408,NO_ANSWER",
    "480,NO_ANSWER",
    "487,NO_ANSWER",
    "404,FAILED",
    "503,FAILED",
    "603,FAILED",
    "607,UNWANTED",
    "608,BLOCKED",
    "200,ANSWERED_UNHEARD"
  })
  void statusesMean(String status, Outcome outcome) throws Exception {
    assertThat(read("a,19900000001,2026-03-02 12:00:00,,0," + status + ",OUT\n").records())
        .singleElement()
        .extracting(CdrRecord::outcome)
        .isEqualTo(outcome);
  }

  @ParameterizedTest
  @CsvSource({"17,BUSY", "16,NO_ANSWER", "19,NO_ANSWER", "1,FAILED", "38,FAILED"})
  void causesMean(String cause, Outcome outcome) throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("cdr.csv"), HEADER + "a,19900000001,2026-03-02 12:00:00,,0," + cause);
    Files.writeString(file, Files.readString(file) + ",OUT\n");
    CdrMap map = map(MAP.replace("  sip: SIP\n", "  cause: SIP\n"));
    assertThat(CdrFile.read(file, map, "CN", NOW).records())
        .singleElement()
        .extracting(CdrRecord::outcome)
        .isEqualTo(outcome);
  }

  @Test
  void aMapThatCannotTellIsRefusedByKey() {
    assertThatThrownBy(() -> map(MAP.replace("  start: Start\n", "")))
        .isInstanceOf(YamlError.class)
        .hasMessageContaining("columns.start");
    assertThatThrownBy(
            () -> map(MAP.replace("  answer: Answer\n", "").replace("  seconds: Talk\n", "")))
        .hasMessageContaining("answer or seconds");
    assertThatThrownBy(() -> map(MAP.replace("toleranceSeconds: 60", "toleranceSeconds: 0")))
        .hasMessageContaining("map.yaml:6: toleranceSeconds");
    assertThatThrownBy(() -> map(MAP.replace("  answer: Answer\n", "  answerd: Answer\n")))
        .hasMessageContaining("answer");
    assertThatThrownBy(() -> map(MAP.replace("Answer\n", "Start\n"))).hasMessageContaining("twice");
  }

  @Test
  void aFileThatIsAnotherIsRefusedWhole() throws Exception {
    Path file = Files.writeString(folder.resolve("x.csv"), "Call-ID,B Number,Start\n");
    assertThatThrownBy(() -> CdrFile.read(file, map(MAP), "CN", NOW))
        .isInstanceOf(CsvRefused.class)
        .hasMessageContaining("names column")
        .hasMessageContaining("nowhere");
    Path empty = Files.writeString(folder.resolve("e.csv"), "");
    assertThatThrownBy(() -> CdrFile.read(empty, map(MAP), "CN", NOW))
        .hasMessageContaining("line 1");
    Path chinese = folder.resolve("g.csv");
    Files.write(chinese, "主叫,被叫\n".getBytes(Charset.forName("GB18030")));
    assertThatThrownBy(() -> CdrFile.read(chinese, map(MAP), "CN", NOW))
        .isInstanceOf(CsvRefused.class);
  }

  @Test
  void noSecretIsRepeated() throws Exception {
    List<Reject> rejects = read("a,19900000001,yesterday,,0,486,OUT\n").rejects();
    assertThat(rejects.toString()).doesNotContain("19900000001").doesNotContain("yesterday");
  }

  @Test
  void theExampleIsValid() throws Exception {
    CdrMap map = CdrMap.read(Path.of("../conf/examples/cdr-map.yaml"));
    assertThat(map.columns()).hasSize(6);
    assertThat(map.tolerance()).hasSeconds(120);
  }
}
