package dev.assent.compliance;

import java.util.Locale;
import java.util.ResourceBundle;

/**
 * Why a call may not be made. The codes are stable: they stand in the journal and in reports, and
 * are never renamed. Requirements, table 2.2.
 */
public enum ReasonCode {
  ENGINE_ERROR("R00"),
  HOLD_ACTIVE("R01"),
  HOLD_STATE_UNKNOWN("R01"),
  CLOCK_UNTRUSTED("R02"),
  TZDATA_STALE("R02"),
  POLICY_MISSING("R03"),
  POLICY_EXPIRED("R03"),
  PURPOSE_FORBIDDEN("R03"),
  CAMPAIGN_NOT_APPROVED("R04"),
  SCRIPT_NOT_APPROVED("R05"),
  SCRIPT_SEGMENT_MISSING("R05"),
  PROMPT_HASH_MISMATCH("R05"),
  LICENCE_MISSING("R06"),
  PRODUCT_BANNED("R06"),
  PRE_NOTICE_MISSING("R06"),
  CLI_NOT_FILED("R07"),
  CLI_PURPOSE_MISMATCH("R07"),
  CLI_FILING_OVERDUE("R07"),
  CLI_HIDDEN("R07"),
  CLI_SERIES_WRONG("R07"),
  RECORDER_UNAVAILABLE("R08"),
  ABANDON_LIMIT("R09"),
  AGENT_NOT_CERTIFIED("R10"),
  NO_AGENT("R10"),
  NUMBER_INVALID("R11"),
  NUMBER_PROHIBITED("R11"),
  JURISDICTION_UNKNOWN("R12"),
  NUMBER_REASSIGNED("R13"),
  STATUS_STALE("R13"),
  PROTECTED_LINE("R14"),
  SUBJECT_RESTRICTED("R15"),
  MINOR("R16"),
  GUARDIAN_CONSENT_MISSING("R16"),
  AGE_UNKNOWN("R16"),
  VULNERABLE_OR_DISPUTE("R17"),
  SOURCE_UNPROVEN("R18"),
  SOURCE_BANNED("R18"),
  SUPPLIER_EXPIRED("R18"),
  RETENTION_EXPIRED("R19"),
  DNC_INTERNAL("R20"),
  DNC_UNAVAILABLE("R20"),
  DNC_EXTERNAL("R21"),
  DNC_LIST_STALE("R21"),
  CONSENT_MISSING("R22"),
  CONSENT_WITHDRAWN("R22"),
  CONSENT_EXPIRED("R22"),
  CONSENT_SCOPE("R22"),
  CONSENT_EVIDENCE_INVALID("R22"),
  PURPOSE_MISMATCH("R23"),
  SEPARATE_CONSENT_MISSING("R24"),
  COOL_OFF("R25"),
  RESIDENCY_VIOLATION("R26"),
  HOLIDAY("R27"),
  CALENDAR_MISSING("R27"),
  OUTSIDE_WINDOW("R28"),
  CAMPAIGN_HOURS("R28"),
  QUIET_BREAK("R29"),
  CALLEE_PREFERENCE("R29"),
  RETRY_GAP("R30"),
  ATTEMPTS_EXHAUSTED("R30"),
  FREQ_DAY("R31"),
  FREQ_24H("R31"),
  FREQ_WEEK("R31"),
  FREQ_7D("R31"),
  FREQ_MONTH("R31"),
  FREQ_30D("R31"),
  COUNTER_UNAVAILABLE("R31"),
  TRUNK_LIMIT("R32"),
  CAPACITY("R33"),
  IN_FLIGHT("R34"),
  /** The permit ran out, was used before, or its campaign, script or number changed meanwhile. */
  PERMIT_STALE("R35"),
  /** Another reservation holds the lock of this number or person. */
  RESERVATION_BUSY("R35");

  private final String rule;

  ReasonCode(String rule) {
    this.rule = rule;
  }

  /** The id of the rule that gives this code; {@code R00} is the engine itself. */
  public String rule() {
    return rule;
  }

  /** What it says to people, in Chinese for a Chinese locale, else in English. */
  public String text(Locale locale) {
    Locale language =
        locale.getLanguage().equals(Locale.CHINESE.getLanguage()) ? Locale.CHINESE : Locale.ROOT;
    return ResourceBundle.getBundle(
            "dev.assent.compliance.reasons",
            language,
            ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES))
        .getString(name());
  }
}
