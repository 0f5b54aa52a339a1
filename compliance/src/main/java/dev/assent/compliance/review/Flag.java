package dev.assent.compliance.review;

import java.util.Locale;
import java.util.ResourceBundle;

/** What a check found. Stable: stands in the journal, in reports and in filters. */
public enum Flag {
  /** A part of the notice did not leave whole before the yes (E-02). */
  NOTICE_NOT_WHOLE,
  /** What was sent is not what was approved (C-22, Q10). */
  NOTICE_NOT_AS_APPROVED,
  /** What was sent cannot be compared: the approved script or its sound is not here any more. */
  NOTICE_UNVERIFIED,
  /** Who calls was not said within two seconds of the answer (A-27, R36). */
  IDENTITY_LATE,
  /** A recording that began before a durable yes, or without one (R37, Q05). */
  RECORDED_BEFORE_CONSENT,
  /** The key, the choice and the outcome that are written down do not fit each other (E-04). */
  EVIDENCE_DISAGREES,
  /** Only one side can be heard. */
  ONE_WAY_SOUND,
  /** A side is distorted: too many samples at the largest value. */
  CLIPPED,
  /** A side is silent where there must be sound. */
  SILENT,
  /** The person hung up before the notice was over, or right after the yes. */
  HUNG_UP_EARLY,
  /** There was a yes, and no recording (C-23). */
  RECORDING_MISSING,
  /** The recording was cut short. */
  RECORDING_INCOMPLETE,
  /** The file is not what was sealed. */
  RECORDING_DAMAGED,
  /** Seconds of the call never reached the recorder. */
  SECONDS_LOST;

  /** What it says to people, in Chinese for a Chinese locale, else in English. */
  public String text(Locale locale) {
    Locale language =
        locale.getLanguage().equals(Locale.CHINESE.getLanguage()) ? Locale.CHINESE : Locale.ROOT;
    return ResourceBundle.getBundle(
            "dev.assent.compliance.flags",
            language,
            ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES))
        .getString(name());
  }
}
