package dev.assent.compliance.script;

/** The part a segment plays in a call. */
public enum SegmentType {
  IDENTITY,
  PURPOSE,
  SYNTHETIC_VOICE,
  RECORDING_DISCLOSURE,
  CHOICE,
  OPT_OUT,
  MESSAGE,
  THANKS,
  REFUSED,
  NOT_VALID,
  NO_KEY_PATH,
  OPT_OUT_CONFIRMED,
  OPT_OUT_PENDING,
  REC_FAIL
}
