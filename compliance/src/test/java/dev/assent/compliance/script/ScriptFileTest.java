package dev.assent.compliance.script;

import static dev.assent.compliance.With.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assent.compliance.Requirement;
import dev.assent.compliance.policy.YamlError;
import dev.assent.compliance.script.Script.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
@Requirement({"R05", "C-22"})
final class ScriptFileTest {

  private static final String TEXT = example();

  @Test
  void aFileIsADraftOfItsAuthor() {
    Script script = read(TEXT);
    assertThat(script.state()).isEqualTo(State.DRAFT);
    assertThat(script.author()).isEqualTo("alice");
    assertThat(script.approver()).isNull();
    assertThat(script.segments()).hasSize(SegmentType.values().length);
    assertThat(script.first(SegmentType.CHOICE))
        .hasValueSatisfying(s -> assertThat(s.text()).contains("1"));
  }

  @Test
  void theHashIsOfWhatIsHeardNotOfWhoApproved() {
    Script script = read(TEXT);
    Script approved = with(with(script, "state", State.APPROVED), "approver", "bob");
    assertThat(approved.hash()).isEqualTo(script.hash()).matches("[0-9a-f]{64}");
    assertThat(read(TEXT + "# a comment\n").hash()).isEqualTo(script.hash());
    assertThat(read(TEXT.replace("按9", "按8")).hash()).isNotEqualTo(script.hash());
    assertThat(read(TEXT.replace("version: 1", "version: 2")).hash()).isNotEqualTo(script.hash());
  }

  @Test
  @Requirement("R46")
  void whatRecordingsAreJudgedByIsApprovedWithTheScript() {
    String points = "checkpoints:\n  - id: greets\n    text: Says hello\n";
    Script script = read(TEXT + points);
    assertThat(script.checkpoints()).containsExactly(new Checkpoint("greets", "Says hello"));
    assertThat(script.hash()).isNotEqualTo(read(TEXT).hash());
    assertThat(read(TEXT + points.replace("hello", "good day")).hash()).isNotEqualTo(script.hash());
    assertThatThrownBy(() -> read(TEXT + points + "  - id: greets\n    text: Again\n"))
        .isInstanceOf(YamlError.class)
        .hasMessageContaining("checkpoints");
    assertThatThrownBy(() -> read(TEXT + points.replace("greets", "Greets!")))
        .isInstanceOf(YamlError.class)
        .hasMessageContaining("checkpoints[0].id");
  }

  @Test
  void statesFollowOneAnother() {
    EnumSet<State> all = EnumSet.allOf(State.class);
    for (State from : all) {
      for (State to : all) {
        boolean may =
            (from == State.DRAFT && to == State.REVIEW)
                || (from == State.REVIEW && (to == State.APPROVED || to == State.DRAFT))
                || (from == State.APPROVED && to == State.RETIRED);
        assertThat(from.mayBecome(to)).as("%s to %s", from, to).isEqualTo(may);
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "type: purpose|type: message|segments|lacks the mandatory segment PURPOSE",
        "type: synthetic-voice|type: message|segments|lacks the mandatory segment SYNTHETIC_VOICE",
        "type: opt-out\\n|type: optout\\n|segments[5].type|did you mean 'opt-out'",
        "type: identity|type: thanks|segments|lacks the mandatory segment IDENTITY",
        "locale: zh-CN|locale: Chinese!|locale|such as zh-CN",
        "script: renewal|script: Re newal|script|lower-case",
        "sha256: e3b0|sha256: E3B0|segments[0].sha256|SHA-256",
        "synthetic: true|sythetic: true|segments[0].sythetic|did you mean 'synthetic'",
      })
  void aScriptThatNoCallCouldUseIsRefused(String from, String to, String key, String says) {
    String broken = TEXT.replace(from.replace("\\n", "\n"), to.replace("\\n", "\n"));
    assertThat(broken).isNotEqualTo(TEXT);
    assertThatThrownBy(() -> read(broken))
        .isInstanceOf(YamlError.class)
        .hasMessageContaining(says)
        .extracting(e -> ((YamlError) e).key())
        .isEqualTo(key);
  }

  @Test
  void aRecordingBecomesThePromptThatIsApproved() {
    Script script = read(RECORDED);
    Segment identity = script.segments().getFirst();
    assertThat(identity.promptId()).isEqualTo("sound/" + "ef".repeat(32));
    assertThat(identity.wavSha256()).isEqualTo("ef".repeat(32));
    assertThat(script.findings())
        .containsExactly(new Script.Finding("identity", "CLIPPED", "3 places"));
    assertThat(script.hash()).isEqualTo(script.checked(List.of(), "").hash());
  }

  @Test
  void aRecordingThatCannotBeUsedIsNamedByLine() {
    assertThatThrownBy(() -> read(RECORDED.replace("hello.wav", "broken.wav")))
        .isInstanceOf(YamlError.class)
        .hasMessageContaining("script.yaml")
        .hasMessageContaining("file")
        .hasMessageContaining("cannot be used: not a WAV file");
    assertThatThrownBy(
            () ->
                read(
                    RECORDED.replace(
                        "file: hello.wav", "file: hello.wav\n    sha256: " + "ab".repeat(32))))
        .hasMessageContaining("must not stand beside file");
  }

  @Test
  void segmentsOfOneTypeAreNumbered() {
    Script script = read(TEXT);
    Segment message = script.first(SegmentType.MESSAGE).orElseThrow();
    Segment more = with(message, "text", "more");
    List<Segment> segments = new ArrayList<>(script.segments());
    segments.add(more);
    Script longer = with(script, "segments", segments);
    assertThat(longer.nameOf(message)).isEqualTo("message");
    assertThat(longer.nameOf(more)).isEqualTo("message-2");
    assertThat(longer.named("message-2")).contains(more);
    assertThat(longer.named("message-3")).isEmpty();
    assertThat(longer.named("opt-out-confirmed")).isPresent();
  }

  private static final String RECORDED =
      TEXT.replaceFirst(
          "prompt: zh-CN/identity\n( *text: .*)\n *sha256: .*", "file: hello.wav\n$1");

  private static SoundIntake.Taken sound(String file, String locale, String text) {
    if (!file.equals("hello.wav")) {
      throw new IllegalArgumentException("not a WAV file");
    }
    assertThat(locale).isEqualTo("zh-CN");
    return new SoundIntake.Taken(
        "sound/" + "ef".repeat(32),
        "ef".repeat(32),
        List.of(new SoundIntake.Remark("CLIPPED", text.isEmpty() ? "no text" : "3 places")));
  }

  private static Script read(String text) {
    return ScriptFile.read("script.yaml", text, "alice", ScriptFileTest::sound);
  }

  private static String example() {
    try {
      return Files.readString(Path.of("../conf/examples/script.yaml"));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
