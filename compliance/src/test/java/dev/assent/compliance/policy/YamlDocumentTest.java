package dev.assent.compliance.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
final class YamlDocumentTest {

  private enum Colour {
    RED,
    DARK_BLUE
  }

  private record Thing(String name, int count, Colour colour, List<String> tags) {}

  private static Thing thing(YamlMapping yaml) {
    yaml.only("name", "inner", "colour", "tags");
    return new Thing(
        yaml.text("name"),
        yaml.mapping("inner", inner -> inner.only("count").integer("count", 1, 9)),
        yaml.choice("colour", Colour.class),
        yaml.texts("tags"));
  }

  private static final String GOOD =
      """
      name: box
      inner:
        count: 3
      colour: dark-blue
      tags: [a, b]
      """;

  @Test
  void readsByType() {
    assertThat(read(GOOD)).isEqualTo(new Thing("box", 3, Colour.DARK_BLUE, List.of("a", "b")));
    assertThat(read("\ufeff" + GOOD).name()).isEqualTo("box");
    assertThat(read(GOOD.replace("dark-blue", "DARK_BLUE")).colour()).isEqualTo(Colour.DARK_BLUE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "name: box|nmae: box|things.yaml:1: nmae: unknown key; did you mean 'name'?",
        "name: box||things.yaml:2: name: is missing; add it",
        "name: box|name:|things.yaml:1: name: has no value",
        "name: box|name: ''|things.yaml:1: name: is empty",
        "name: box|name: [box]|things.yaml:1: name: must be a single value",
        "name: box|name: *n|things.yaml:1: aliases",
        "count: 3|count: 10|things.yaml:3: inner.count: must be a whole number from 1 to 9, not '10'",
        "count: 3|count: 3.0|things.yaml:3: inner.count: must be a whole number",
        "count: 3|cuont: 3|things.yaml:3: inner.cuont: unknown key; did you mean 'count'?",
        "count: 3|count: 3\\n  size: 4|things.yaml:4: inner.size: unknown key Valid here: count",
        "count: 3|count: 3\\n  count: 3|things.yaml:4: count: stands here a second time",
        "dark-blue|dark-bleu|things.yaml:4: colour: 'dark-bleu' is none of red, dark-blue; did you mean 'dark-blue'?",
        "tags: [a, b]|tags: a|things.yaml:5: tags: must be a list",
        "tags: [a, b]|tags: [a, b|things.yaml:5: is not YAML",
        "tags: [a, b]|tags: [a, b]\\n---\\nname: x|things.yaml:7: a second document",
        "tags: [a, b]|tags: [a, b]\\ntagz: [c]|things.yaml:6: tagz: unknown key; did you mean 'tags'?",
      })
  void complainsWithFileLineKeyAndWhatIsMeant(String from, String to, String message) {
    String text = GOOD.replace(from, to == null ? "" : to.replace("\\n", "\n"));
    assertThat(text).isNotEqualTo(GOOD);
    assertThatThrownBy(() -> read(text))
        .isInstanceOf(YamlError.class)
        .hasMessageContaining(message);
  }

  @Test
  void timesKeepTheirMeaning() {
    String text =
        """
        at: 2026-10-08T09:00:00+08:00
        day: 2026-10-08
        time: 09:00
        quoted: "21:00"
        days: [2026-10-01..2026-10-03]
        yes: true
        """;
    YamlDocument.read(
        "t.yaml",
        text,
        yaml -> {
          assertThat(yaml.instant("at")).isEqualTo(Instant.parse("2026-10-08T01:00:00Z"));
          assertThat(yaml.date("day")).isEqualTo(LocalDate.of(2026, 10, 8));
          assertThat(yaml.time("time")).isEqualTo(LocalTime.of(9, 0));
          assertThat(yaml.time("quoted")).isEqualTo(LocalTime.of(21, 0));
          assertThat(yaml.days("days")).hasSize(3);
          assertThat(yaml.bool("yes")).isTrue();
          return yaml;
        });
  }

  @ParameterizedTest
  @CsvSource({
    "2026-10-08T09:00:00,instant",
    "2026-10-08,instant",
    "2026-02-29,date",
    "9am,time",
    "yes,bool",
    "Asia/Shangai,zone",
    "abc,sha256"
  })
  void wrongTypesAreTold(String value, String type) {
    Function<YamlMapping, Object> reader =
        yaml ->
            switch (type) {
              case "instant" -> yaml.instant("key");
              case "date" -> yaml.date("key");
              case "time" -> yaml.time("key");
              case "bool" -> yaml.bool("key");
              case "zone" -> yaml.zone("key");
              default -> yaml.sha256("key");
            };
    assertThatThrownBy(() -> YamlDocument.read("t.yaml", "key: " + value + "\n", reader))
        .hasMessageContaining("t.yaml:1: key: must be");
  }

  @Test
  void emptyListAndScalarFilesAreTold() {
    assertThatThrownBy(() -> read("")).hasMessageContaining("is empty");
    assertThatThrownBy(() -> read("- a\n")).hasMessageContaining("must hold keys and values");
    assertThatThrownBy(() -> read("[".repeat(5000))).isInstanceOf(YamlError.class);
  }

  @Test
  void aFileThatIsNotUtf8IsTold(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("things.yaml");
    Files.write(file, "name: 盒子\n".getBytes(Charset.forName("GB18030")));
    assertThatThrownBy(() -> YamlDocument.read(file, YamlDocumentTest::thing))
        .hasMessageContaining("is not UTF-8");
  }

  private static Thing read(String text) {
    return YamlDocument.read("things.yaml", text, YamlDocumentTest::thing);
  }
}
