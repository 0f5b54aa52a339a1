package dev.assent.testsip.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.assent.compliance.Requirement;
import dev.assent.compliance.journal.EntryType;
import dev.assent.compliance.review.Flag;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Calls on which something is wrong with the sound: each is found by the machine, and by it alone.
 */
@Timeout(180)
class ReviewedCallsTest {
  /** A busy machine may skip a packet of the question: then it is put again. */
  private static final String YES =
      "prompt 1, wait 100ms, key 1, prompt 2, wait 100ms, key 1, prompt 3, wait 100ms, key 1";

  enum Callee {
    IN_ORDER("ring 200ms, answer, noise, " + YES),
    ONE_WAY("ring 200ms, answer, mute, " + YES, Flag.ONE_WAY_SOUND),
    DEAD_LINE("ring 200ms, answer, quiet, " + YES, Flag.SILENT),
    DISTORTED("ring 200ms, answer, play %s, " + YES, Flag.CLIPPED),
    LEAVES_AT_ONCE("answer, speech 1, wait 500ms, bye", Flag.HUNG_UP_EARLY),
    LEAVES_AFTER_YES(
        "ring 200ms, answer, noise, prompt 1, wait 100ms, key 1, wait 300ms, bye",
        Flag.HUNG_UP_EARLY),
    REFUSES("ring 200ms, answer, prompt 1, wait 100ms, key 0, prompt 2, wait 100ms, key 0");

    private final String behaviour;
    private final @Nullable Flag flag;

    Callee(String behaviour) {
      this(behaviour, null);
    }

    Callee(String behaviour, @Nullable Flag flag) {
      this.behaviour = behaviour;
      this.flag = flag;
    }

    private List<Flag> flags() {
      return Stream.ofNullable(flag).toList();
    }

    String number() {
      return Rehearsal.number(500 + List.of(values()).indexOf(this));
    }
  }

  @TempDir static Path root;
  private static final Map<Callee, List<Flag>> FOUND = new EnumMap<>(Callee.class);
  private static JsonNode report;
  private static JsonNode queue;
  private static JsonNode clipped;
  private static JournalStory journal;

  @BeforeAll
  static void callEverybody() throws Exception {
    Map<String, Callee> byCall = new java.util.HashMap<>();
    try (Rehearsal stage = new Rehearsal(root)) {
      Path loud = Files.write(root.resolve("loud.wav"), loudest());
      List<String> numbers = new ArrayList<>();
      for (Callee callee : Callee.values()) {
        stage.carrier.plan(callee.number(), callee.behaviour.formatted(loud));
        numbers.add(callee.number());
      }
      stage.campaign("heard", numbers);
      stage.run("heard").join();
      report = json(stage.done("campaign", "report", "heard", "-o", "json", "--as", "alice"));
      queue = json(stage.done("recordings", "queue", "-o", "json", "--as", "bob"));
      clipped = json(stage.done("recordings", "list", "--flag", "CLIPPED", "-o", "json"));
      stage
          .carrier
          .calls()
          .forEach(
              call ->
                  List.of(Callee.values()).stream()
                      .filter(callee -> callee.number().equals(call.called()))
                      .forEach(callee -> byCall.put(call.callId(), callee)));
      stage.stopEngine();
      journal = JournalStory.read(stage.home().resolve("journal"));
    }
    byCall.forEach((call, callee) -> FOUND.put(callee, flags(call)));
  }

  private static JsonNode json(String text) throws IOException {
    return new ObjectMapper().readTree(text);
  }

  private static List<Flag> flags(String call) {
    return journal.about(journal.attempt(call)).stream()
        .filter(entry -> entry.type() == EntryType.CALL_CHECKED)
        .map(entry -> entry.operational().orElseThrow())
        .map(
            payload -> {
              try {
                return StreamSupport.stream(json(payload).path("findings").spliterator(), false)
                    .map(finding -> Flag.valueOf(finding.path("flag").asText()))
                    .toList();
              } catch (IOException e) {
                throw new AssertionError(e);
              }
            })
        .reduce(
            (one, other) -> {
              throw new AssertionError("looked at twice");
            })
        .orElseThrow(() -> new AssertionError("not looked at"));
  }

  @AfterAll
  static void forget() {
    FOUND.clear();
  }

  @ParameterizedTest
  @EnumSource
  @Requirement({"R46", "Q10"})
  void eachCallIsLookedAtOnceAndHasItsFlag(Callee callee) {
    assertThat(FOUND.get(callee)).containsExactlyElementsOf(callee.flags());
  }

  @Test
  void theReportCountsEachFlag() {
    assertThat(report.path("quality").path("reviewed").asInt()).isEqualTo(Callee.values().length);
    assertThat(report.path("quality").path("flags").toString())
        .isEqualTo("{\"ONE_WAY_SOUND\":1,\"CLIPPED\":1,\"SILENT\":1,\"HUNG_UP_EARLY\":2}");
  }

  @Test
  void whatSomebodySpeaksInStandsFirstInTheQueue() {
    List<String> seen = new ArrayList<>();
    queue.forEach(item -> seen.add(item.path("number").asText()));
    assertThat(seen).hasSize(5);
    // Noise and a distorted line count as a voice: nobody but a person can tell. A call drawn for
    // the sample stands with the flagged ones.
    JsonNode first = queue.get(0);
    assertThat(first.path("sampled").asBoolean() || !first.path("flags").isEmpty()).isTrue();
    assertThat(new TreeSet<>(seen)).allMatch(number -> number.contains("****"));
    assertThat(clipped).hasSize(1);
    assertThat(clipped.get(0).path("flags").toString()).isEqualTo("[\"CLIPPED\"]");
  }

  /** Ten seconds of a square wave as loud as can be. */
  private static byte[] loudest() {
    int samples = 80_000;
    ByteBuffer wav = ByteBuffer.allocate(44 + 2 * samples).order(ByteOrder.LITTLE_ENDIAN);
    wav.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(36 + 2 * samples);
    wav.put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII)).putInt(16);
    wav.putShort((short) 1).putShort((short) 1).putInt(8_000).putInt(16_000);
    wav.putShort((short) 2).putShort((short) 16);
    wav.put("data".getBytes(StandardCharsets.US_ASCII)).putInt(2 * samples);
    for (int i = 0; i < samples; i++) {
      wav.putShort(i / 10 % 2 == 0 ? Short.MAX_VALUE : Short.MIN_VALUE);
    }
    return wav.array();
  }
}
