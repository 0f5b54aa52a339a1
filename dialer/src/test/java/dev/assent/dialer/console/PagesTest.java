package dev.assent.dialer.console;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The files of the pages: served by name alone, in both languages, from nowhere else. */
@Timeout(30)
class PagesTest {
  private static final Path FILES = Path.of("src/main/resources/dev/assent/dialer/console");

  /** Words that are looked up by a code that the engine made. */
  private static final Pattern BY_CODE =
      Pattern.compile("(outcome|flag|state|verdict|prompt|refused|score)\\..*");

  @Test
  void everyFileIsServedWithItsType() throws IOException {
    for (Path file : files()) {
      String name = String.valueOf(file.getFileName());
      WebAnswer answer = Pages.find(name.equals("index.html") ? "/" : "/" + name).orElseThrow();
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.body()).isEqualTo(Files.readAllBytes(file));
      assertThat(answer.headers().get("Content-Type")).as(name).isNotBlank();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/../Pages.class",
        "/Pages.class",
        "//etc/passwd",
        "/%2e%2e/x.js",
        "/index.html",
        "/missing.js",
        "/words.fr.json",
        "/a/b.js"
      })
  void nothingElseIs(String path) {
    assertThat(Pages.find(path)).isEmpty();
  }

  @Test
  void bothLanguagesHaveTheSameKeysAndPlaces() throws IOException {
    JsonNode english = words("en");
    JsonNode chinese = words("zh");
    assertThat(keys(english)).isEqualTo(keys(chinese)).isNotEmpty();
    for (String key : keys(english)) {
      assertThat(places(english, key)).as(key).isEqualTo(places(chinese, key));
      assertThat(chinese.path(key).asText()).as(key).isNotBlank();
    }
  }

  @Test
  void everyWordThatIsAskedForIsThereAndEveryWordIsAskedFor() throws IOException {
    Set<String> words = keys(words("en"));
    Set<String> exact = new TreeSet<>();
    List<String> begun = new ArrayList<>();
    Pattern call =
        Pattern.compile("(?:\\bt|\\bfield)\\((?:'([a-z][\\w./-]*)'|`([a-z][\\w.-]*\\.)\\$\\{)");
    Pattern chosen = Pattern.compile("'((?:player|gap|verdict|intake)\\.[\\w.]+)'");
    for (Path file : files()) {
      if (!file.toString().endsWith(".js")) {
        continue;
      }
      String script = Files.readString(file);
      for (Matcher m = call.matcher(script); m.find(); ) {
        if (m.group(1) != null) {
          exact.add(m.group(1));
        } else {
          begun.add(m.group(2));
        }
      }
      for (Matcher m = chosen.matcher(script); m.find(); ) {
        exact.add(m.group(1));
      }
      for (Matcher m = Pattern.compile("'((?:queue|score)\\.[a-z]+)'").matcher(script);
          m.find(); ) {
        exact.add(m.group(1));
      }
    }
    assertThat(words).containsAll(exact);
    assertThat(words)
        .allMatch(
            key ->
                exact.contains(key)
                    || begun.stream().anyMatch(key::startsWith)
                    || BY_CODE.matcher(key).matches());
  }

  /** What the policy of the server would forbid is not there to begin with. */
  @Test
  void nothingComesFromOutsideAndNothingStandsInline() throws IOException {
    for (Path file : files()) {
      String text = Files.readString(file).replace("http://www.w3.org/2000/svg", "");
      assertThat(text)
          .as(String.valueOf(file))
          .doesNotContain("http://", "https://", "innerHTML", "eval(", "new Function", "@import");
      assertThat(text).as(String.valueOf(file)).doesNotContainPattern("\\bstyle=|\\bon\\w+=\"");
    }
    assertThat(Files.readString(FILES.resolve("index.html"))).doesNotContain("<style");
  }

  private static List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(FILES)) {
      return files.sorted().toList();
    }
  }

  private static JsonNode words(String language) throws IOException {
    byte[] body = Pages.find("/words." + language + ".json").orElseThrow().body();
    return new ObjectMapper().readTree(new String(body, UTF_8));
  }

  private static Set<String> keys(JsonNode words) {
    Set<String> keys = new TreeSet<>();
    words.fieldNames().forEachRemaining(keys::add);
    return keys;
  }

  private static Set<String> places(JsonNode words, String key) {
    Set<String> places = new TreeSet<>();
    Matcher place = Pattern.compile("\\{\\d}").matcher(words.path(key).asText());
    while (place.find()) {
      places.add(place.group());
    }
    return places;
  }
}
