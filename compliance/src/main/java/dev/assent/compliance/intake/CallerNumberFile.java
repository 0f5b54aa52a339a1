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
        "holder",
        "filingNo",
        "uses",
        "outbound",
        "commitmentLetter",
        "filedAt",
        "changedAt",
        "validTo",
        "trunks");
    yaml.integer("version", 1, 1);
    return new CallerNumber(
        e164(yaml, "number"),
        yaml.text("holder"),
        yaml.text("filingNo"),
        yaml.choices("uses", Purpose.class),
        yaml.bool("outbound"),
        yaml.optionalText("commitmentLetter").orElse(""),
        yaml.date("filedAt"),
        yaml.optionalDate("changedAt").orElse(null),
        yaml.date("validTo"),
        yaml.texts("trunks"));
  }

  /** Exactly as it will be shown; nothing is guessed or repaired. */
  static String e164(YamlMapping yaml, String key) {
    String number = yaml.text(key);
    if (!number.matches("\\+[1-9][0-9]{4,14}")) {
      throw yaml.error(key, "must be \"+\", country code and digits, in quotes");
    }
    return number;
  }
}
