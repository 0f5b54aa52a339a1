package dev.assent.compliance.access;

/** A change that may not be made, or not by this person. Nothing was changed. */
public final class NotAllowed extends Exception {
  /**
   * @param message what to do instead, for people, without personal data of callees
   */
  public NotAllowed(String message) {
    super(message);
  }
}
