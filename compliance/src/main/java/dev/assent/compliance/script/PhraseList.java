package dev.assent.compliance.script;

import dev.assent.compliance.policy.CanonicalHash;
import dev.assent.compliance.policy.YamlDocument;
import dev.assent.compliance.policy.YamlMapping;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Words that may not be said in a line of business (R38, C-20, D-r). Keys:
 * schema/phrase-list.schema.json.
 *
 * @param name as {@code sector.bannedPhrases} of a pack has it
 * @param source the law, requirement or decision it rests on
 */
public record PhraseList(int version, String name, String source, List<String> phrases) {

  public PhraseList {
    phrases = List.copyOf(phrases);
  }

  /**
   * @throws dev.assent.compliance.policy.YamlError naming file, line and key
   */
  static PhraseList read(Path file) throws IOException {
    return YamlDocument.read(file, PhraseList::of);
  }

  static PhraseList read(String file, String text) {
    return YamlDocument.read(file, text, PhraseList::of);
  }

  private static PhraseList of(YamlMapping yaml) {
    yaml.only("version", "list", "source", "phrases");
    String name = yaml.text("list");
    if (!name.matches("[a-z][a-z0-9-]{1,40}")) {
      throw yaml.error("list", "must be lower-case letters, digits and hyphens");
    }
    List<String> phrases = yaml.texts("phrases");
    if (phrases.isEmpty()) {
      throw yaml.error("phrases", "must not be empty");
    }
    for (String phrase : phrases) {
      if (SpokenForm.written(phrase).text().length() < 2) {
        throw yaml.error("phrases", "'" + phrase + "' is too short to be looked for");
      }
    }
    return new PhraseList(
        yaml.integer("version", 1, Integer.MAX_VALUE), name, yaml.text("source"), phrases);
  }

  /** What a check is written down as: name, version and the beginning of its hash. */
  String label() {
    return name + " " + version + " " + CanonicalHash.of(this).substring(0, 12);
  }
}
