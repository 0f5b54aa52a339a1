package dev.assent.compliance.intake;

import dev.assent.compliance.SourceProof;
import dev.assent.compliance.SourceProof.Clause;
import dev.assent.compliance.SourceProof.Document;
import dev.assent.compliance.SourceProof.DocumentKind;
import dev.assent.compliance.policy.YamlDocument;
import dev.assent.compliance.policy.YamlMapping;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * Reads a source of contacts as a draft of its creator. Keys: schema/source.schema.json. A
 * type that is not listed does not exist: bought black data has no spelling here.
 */
public final class SourceFile {

  private SourceFile() {}

  /**
   * @param id for the new source
   * @param creator the user who brings the file
   * @throws dev.assent.compliance.policy.YamlError naming file, line and key
   */
  public static SourceProof read(Path file, UUID id, String creator) throws IOException {
    return YamlDocument.read(file, yaml -> source(yaml, id, creator));
  }

  static SourceProof source(YamlMapping yaml, UUID id, String creator) {
    yaml.only(
        "version",
        "source",
        "type",
        "supplier",
        "documents",
        "contractClauses",
        "collectedAt",
        "noticeVersion",
        "validTo");
    yaml.integer("version", 1, 1);
    SourceProof.Type type = yaml.choice("type", SourceProof.Type.class);
    List<Document> documents = yaml.mappings("documents", SourceFile::document);
    Set<Clause> clauses =
        yaml.has("contractClauses")
            ? yaml.choices("contractClauses", Clause.class)
            : EnumSet.noneOf(Clause.class);
    String supplier = yaml.optionalText("supplier").orElse("");
    if (type.fromAnother() && supplier.isEmpty()) {
      throw yaml.error("supplier", "is missing; data from another needs its supplier's name");
    }
    return new SourceProof(
        id,
        yaml.text("source"),
        type,
        supplier,
        documents,
        clauses,
        yaml.date("collectedAt"),
        yaml.text("noticeVersion"),
        yaml.date("validTo"),
        SourceProof.State.DRAFT,
        creator,
        null,
        null,
        false);
  }

  private static Document document(YamlMapping yaml) {
    yaml.only("kind", "sha256", "validTo");
    return new Document(
        yaml.choice("kind", DocumentKind.class),
        yaml.sha256("sha256"),
        yaml.optionalDate("validTo").orElse(null));
  }
}
