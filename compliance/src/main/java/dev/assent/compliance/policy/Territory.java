package dev.assent.compliance.policy;

import dev.assent.compliance.numbering.PhoneNumber;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;

/**
 * A part of a region in which more holds, such as a state of the United States. A number belongs to
 * it when it begins with one of its prefixes, and may belong to it when its prefix tells no place;
 * somebody may be in it who says that they live there.
 *
 * @param id such as {@code FL}
 * @param names what lists may call it beside its id, or begin with
 * @param prefixes beginnings of E.164 numbers
 * @param zones where its people may be, beside where the number says
 * @param figures only what is stricter than elsewhere matters: they are combined, never replace
 * @param source where its figures come from
 */
public record Territory(
    String id,
    Set<String> names,
    Set<String> prefixes,
    Set<ZoneId> zones,
    Figures figures,
    String source,
    Confidence confidence) {

  public Territory {
    names = Set.copyOf(names);
    prefixes = Set.copyOf(prefixes);
    zones = Set.copyOf(zones);
  }

  boolean contains(PhoneNumber number) {
    return prefixes.stream().anyMatch(number.e164()::startsWith);
  }

  /** Whether a list means it by this word. */
  boolean isCalled(String state) {
    return id.equalsIgnoreCase(state)
        || names.stream().anyMatch(name -> state.regionMatches(true, 0, name, 0, name.length()));
  }

  static List<Territory> readAll(YamlMapping yaml, String key) {
    return yaml.mappings(key, Territory::read);
  }

  private static Territory read(YamlMapping yaml) {
    yaml.only("id", "names", "prefixes", "zones", "limits", "source", "confidence");
    return new Territory(
        yaml.text("id"),
        yaml.has("names") ? Set.copyOf(yaml.texts("names")) : Set.of(),
        DialKeys.prefixes(yaml, "prefixes"),
        yaml.has("zones") ? Set.copyOf(yaml.zones("zones")) : Set.of(),
        yaml.has("limits") ? yaml.mapping("limits", Territory::limits) : Figures.NONE,
        yaml.text("source"),
        yaml.choice("confidence", Confidence.class));
  }

  private static Figures limits(YamlMapping yaml) {
    Figures figures = PolicyPackFile.figures(yaml);
    if (figures.find(TimeKeys.TERRITORIES).isPresent()) {
      throw yaml.error("territories", "a territory has none of its own");
    }
    return figures;
  }
}
