package dev.assent.compliance.policy;

import dev.assent.compliance.numbering.PhoneNumber;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;

/**
 * A part of a region in which more holds, such as a state of the United States. A number belongs to
 * it when it begins with one of its prefixes, and may belong to it when its prefix tells no place.
 *
 * @param id such as {@code FL}
 * @param prefixes beginnings of E.164 numbers
 * @param zones where its people may be, beside where the number says
 * @param figures only what is stricter than elsewhere matters: they are combined, never replace
 * @param source where its figures come from
 */
public record Territory(
    String id,
    Set<String> prefixes,
    Set<ZoneId> zones,
    Figures figures,
    String source,
    Confidence confidence) {

  public Territory {
    prefixes = Set.copyOf(prefixes);
    zones = Set.copyOf(zones);
  }

  boolean contains(PhoneNumber number) {
    return prefixes.stream().anyMatch(number.e164()::startsWith);
  }

  static List<Territory> readAll(YamlMapping yaml, String key) {
    return yaml.mappings(key, Territory::read);
  }

  private static Territory read(YamlMapping yaml) {
    yaml.only("id", "prefixes", "zones", "limits", "source", "confidence");
    return new Territory(
        yaml.text("id"),
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
