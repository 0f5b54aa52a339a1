package dev.assent.compliance.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.assent.compliance.CallerNumber;
import dev.assent.compliance.Campaign;
import dev.assent.compliance.Requirement;
import dev.assent.compliance.SourceProof;
import dev.assent.compliance.World;
import dev.assent.compliance.policy.PolicyBook;
import dev.assent.compliance.policy.Purpose;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The files people write: the examples read, and mistakes in them are told. */
@Timeout(60)
final class FilesTest {

  private static final Path EXAMPLES = Path.of("../conf/examples");

  @TempDir Path folder;

  @Test
  void theExampleCampaignIsADraft() throws IOException {
    CampaignFile.Draft draft = campaign(EXAMPLES.resolve("campaign.yaml"));
    assertThat(draft.campaign().state()).isEqualTo(Campaign.State.DRAFT);
    assertThat(draft.campaign().purpose()).isEqualTo(Purpose.MARKETING);
    assertThat(draft.campaign().scriptHash()).isEqualTo(World.SHA256);
    assertThat(draft.campaign().from()).isEqualTo(World.beijing("2026-03-01T00:00:00"));
    assertThat(draft.campaign().approver()).isNull();
    assertThat(draft.campaign().preNotice()).isNull();
    assertThat(draft.campaign().pacing()).isEqualTo(new Campaign.Pacing(5, 50, 120));
    assertThat(draft.campaign().thresholds().stream().map(Object::toString))
        .containsExactly("short_calls < 10%", "asr > 30%", "unrecorded == 0");
    assertThat(draft.batches()).hasSize(1);
  }

  @Test
  void theExampleCallerNumberReads() throws IOException {
    CallerNumber number = CallerNumberFile.read(EXAMPLES.resolve("caller-number.yaml"));
    assertThat(number.e164()).isEqualTo("+861088880000");
    assertThat(number.outbound()).isTrue();
    assertThat(number.changedAt()).isNull();
  }

  @Test
  @Requirement("A-13")
  void theExampleSourceIsADraft() throws IOException {
    SourceProof source = SourceFile.read(EXAMPLES.resolve("source.yaml"), new UUID(0, 4), "alice");
    assertThat(source.state()).isEqualTo(SourceProof.State.DRAFT);
    assertThat(source.reviewer()).isNull();
    assertThat(source.documents()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "campaign.yaml|to: 2026-06-01T00:00:00+08:00|to: 2026-02-01T00:00:00+08:00|must be after"
            + " from",
        "campaign.yaml|to: 2026-06-01T00:00:00+08:00|to: 2026-06-01T00:00:00|with its offset",
        "campaign.yaml|packs: [cn-own-customer]|packs: []|at least one policy pack",
        "campaign.yaml|script: renewal|script: gone|no script 'gone'",
        "campaign.yaml|\"+861088880000\"|01088880000|in quotes",
        "campaign.yaml|callsPerSecond: 5|callsPerSecond: 0|from 1 to 1000",
        "campaign.yaml|rampUpSeconds: 120|rampUpSeconds: 3601|from 0 to 3600",
        "campaign.yaml|asr > 30%|asr > 30|the measures are short_calls, asr",
        "campaign.yaml|otherwise: slow|otherwise: stop|is none of warn, slow, brake",
        "campaign.yaml|sample: 50|samples: 50|sample",
        "campaign.yaml|purpose: marketing|purpose: any|is none of marketing",
        "campaign.yaml|[00000000-0000-4000-8000-000000000001]|[spring]|batch ids",
        "campaign.yaml|[00000000-0000-4000-8000-000000000001]|[]|batch ids",
        "caller-number.yaml|filingNo:|fillingNo:|did you mean 'filingNo'",
        "caller-number.yaml|outbound: true|outbound: yes|true or false",
        "caller-number.yaml|commitmentLetter: L-2026-0001|# none|outbound use needs the letter",
        "caller-number.yaml|commitmentLetterSha256:|# sha256:|is missing",
        "caller-number.yaml|# to: \"+861088880019\"|to: \"+861088879999\"|not below it",
        "caller-number.yaml|# to: \"+861088880019\"|to: \"+8610888800190\"|as long as number",
        "caller-number.yaml|# attestation: A|attestation: D|A, B or C",
        "caller-number.yaml|# changedAt: 2026-03-02|changedAt: 2026-03-02|go together",
        "source.yaml|type: self-web|type: scraped|is none of self-web",
        "source.yaml|type: self-web|type: purchased|supplier",
        "source.yaml|kind: collection-form|kind: photo|is none of data-source-proof",
        "licence.yaml|# exemption:|exemption:|and not both",
        "licence.yaml|number: B2|# number: B2|either the number",
        "licence.yaml|kind: call-centre|kind: Call Centre|lower-case letters",
        "licence.yaml|validTo: 2028-01-04|validTo: 2026-01-04|before validFrom",
      })
  @Requirement({"A-13", "A-14", "R23"})
  void mistakesAreTold(String name, String from, String to, String says) throws IOException {
    String text = Files.readString(EXAMPLES.resolve(name));
    assertThat(text).contains(from);
    Path file = Files.writeString(folder.resolve(name), text.replace(from, to));
    assertThatThrownBy(
            () -> {
              switch (name) {
                case "campaign.yaml" -> campaign(file);
                case "licence.yaml" -> LicenceFile.read(file, new UUID(0, 4), "alice");
                case "caller-number.yaml" -> CallerNumberFile.read(file);
                default -> SourceFile.read(file, new UUID(0, 4), "alice");
              }
            })
        .hasMessageContaining(name + ":")
        .hasMessageContaining(says);
  }

  /** Each schema lists the keys of the shipped files, and every key it requires is in them. */
  @ParameterizedTest
  @CsvSource({
    "campaign,campaign.yaml",
    "caller-number,caller-number.yaml",
    "source,source.yaml",
    "licence,licence.yaml",
    "script,script.yaml",
    "policy-pack,packs/cn-own-customer.yaml",
    "calendar,calendars/cn-2026.yaml",
  })
  void theSchemaBesideKnowsTheKeys(String schema, String file) throws IOException {
    JsonNode node;
    try (InputStream in = getClass().getResourceAsStream("/schema/" + schema + ".schema.json")) {
      node = new ObjectMapper().readTree(in);
    }
    Set<String> properties = new TreeSet<>();
    node.get("properties").fieldNames().forEachRemaining(properties::add);
    Set<String> required = new TreeSet<>();
    node.get("required").forEach(each -> required.add(each.asText()));
    String text =
        file.contains("/")
            ? PolicyBook.candidates().get(file)
            : Files.readString(EXAMPLES.resolve(file));
    Set<String> keys =
        text.lines()
            .filter(line -> line.matches("[a-zA-Z]+:.*"))
            .map(line -> line.substring(0, line.indexOf(':')))
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(properties).containsAll(keys);
    assertThat(keys).containsAll(required);
    assertThat(node.get("additionalProperties").asBoolean()).isFalse();
  }

  private static CampaignFile.Draft campaign(Path file) throws IOException {
    return CampaignFile.read(
        file,
        World.CAMPAIGN,
        "alice",
        script -> script.equals("renewal") ? Optional.of(World.SHA256) : Optional.empty());
  }
}
