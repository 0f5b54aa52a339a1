package dev.assent.testsip.carrier;

/** Who or what ended a call. */
public enum EndedBy {
  /** BYE of the caller. */
  CALLER,
  /** BYE of the called person, as planned. */
  CALLED,
  /** CANCEL of the caller. */
  CANCEL,
  /** A final response of 300 or more. */
  REFUSAL,
  /** The answer was never acknowledged; the carrier said BYE. */
  NO_ACK,
  /** The caller sent no sound for too long; the carrier said BYE. */
  NO_SOUND,
  /** Still up when the carrier closed; it said BYE. */
  CARRIER_CLOSED;

  /** The caller left the call hanging. */
  public boolean orphaned() {
    return this == NO_ACK || this == NO_SOUND || this == CARRIER_CLOSED;
  }
}
