package dev.assent.compliance.script;

import dev.assent.compliance.policy.YamlDocument;
import dev.assent.compliance.policy.YamlMapping;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Reads a script, such as {@code conf/scripts/welcome.yaml}, as a draft of its author: who approves
 * it is recorded by the store, never by the file. Keys: schema/script.schema.json.
 */
public final class ScriptFile {

  private ScriptFile() {}

  /**
   * @param author the user who brings the file
   * @throws dev.assent.compliance.policy.YamlError naming file, line and key
   */
  public static Script read(Path file, String author) throws IOException {
    return YamlDocument.read(file, yaml -> script(yaml, author));
  }

  static Script read(String file, String text, String author) {
    return YamlDocument.read(file, text, yaml -> script(yaml, author));
  }

  static Script script(YamlMapping yaml, String author) {
    yaml.only("script", "version", "locale", "validTo", "segments");
    String id = yaml.text("script");
    if (!id.matches("[a-z][a-z0-9-]{1,40}")) {
      throw yaml.error("script", "must be lower-case letters, digits and hyphens");
    }
    List<Segment> segments = yaml.mappings("segments", ScriptFile::segment);
    Script script =
        new Script(
            id,
            yaml.integer("version", 1, Integer.MAX_VALUE),
            locale(yaml),
            segments,
            author,
            null,
            false,
            Script.State.DRAFT,
            yaml.date("validTo"));
    complete(yaml, script);
    return script;
  }

  private static Segment segment(YamlMapping yaml) {
    yaml.only("type", "prompt", "text", "sha256", "synthetic");
    return new Segment(
        yaml.choice("type", SegmentType.class),
        yaml.text("prompt"),
        yaml.text("text"),
        yaml.sha256("sha256"),
        yaml.bool("synthetic"));
  }

  private static String locale(YamlMapping yaml) {
    String tag = yaml.text("locale");
    if (!Locale.forLanguageTag(tag).toLanguageTag().equals(tag) || tag.equals("und")) {
      throw yaml.error("locale", "must be a language tag such as zh-CN");
    }
    return tag;
  }

  /** What R05 would refuse at every call is told once, here. */
  private static void complete(YamlMapping yaml, Script script) {
    for (SegmentType type : script.mandatory()) {
      if (script.segments(type).isEmpty()) {
        throw yaml.error("segments", "lacks the mandatory segment " + type);
      }
    }
    if (script.segments().getFirst().type() != SegmentType.IDENTITY) {
      throw yaml.error("segments", "must begin with IDENTITY: who is calling comes first");
    }
    Map<String, String> hashes = new HashMap<>();
    for (Segment segment : script.segments()) {
      String other = hashes.putIfAbsent(segment.promptId(), segment.wavSha256());
      if (other != null && !other.equals(segment.wavSha256())) {
        throw yaml.error("segments", "prompt " + segment.promptId() + " has two hashes");
      }
    }
  }
}
