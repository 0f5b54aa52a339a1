package dev.assent.compliance.consent;

/** By which means a person agreed to be reached. */
public enum Channel {
  VOICE,
  SMS,
  MAIL
}
