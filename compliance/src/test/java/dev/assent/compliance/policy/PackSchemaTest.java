package dev.assent.compliance.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The schemas beside the packs and calendars say what their readers take, no more and no less. */
@Timeout(60)
final class PackSchemaTest {

  static Stream<String> files() {
    return PolicyBook.candidates().keySet().stream();
  }

  @ParameterizedTest
  @MethodSource("files")
  void whatAReleaseBringsIsValid(String path) throws IOException {
    String schema = path.startsWith("packs/") ? "policy-pack" : "calendar";
    String text = PolicyBook.candidates().get(path);
    assertThat(schema(schema).validate(new YAMLMapper().readTree(text))).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("files")
  void soAreTheExamplesBesideThePacks(String path) throws IOException {
    if (path.startsWith("packs/")) {
      String examples = path.replace("packs/", "/examples/");
      try (InputStream in = PackSchemaTest.class.getResourceAsStream(examples)) {
        assertThat(schema("policy-examples").validate(new YAMLMapper().readTree(in))).isEmpty();
      }
    }
  }

  @Test
  void theSchemaHasTheKeysOfTheReader() throws IOException {
    Set<String> schema = new TreeSet<>();
    for (Map.Entry<String, JsonNode> each : json("policy-pack").get("properties").properties()) {
      if (Set.of("profile", "retention").contains(each.getKey())
          || !each.getValue().path("type").asText().equals("object")) {
        schema.add(each.getKey());
      }
      if (each.getValue().path("type").asText().equals("object")) {
        each.getValue()
            .get("properties")
            .fieldNames()
            .forEachRemaining(leaf -> schema.add(each.getKey() + "." + leaf));
      }
    }
    Set<String> reader =
        PolicyKeys.ALL.stream().map(PolicyKey::path).collect(Collectors.toCollection(TreeSet::new));
    reader.addAll(
        Set.of(
            "pack",
            "version",
            "region",
            "zone",
            "effectiveFrom",
            "effectiveTo",
            "profile",
            "profile.basis",
            "profile.loosens",
            "retention",
            "legalSource"));
    assertThat(schema).isEqualTo(reader);
  }

  @Test
  void theSchemaRefusesWhatTheReaderRefuses() throws IOException {
    String text = PolicyBook.candidates().get("packs/cn-own-customer.yaml");
    for (String[] change :
        new String[][] {
          {"ringMaxSec: 45", "ringMaxSecs: 45"},
          {"ringMaxSec: 45", "ringMaxSec: 500"},
          {"defaultOnSilence: refuse", "defaultOnSilence: agree"},
          {"window: day,", "window: fortnight,"},
          {"floorDays: 184, ", ""},
          {"confidence: K", "confidence: X"},
        }) {
      String broken = text.replace(change[0], change[1]);
      assertThat(broken).isNotEqualTo(text);
      assertThat(schema("policy-pack").validate(new YAMLMapper().readTree(broken)))
          .as(change[1])
          .isNotEmpty();
      org.assertj.core.api.Assertions.assertThatThrownBy(
              () -> PolicyPackFile.read("p.yaml", broken))
          .isInstanceOf(YamlError.class);
    }
  }

  private static JsonSchema schema(String name) throws IOException {
    return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(json(name));
  }

  private static JsonNode json(String name) throws IOException {
    try (InputStream in =
        PackSchemaTest.class.getResourceAsStream("/schema/" + name + ".schema.json")) {
      return new ObjectMapper().readTree(in);
    }
  }
}
