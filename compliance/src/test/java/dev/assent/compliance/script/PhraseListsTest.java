package dev.assent.compliance.script;

import static dev.assent.compliance.With.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assent.compliance.Requirement;
import dev.assent.compliance.World;
import dev.assent.compliance.policy.YamlError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
@Requirement({"R38", "C-20", "C-22", "D-r", "D-v"})
class PhraseListsTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "本产品100%保本。,finance,100%保本,4",
    "本产品１００％ 保－本！,finance,100%保本,4",
    "我們的產品無風險,finance,无风险,6",
    "我們 保 證 收 益 。,finance,保证收益,4",
    "收益没有；无。风、险，请放心,finance,无风险,6",
    "It has NO  RISK at all,finance,no risk,8",
    "這是國家級的產品,general,国家级,3",
    "我们的课程包过。,education,包过,6",
    "𠮷店零风险,finance,零风险,3",
  })
  void whatIsSaidIsFoundHoweverItIsWritten(String text, String list, String phrase, int position)
      throws IOException {
    assertThat(hits(text))
        .filteredOn(hit -> hit.list().equals(list) && !hit.soundsLike())
        .singleElement()
        .satisfies(
            hit -> {
              assertThat(hit.phrase()).isEqualTo(phrase);
              assertThat(hit.position()).isEqualTo(position);
              assertThat(hit.segment()).isEqualTo("message");
              assertThat(hit.source()).isNotBlank();
              assertThat(hit.toString()).contains(phrase, list, hit.source(), "message");
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {"本产品吴风险", "稳转不赔", "宝证收益", "百分百包本"})
  void whatSoundsLikeItIsForAPersonToJudge(String text) throws IOException {
    assertThat(hits(text)).isNotEmpty().allMatch(PhraseHit::soundsLike);
  }

  @ParameterizedTest
  @ValueSource(strings = {"您的设备该保养了。请说出您方便的时间。", "投资有风险。", "risk", "同意按一，拒绝按零。"})
  void ordinaryWordsPass(String text) throws IOException {
    assertThat(hits(text)).isEmpty();
  }

  @Test
  void aPhraseOfManyListsIsToldForEach() throws IOException {
    assertThat(hits("零风险"))
        .extracting(PhraseHit::list)
        .containsExactlyInAnyOrder("finance", "insurance");
    assertThat(hits("零风险，零风险"))
        .filteredOn(hit -> hit.list().equals("finance"))
        .extracting(PhraseHit::position)
        .containsExactly(1, 5);
  }

  @Test
  void aHomeAddsListsAndPhrases() throws IOException {
    Files.writeString(
        folder.resolve("own.yaml"),
        "version: 3\nlist: own\nsource: our decision of May\nphrases: [\"最后机会\"]\n");
    Files.writeString(
        folder.resolve("finance.yaml"),
        "version: 9\nlist: finance\nsource: bank\nphrases: [\"躺赢\"]\n");
    PhraseLists lists = PhraseLists.load(folder);
    assertThat(lists.names()).contains("own", "finance", "general");
    assertThat(lists.versions()).contains("own 3 ", "finance 9 ", "finance 1 ");
    assertThat(lists.hits(script("最后机会，躺赢，零风险")))
        .extracting(PhraseHit::list)
        .contains("own", "finance");
  }

  @ParameterizedTest
  @CsvSource({
    "phrases: [保本],phrases: [],must not be empty",
    "phrases: [保本],phrases: [保],too short",
    "phrases: [保本],phrases: ['%%']," + "too short",
    "list: own,list: Own,lower-case",
    "source: x,sauce: x,did you mean",
  })
  void aBadListIsNamedByLine(String from, String to, String says) throws IOException {
    String good = "version: 1\nlist: own\nsource: x\nphrases: [保本]\n";
    Files.writeString(folder.resolve("own.yaml"), good.replace(from, to));
    assertThatThrownBy(() -> PhraseLists.load(folder))
        .isInstanceOf(YamlError.class)
        .hasMessageContaining("own.yaml")
        .hasMessageContaining(says);
  }

  private List<PhraseHit> hits(String text) throws IOException {
    return PhraseLists.load(folder.resolve("none")).hits(script(text));
  }

  private static Script script(String text) {
    return with(
        World.script(),
        "segments",
        List.of(
            new Segment(SegmentType.IDENTITY, "a", "您好", World.SHA256, false),
            new Segment(SegmentType.MESSAGE, "b", text, World.SHA256, false)));
  }
}
