package dev.assent.compliance;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * What a decision was made on, kept as evidence. Holds no personal data. Fields that could not be
 * known because the fact behind them is missing are empty.
 *
 * @param policyHash hash of the combined packs, lower hex
 * @param packs name, version and hash of each pack, such as {@code cn-min30 2@0123456789ab}
 * @param calendarVersion ids of the calendars in force, such as {@code CN-2026}
 * @param tzdata version of the time zone data, such as {@code 2025b}
 * @param listVersions versions of the suppression lists read
 * @param scriptHash hash of the script, lower hex
 * @param inputsHash over all facts it was made on, lower hex; empty where the decision stands in no
 *     journal: plans, deferrals, further looks at a clearance
 * @param reasons every objection, worst first; empty when allowed
 */
public record DecisionRecord(
    UUID id,
    Instant at,
    String policyHash,
    String packs,
    String calendarVersion,
    String tzdata,
    String listVersions,
    String scriptHash,
    String inputsHash,
    List<Reason> reasons) {

  public DecisionRecord {
    reasons = List.copyOf(reasons);
  }

  /** The same for where the reasons stand already. */
  public DecisionRecord withoutReasons() {
    return new DecisionRecord(
        id,
        at,
        policyHash,
        packs,
        calendarVersion,
        tzdata,
        listVersions,
        scriptHash,
        inputsHash,
        List.of());
  }
}
