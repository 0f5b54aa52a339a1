package dev.assent.compliance.consent;

/** What the do-not-call list says of a number (R20). */
public sealed interface DncState {

  record Listed(DncEntry entry) implements DncState {}

  record NotListed() implements DncState {}

  /**
   * The list could not be read: the same as listed, only not for ever.
   *
   * @param why what failed, without personal data
   */
  record Unavailable(String why) implements DncState {}
}
