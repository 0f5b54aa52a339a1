package dev.assent.compliance.numbering;

import com.google.i18n.phonenumbers.PhoneNumberToTimeZonesMapper;
import dev.assent.compliance.policy.Policy;
import dev.assent.compliance.policy.TimeKeys;
import dev.assent.compliance.policy.TimeKeys.TimezoneMode;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Where a called party may be. A number is not a place: every candidate is kept, and a call is
 * allowed only when all of them allow it (requirements 2.5).
 *
 * @param candidates empty when nothing is known, which forbids
 */
public record Zones(Set<ZoneId> candidates, Confidence confidence) {

  /** How the candidates came about. */
  public enum Confidence {
    /** Nothing is known. */
    NONE,
    /** The number tells no place, or has moved: every zone of the region counts. */
    REGION,
    /** The number's prefix tells several zones. */
    SEVERAL_BY_NUMBER,
    /** The number's prefix tells one zone; its holder may still be elsewhere. */
    BY_NUMBER,
    /** The number's zones and those of what was declared. */
    BY_NUMBER_AND_DECLARED,
    /** The declared zone alone. */
    DECLARED
  }

  public Zones {
    candidates = Set.copyOf(candidates);
  }

  /**
   * The zones of a number. Of the mainland's, Beijing time is the legal one; a declared zone such
   * as Asia/Urumqi, or that of a declared state or of a territory of the policy, comes on top of
   * it, so that the window is open by both clocks.
   */
  public static Zones of(PhoneNumber number, Whereabouts where, Policy policy) {
    ZoneId declared = where.zone();
    if (declared != null && policy.timezoneMode() == TimezoneMode.DECLARED) {
      return new Zones(Set.of(declared), Confidence.DECLARED);
    }
    Set<ZoneId> zones = byNumber(number);
    if (zones.isEmpty()) {
      return new Zones(Set.of(), Confidence.NONE);
    }
    boolean anywhere =
        policy.tellsNoPlace(number, where) && number.region().equals(policy.region());
    if (anywhere) {
      zones = new LinkedHashSet<>(policy.get(TimeKeys.REGION_ZONES));
    }
    zones.addAll(policy.zones(number, where));
    if (declared != null) {
      zones.add(declared);
    }
    if (declared != null || where.state() != null) {
      return new Zones(zones, Confidence.BY_NUMBER_AND_DECLARED);
    }
    if (anywhere) {
      return new Zones(zones, Confidence.REGION);
    }
    return new Zones(zones, zones.size() > 1 ? Confidence.SEVERAL_BY_NUMBER : Confidence.BY_NUMBER);
  }

  private static Set<ZoneId> byNumber(PhoneNumber number) {
    Set<ZoneId> zones = new LinkedHashSet<>();
    for (String name : number.zoneNames()) {
      if (name.equals(PhoneNumberToTimeZonesMapper.getUnknownTimeZone())) {
        return new LinkedHashSet<>();
      }
      try {
        zones.add(ZoneId.of(name));
      } catch (DateTimeException e) {
        return new LinkedHashSet<>();
      }
    }
    return zones;
  }
}
