package dev.assent.compliance.policy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Reads a policy pack (requirements 3.4). Keys: schema/policy-pack.schema.json. */
public final class PolicyPackFile {

  /** What says which pack it is; all others are {@link PolicyKeys}. */
  private static final List<String> IDENTITY =
      List.of(
          "pack",
          "version",
          "region",
          "zone",
          "effectiveFrom",
          "effectiveTo",
          "profile",
          "legalSource");

  private PolicyPackFile() {}

  /**
   * @throws YamlError naming file, line and key
   */
  public static PolicyPack read(Path file) throws IOException {
    return YamlDocument.read(file, PolicyPackFile::pack);
  }

  /**
   * @param file how to name it in complaints
   * @throws YamlError naming file, line and key
   */
  public static PolicyPack read(String file, String text) {
    return YamlDocument.read(file, text, PolicyPackFile::pack);
  }

  static PolicyPack pack(YamlMapping yaml) {
    Set<String> stated = new TreeSet<>();
    Figures figures = figures(yaml, new TreeSet<>(IDENTITY), stated);
    LocalDate from = yaml.date("effectiveFrom");
    LocalDate to = yaml.optionalDate("effectiveTo").orElse(null);
    if (to != null && !to.isAfter(from)) {
      throw yaml.error("effectiveTo", "must be after effectiveFrom");
    }
    ringTimes(yaml, figures);
    PolicyPack pack =
        new PolicyPack(
            name(yaml),
            yaml.integer("version", 1, Integer.MAX_VALUE),
            region(yaml, "region"),
            yaml.zone("zone"),
            from,
            to,
            yaml.has("profile") ? profile(yaml, to) : null,
            yaml.mappings("legalSource", PolicyPackFile::source),
            figures);
    everyFigureHasASource(yaml, pack, stated);
    return pack;
  }

  private static PolicyPack.Profile profile(YamlMapping yaml, @Nullable LocalDate end) {
    if (end == null) {
      throw yaml.error("effectiveTo", "is missing; a profile that loosens must end: add it");
    }
    return yaml.mapping(
        "profile",
        each -> {
          each.only("loosens", "basis");
          Set<String> loosens = Set.copyOf(each.texts("loosens"));
          if (loosens.isEmpty()) {
            throw each.error("loosens", "must name the packs it loosens");
          }
          return new PolicyPack.Profile(loosens, each.text("basis"));
        });
  }

  private static LegalSource source(YamlMapping yaml) {
    yaml.only("key", "source", "confidence");
    return new LegalSource(
        yaml.text("key"), yaml.text("source"), yaml.choice("confidence", Confidence.class));
  }

  private static String name(YamlMapping yaml) {
    String name = yaml.text("pack");
    if (!name.matches("[a-z][a-z0-9-]{1,40}")) {
      throw yaml.error("pack", "must be lower-case letters, digits and hyphens");
    }
    return name;
  }

  static String region(YamlMapping yaml, String key) {
    String region = yaml.text(key);
    if (!region.matches("[A-Z]{2}")) {
      throw yaml.error(key, "must be two capital letters such as CN");
    }
    return region;
  }

  /** The figures stated in a block that holds nothing else. */
  static Figures figures(YamlMapping yaml) {
    return figures(yaml, Set.of(), new TreeSet<>());
  }

  private static Figures figures(YamlMapping yaml, Set<String> others, Set<String> stated) {
    Map<String, List<PolicyKey<?>>> groups = new LinkedHashMap<>();
    Set<String> valid = new TreeSet<>(others);
    for (PolicyKey<?> key : PolicyKeys.ALL) {
      valid.add(key.group().isEmpty() ? key.path() : key.group());
      groups.computeIfAbsent(key.group(), g -> new ArrayList<>()).add(key);
    }
    yaml.only(valid.toArray(String[]::new));
    Figures figures = Figures.NONE;
    for (Map.Entry<String, List<PolicyKey<?>>> group : groups.entrySet()) {
      if (group.getKey().isEmpty()) {
        figures = read(yaml, group.getValue(), figures, stated);
      } else if (yaml.has(group.getKey())) {
        Figures before = figures;
        figures =
            yaml.mapping(
                group.getKey(),
                block ->
                    read(
                        block.only(
                            group.getValue().stream().map(PolicyKey::leaf).toArray(String[]::new)),
                        group.getValue(),
                        before,
                        stated));
      }
    }
    return figures;
  }

  private static Figures read(
      YamlMapping block, List<PolicyKey<?>> keys, Figures before, Set<String> stated) {
    Figures figures = before;
    for (PolicyKey<?> key : keys) {
      if (block.has(key.leaf())) {
        figures = read(block, key, figures);
        stated.add(key.path());
      }
    }
    return figures;
  }

  private static <T> Figures read(YamlMapping block, PolicyKey<T> key, Figures figures) {
    return figures.with(key, key.read(block));
  }

  private static void ringTimes(YamlMapping yaml, Figures figures) {
    int least = figures.find(DialKeys.RING_MIN_SEC).orElse(0);
    int most = figures.find(DialKeys.RING_MAX_SEC).orElse(Integer.MAX_VALUE);
    if (most < least) {
      throw yaml.error("ringMaxSec", "must not be below ringMinSec");
    }
  }

  private static void everyFigureHasASource(YamlMapping yaml, PolicyPack pack, Set<String> stated) {
    for (LegalSource source : pack.legalSources()) {
      if (stated.stream().noneMatch(source::covers)) {
        throw yaml.error("legalSource", "speaks of '" + source.key() + "', which is no key here");
      }
    }
    for (String path : stated) {
      if (pack.legalSources().stream().noneMatch(source -> source.covers(path))) {
        throw yaml.error("legalSource", "says nothing of '" + path + "'; name its source");
      }
    }
  }
}
