package dev.assent.compliance.policy;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One pack of limits, as its file has it. Requirements 3.4.
 *
 * @param pack its name, such as {@code cn-callcentre}
 * @param version 1 and up
 * @param region the one region it is law in, ISO 3166-1 alpha-2
 * @param zone the zone its own dates are meant in
 * @param effectiveFrom first day in force
 * @param effectiveTo first day no longer in force; null when open
 * @param profile why its values are looser than a pack's; null when it only limits
 * @param figures what it states
 */
public record PolicyPack(
    String pack,
    int version,
    String region,
    ZoneId zone,
    LocalDate effectiveFrom,
    @Nullable LocalDate effectiveTo,
    @Nullable Profile profile,
    List<LegalSource> legalSources,
    Figures figures) {

  /**
   * Leave to be looser than another pack: its values replace that pack's. It needs a reason, an end
   * ({@link #effectiveTo}) and a second person's signature (requirements 1F).
   *
   * @param loosens names of packs
   * @param basis the law or decision it rests on
   */
  public record Profile(Set<String> loosens, String basis) {
    public Profile {
      loosens = Set.copyOf(loosens);
    }
  }

  public PolicyPack {
    legalSources = List.copyOf(legalSources);
  }

  /** The same pack stating these figures. */
  public PolicyPack with(Figures other) {
    return new PolicyPack(
        pack, version, region, zone, effectiveFrom, effectiveTo, profile, legalSources, other);
  }

  /** Where a figure comes from: of several sources the one that names it most exactly. */
  public LegalSource source(PolicyKey<?> key) {
    return legalSources.stream()
        .filter(source -> source.covers(key.path()))
        .max(Comparator.comparingInt(source -> source.key().length()))
        .orElseThrow(() -> new IllegalArgumentException("states no " + key));
  }

  public boolean inForce(Instant at) {
    LocalDate day = at.atZone(zone).toLocalDate();
    return !day.isBefore(effectiveFrom) && (effectiveTo == null || day.isBefore(effectiveTo));
  }

  /** Whether it states every figure a policy needs, so that it can be one by itself. */
  public boolean standsAlone() {
    return profile == null && figures.missing().isEmpty();
  }

  /** Lower hex; whatever the layout of the file. */
  public String hash() {
    return CanonicalHash.of(this);
  }
}
