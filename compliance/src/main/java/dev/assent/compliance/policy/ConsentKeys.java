package dev.assent.compliance.policy;

import dev.assent.compliance.consent.ConsentForm;
import dev.assent.compliance.consent.GrantScope;
import java.util.List;
import java.util.Set;

/** Consent to be called and to be recorded, and what callees hear of it (R22, R36, R37, R40). */
public final class ConsentKeys {

  /** Whose consent a recording needs. Strictest first. */
  public enum ConsentMode {
    ALL,
    ONE
  }

  /** What silence means. There is one answer: it is no consent. */
  public enum OnSilence {
    REFUSE
  }

  /** What follows when the callee refuses to be recorded. Strictest first. */
  public enum OnRefuse {
    END,
    CAMPAIGN
  }

  public static final PolicyKey<Boolean> REQUIRED = demand("consent.required");

  /** Forms that count as proof. */
  public static final PolicyKey<Set<ConsentForm>> FORMS =
      PolicyKey.of(
          "consent.forms", (y, k) -> Set.copyOf(y.choices(k, ConsentForm.class)), Stricter::common);

  /** Whether the consent must name who calls. */
  public static final PolicyKey<Boolean> SELLER_NAMED = demand("consent.sellerNamed");

  /** Days after which a grant no longer counts. */
  public static final PolicyKey<Integer> MAX_AGE_DAYS =
      DialKeys.shortest("consent.maxAgeDays", 1, 3650);

  /** Whether a synthetic voice needs a grant that says so. */
  public static final PolicyKey<Boolean> SYNTHETIC_VOICE = demand("consent.syntheticVoice");

  /** What needs a consent of its own where it is done (R24). */
  public static final PolicyKey<Set<GrantScope>> SEPARATE =
      PolicyKey.of(
              "consent.separate",
              (y, k) -> Set.copyOf(y.choices(k, GrantScope.class)),
              Stricter::<GrantScope>union)
          .orElse(Set.of());

  public static final PolicyKey<ConsentMode> RECORDING_CONSENT_MODE =
      PolicyKey.of(
          "recording.consentMode", (y, k) -> y.choice(k, ConsentMode.class), Stricter::first);

  public static final PolicyKey<OnSilence> RECORDING_ON_SILENCE =
      PolicyKey.of(
          "recording.defaultOnSilence", (y, k) -> y.choice(k, OnSilence.class), Stricter::first);

  public static final PolicyKey<OnRefuse> RECORDING_ON_REFUSE =
      PolicyKey.of("recording.onRefuse", (y, k) -> y.choice(k, OnRefuse.class), Stricter::first);

  /** Whether no call is made without a recorder ready. */
  public static final PolicyKey<Boolean> RECORDING_MANDATORY = demand("recording.mandatory");

  /** Whether the script must say who calls. */
  public static final PolicyKey<Boolean> ANNOUNCE_IDENTITY = demand("announce.identity");

  public static final PolicyKey<Boolean> ANNOUNCE_PURPOSE = demand("announce.purpose");

  /** Whether a synthetic voice must say that it is one. */
  public static final PolicyKey<Boolean> ANNOUNCE_SYNTHETIC = demand("announce.synthetic");

  /** Whether people must have been told by message before the call (E-03). */
  public static final PolicyKey<Boolean> ANNOUNCE_PRE_NOTICE = demand("announce.preNotice");

  /** Seconds after the identification within which the way out is offered. */
  public static final PolicyKey<Integer> ANNOUNCE_OPT_OUT_SEC =
      DialKeys.shortest("announce.optOutWithinSec", 1, 120);

  static final List<PolicyKey<?>> ALL =
      List.of(
          REQUIRED,
          FORMS,
          SELLER_NAMED,
          MAX_AGE_DAYS,
          SYNTHETIC_VOICE,
          SEPARATE,
          RECORDING_CONSENT_MODE,
          RECORDING_ON_SILENCE,
          RECORDING_ON_REFUSE,
          RECORDING_MANDATORY,
          ANNOUNCE_IDENTITY,
          ANNOUNCE_PURPOSE,
          ANNOUNCE_SYNTHETIC,
          ANNOUNCE_PRE_NOTICE,
          ANNOUNCE_OPT_OUT_SEC);

  private ConsentKeys() {}

  /** What one pack demands, all demand. */
  static PolicyKey<Boolean> demand(String path) {
    return PolicyKey.of(path, YamlMapping::bool, Boolean::logicalOr);
  }
}
