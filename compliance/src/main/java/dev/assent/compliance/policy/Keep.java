package dev.assent.compliance.policy;

/**
 * How long something is kept.
 *
 * @param floorDays never deleted earlier; 0 when it may be at once
 * @param ceilingDays never kept longer; not below the floor
 */
public record Keep(int floorDays, int ceilingDays) {

  private static final int LONGEST = 36_500;

  /**
   * The longer floor and the shorter ceiling. Where a floor is above a ceiling the floor holds and
   * the thing goes on its last day: the law that says keep outranks the wish for less.
   */
  Keep and(Keep other) {
    int floor = Math.max(floorDays, other.floorDays);
    return new Keep(floor, Math.max(floor, Math.min(ceilingDays, other.ceilingDays)));
  }

  static Keep read(YamlMapping yaml, String key) {
    return yaml.mapping(
        key,
        each -> {
          each.only("floorDays", "ceilingDays");
          int floor = each.integer("floorDays", 0, LONGEST);
          int ceiling = each.integer("ceilingDays", 1, LONGEST);
          if (ceiling < floor) {
            throw each.error("ceilingDays", "must not be below floorDays");
          }
          return new Keep(floor, ceiling);
        });
  }
}
