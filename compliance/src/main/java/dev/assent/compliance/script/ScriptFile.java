package dev.assent.compliance.script;

import dev.assent.compliance.policy.YamlDocument;
import dev.assent.compliance.policy.YamlMapping;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Reads a script, such as {@code conf/scripts/welcome.yaml}, as a draft of its author: who approves
 * it is recorded by the store, never by the file. Keys: schema/script.schema.json.
 */
public final class ScriptFile {
  /** Of a checkpoint, which must fit beside its answers. */
  private static final int MOST_CHARACTERS = 200;

  private static final int MOST_CHECKPOINTS = 50;

  private ScriptFile() {}

  /**
   * @param author the user who brings the file
   * @param sounds takes the recordings that segments name by {@code file}
   * @throws dev.assent.compliance.policy.YamlError naming file, line and key
   */
  public static Script read(Path file, String author, SoundIntake sounds) throws IOException {
    return YamlDocument.read(file, yaml -> script(yaml, author, sounds));
  }

  static Script read(String file, String text, String author, SoundIntake sounds) {
    return YamlDocument.read(file, text, yaml -> script(yaml, author, sounds));
  }

  private static Script script(YamlMapping yaml, String author, SoundIntake sounds) {
    yaml.only("script", "version", "locale", "validTo", "segments", "checkpoints");
    String id = yaml.text("script");
    if (!id.matches("[a-z][a-z0-9-]{1,40}")) {
      throw yaml.error("script", "must be lower-case letters, digits and hyphens");
    }
    String locale = locale(yaml);
    Map<Segment, List<SoundIntake.Remark>> remarks = new LinkedHashMap<>();
    List<Segment> segments =
        yaml.mappings("segments", segment -> segment(segment, locale, sounds, remarks));
    Script script =
        new Script(
            id,
            yaml.integer("version", 1, Integer.MAX_VALUE),
            locale,
            segments,
            author,
            null,
            false,
            Script.State.DRAFT,
            yaml.date("validTo"),
            List.of(),
            "",
            yaml.has("checkpoints")
                ? yaml.mappings("checkpoints", ScriptFile::checkpoint)
                : List.of());
    complete(yaml, script);
    return script.checked(findings(script, remarks), "");
  }

  private static List<Script.Finding> findings(
      Script script, Map<Segment, List<SoundIntake.Remark>> remarks) {
    List<Script.Finding> findings = new ArrayList<>();
    remarks.forEach(
        (segment, all) ->
            all.forEach(
                remark ->
                    findings.add(
                        new Script.Finding(
                            script.nameOf(segment), remark.kind(), remark.detail()))));
    return findings;
  }

  private static Checkpoint checkpoint(YamlMapping yaml) {
    yaml.only("id", "text");
    Checkpoint checkpoint = new Checkpoint(yaml.text("id"), yaml.text("text"));
    if (!checkpoint.id().matches("[a-z][a-z0-9-]{0,39}")) {
      throw yaml.error("id", "must be up to 40 lower-case letters, digits and hyphens");
    }
    if (checkpoint.text().length() > MOST_CHARACTERS) {
      throw yaml.error("text", "must have up to " + MOST_CHARACTERS + " characters");
    }
    return checkpoint;
  }

  private static Segment segment(
      YamlMapping yaml,
      String locale,
      SoundIntake sounds,
      Map<Segment, List<SoundIntake.Remark>> remarks) {
    yaml.only("type", "prompt", "file", "text", "sha256", "synthetic");
    if (yaml.has("file")) {
      return recorded(yaml, locale, sounds, remarks);
    }
    return new Segment(
        yaml.choice("type", SegmentType.class),
        yaml.text("prompt"),
        yaml.text("text"),
        yaml.sha256("sha256"),
        yaml.bool("synthetic"));
  }

  /** From a recording that comes with the script; what is approved is what becomes of it. */
  private static Segment recorded(
      YamlMapping yaml,
      String locale,
      SoundIntake sounds,
      Map<Segment, List<SoundIntake.Remark>> remarks) {
    for (String key : List.of("prompt", "sha256")) {
      if (yaml.has(key)) {
        throw yaml.error(key, "must not stand beside file: it is made from the file");
      }
    }
    SegmentType type = yaml.choice("type", SegmentType.class);
    boolean synthetic = yaml.bool("synthetic");
    String text = yaml.text("text");
    SoundIntake.Taken taken;
    try {
      taken = sounds.take(yaml.text("file"), locale, text);
    } catch (IllegalArgumentException e) {
      throw yaml.error("file", "cannot be used: " + e.getMessage());
    }
    Segment segment = new Segment(type, taken.promptId(), text, taken.sha256(), synthetic);
    remarks.put(segment, taken.findings());
    return segment;
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
    long ids = script.checkpoints().stream().map(Checkpoint::id).distinct().count();
    if (ids != script.checkpoints().size()) {
      throw yaml.error("checkpoints", "must each have an id of its own");
    }
    if (ids > MOST_CHECKPOINTS) {
      throw yaml.error("checkpoints", "must be " + MOST_CHECKPOINTS + " at most");
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
