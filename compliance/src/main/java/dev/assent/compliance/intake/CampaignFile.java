package dev.assent.compliance.intake;

import dev.assent.compliance.Campaign;
import dev.assent.compliance.ClosedHours;
import dev.assent.compliance.Threshold;
import dev.assent.compliance.policy.Purpose;
import dev.assent.compliance.policy.YamlDocument;
import dev.assent.compliance.policy.YamlMapping;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reads a campaign as a draft of its creator. Keys: schema/campaign.schema.json, an example under
 * conf/examples.
 */
public final class CampaignFile {

  private CampaignFile() {}

  /**
   * @param batches the imports whose contacts it calls
   * @param slots where each of its schedule's hours stands
   */
  public record Draft(Campaign campaign, List<UUID> batches, List<SlotPlace> slots) {
    public Draft {
      batches = List.copyOf(batches);
      slots = List.copyOf(slots);
    }
  }

  /** File, line and key of each field of one of a schedule's hours. */
  public record SlotPlace(String days, String start, String end) {
    public String of(ClosedHours.Field field) {
      return switch (field) {
        case DAYS -> days;
        case START -> start;
        case END -> end;
      };
    }
  }

  /**
   * @param id for the new campaign
   * @param creator the user who brings the file
   * @param scriptHashOf the hash of the script with an id, empty when there is none
   * @throws dev.assent.compliance.policy.YamlError naming file, line and key
   */
  public static Draft read(
      Path file, UUID id, String creator, Function<String, Optional<String>> scriptHashOf)
      throws IOException {
    return YamlDocument.read(
        file,
        yaml ->
            new Draft(
                campaign(yaml, id, creator, scriptHashOf),
                batches(yaml),
                DiallingKeys.places(yaml)));
  }

  private static List<UUID> batches(YamlMapping yaml) {
    try {
      List<UUID> batches = yaml.texts("batches").stream().map(UUID::fromString).toList();
      if (!batches.isEmpty()) {
        return batches;
      }
    } catch (IllegalArgumentException e) {
      // Told below, together with an empty list.
    }
    throw yaml.error("batches", "must list the batch ids that 'contacts import' printed");
  }

  private static List<String> callerNumbers(YamlMapping yaml) {
    if (!yaml.has("callerNumbers")) {
      return List.of(CallerNumberFile.e164(yaml, "callerNumber"));
    }
    if (yaml.has("callerNumber")) {
      throw yaml.error("callerNumber", "must not stand beside callerNumbers");
    }
    List<String> numbers = yaml.texts("callerNumbers").stream().distinct().toList();
    if (numbers.isEmpty() || !numbers.stream().allMatch(CallerNumberFile::whole)) {
      throw yaml.error(
          "callerNumbers", "must list numbers with \"+\", country code and digits, in quotes");
    }
    return numbers;
  }

  private static Campaign campaign(
      YamlMapping yaml, UUID id, String creator, Function<String, Optional<String>> scriptHashOf) {
    yaml.only(
        "version",
        "campaign",
        "purpose",
        "packs",
        "script",
        "callerNumber",
        "callerNumbers",
        "trunk",
        "from",
        "to",
        "onRefuse",
        "recordingMandatory",
        "pacing",
        "productClasses",
        "sensitive",
        "publicDisclosure",
        "preNotice",
        "thresholds",
        "priority",
        "schedule",
        "retry",
        "batches");
    yaml.integer("version", 1, 1);
    Instant from = yaml.instant("from");
    Instant to = yaml.instant("to");
    if (!from.isBefore(to)) {
      throw yaml.error("to", "must be after from");
    }
    List<String> packs = yaml.texts("packs");
    if (packs.isEmpty()) {
      throw yaml.error("packs", "must name at least one policy pack");
    }
    String script = yaml.text("script");
    String scriptHash =
        scriptHashOf
            .apply(script)
            .orElseThrow(
                () ->
                    yaml.error(
                        "script", "no script '" + script + "'; bring it with 'script submit'"));
    return new Campaign(
        id,
        yaml.text("campaign"),
        yaml.choice("purpose", Purpose.class),
        packs,
        scriptHash,
        callerNumbers(yaml),
        yaml.text("trunk"),
        from,
        to,
        Campaign.State.DRAFT,
        creator,
        null,
        false,
        yaml.choice("onRefuse", Campaign.OnRefuse.class),
        yaml.bool("recordingMandatory"),
        yaml.mapping(
            "pacing",
            pacing ->
                new Campaign.Pacing(
                    pacing.integer("callsPerSecond", 1, 1000),
                    pacing.integer("concurrency", 1, 100_000),
                    pacing.has("rampUpSeconds") ? pacing.integer("rampUpSeconds", 0, 3600) : 0)),
        yaml.has("productClasses") ? Set.copyOf(yaml.texts("productClasses")) : Set.of(),
        yaml.has("sensitive") && yaml.bool("sensitive"),
        yaml.has("publicDisclosure") && yaml.bool("publicDisclosure"),
        yaml.has("preNotice") ? yaml.mapping("preNotice", CampaignFile::preNotice) : null,
        yaml.has("thresholds") ? yaml.mappings("thresholds", CampaignFile::threshold) : List.of(),
        DiallingKeys.read(yaml));
  }

  private static Threshold threshold(YamlMapping yaml) {
    yaml.only("expect", "otherwise", "sample");
    String expected = yaml.text("expect");
    Threshold.Action otherwise = yaml.choice("otherwise", Threshold.Action.class);
    Integer sample =
        yaml.has("sample") ? yaml.integer("sample", 1, Threshold.LARGEST_SAMPLE) : null;
    return Threshold.parse(expected, otherwise, sample)
        .orElseThrow(
            () ->
                yaml.error(
                    "expect",
                    "'"
                        + expected
                        + "' must read MEASURE < <= > >= == NUMBER or NUMBER%; asr is a share,"
                        + " complaints are a count; the measures are "
                        + Stream.of(Threshold.Measure.values())
                            .map(Threshold.Measure::word)
                            .collect(Collectors.joining(", "))));
  }

  private static Campaign.PreNotice preNotice(YamlMapping yaml) {
    yaml.only("id", "sentAt");
    return new Campaign.PreNotice(yaml.text("id"), yaml.instant("sentAt"));
  }
}
