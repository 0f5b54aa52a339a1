package dev.assent.compliance.intake;

import dev.assent.compliance.Licence;
import dev.assent.compliance.policy.YamlDocument;
import dev.assent.compliance.policy.YamlMapping;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.UUID;

/** Reads a licence or an exemption. Keys: schema/licence.schema.json. */
public final class LicenceFile {

  private LicenceFile() {}

  /**
   * @param id for the new entry
   * @param creator the user who brings the file
   * @throws dev.assent.compliance.policy.YamlError naming file, line and key
   */
  public static Licence read(Path file, UUID id, String creator) throws IOException {
    return YamlDocument.read(file, yaml -> licence(yaml, id, creator));
  }

  private static Licence licence(YamlMapping yaml, UUID id, String creator) {
    yaml.only(
        "version",
        "licence",
        "kind",
        "number",
        "exemption",
        "holder",
        "document",
        "validFrom",
        "validTo");
    yaml.integer("version", 1, 1);
    String kind = yaml.text("kind");
    if (!kind.matches("[a-z][a-z0-9-]{1,40}")) {
      throw yaml.error("kind", "must be lower-case letters, digits and hyphens");
    }
    if (yaml.has("number") == yaml.has("exemption")) {
      throw yaml.error(
          yaml.has("number") ? "exemption" : "number",
          "either the number of the licence or the reason for the exemption, and not both");
    }
    LocalDate from = yaml.date("validFrom");
    LocalDate to = yaml.date("validTo");
    if (to.isBefore(from)) {
      throw yaml.error("validTo", "must not be before validFrom");
    }
    return new Licence(
        id,
        yaml.text("licence"),
        kind,
        yaml.optionalText("number").orElse(""),
        yaml.text("holder"),
        yaml.optionalText("exemption").orElse(""),
        yaml.sha256("document"),
        from,
        to,
        creator,
        null,
        null,
        false);
  }
}
