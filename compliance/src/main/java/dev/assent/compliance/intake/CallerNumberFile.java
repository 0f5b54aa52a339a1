package dev.assent.compliance.intake;

import dev.assent.compliance.CallerNumber;
import dev.assent.compliance.policy.Purpose;
import dev.assent.compliance.policy.YamlDocument;
import dev.assent.compliance.policy.YamlMapping;
import java.io.IOException;
import java.nio.file.Path;

/** Reads a caller number as filed. Keys: schema/caller-number.schema.json. */
public final class CallerNumberFile {

  private CallerNumberFile() {}

  /**
   * @throws dev.assent.compliance.policy.YamlError naming file, line and key
   */
  public static CallerNumber read(Path file) throws IOException {
    return YamlDocument.read(file, CallerNumberFile::callerNumber);
  }

  static CallerNumber callerNumber(YamlMapping yaml) {
    yaml.only(
        "version",
        "number",
        "to",
        "holder",
        "allottedBy",
        "filingNo",
        "uses",
        "outbound",
        "commitmentLetter",
        "commitmentLetterSha256",
        "attestation",
        "filedAt",
        "changedAt",
        "change",
        "validTo",
        "trunks");
    yaml.integer("version", 1, 1);
    String first = e164(yaml, "number");
    boolean outbound = yaml.bool("outbound");
    boolean letter = yaml.has("commitmentLetter");
    if (outbound && !letter) {
      throw yaml.error("commitmentLetter", "is missing: outbound use needs the letter (D-c)");
    }
    if (yaml.has("changedAt") != yaml.has("change")) {
      throw yaml.error("change", "and changedAt go together: what changed, and when");
    }
    return new CallerNumber(
        first,
        last(yaml, first),
        yaml.text("holder"),
        yaml.optionalText("allottedBy").orElse(""),
        yaml.text("filingNo"),
        yaml.choices("uses", Purpose.class),
        outbound,
        letter ? yaml.text("commitmentLetter") : "",
        letter ? yaml.sha256("commitmentLetterSha256") : "",
        attestation(yaml),
        yaml.date("filedAt"),
        yaml.optionalDate("changedAt").orElse(null),
        yaml.optionalText("change").orElse(""),
        yaml.date("validTo"),
        null,
        yaml.texts("trunks"));
  }

  /** Of a block, whose numbers differ in their end only. */
  private static String last(YamlMapping yaml, String first) {
    if (!yaml.has("to")) {
      return first;
    }
    String last = e164(yaml, "to");
    if (last.length() != first.length() || last.compareTo(first) < 0) {
      throw yaml.error("to", "must be as long as number and not below it");
    }
    return last;
  }

  private static String attestation(YamlMapping yaml) {
    String level = yaml.optionalText("attestation").orElse("");
    if (!level.matches("[ABC]?")) {
      throw yaml.error("attestation", "must be A, B or C, or be left out");
    }
    return level;
  }

  static boolean whole(String number) {
    return number.matches("\\+[1-9][0-9]{4,14}");
  }

  /** Exactly as it will be shown; nothing is guessed or repaired. */
  static String e164(YamlMapping yaml, String key) {
    String number = yaml.text(key);
    if (!whole(number)) {
      throw yaml.error(key, "must be \"+\", country code and digits, in quotes");
    }
    return number;
  }
}
