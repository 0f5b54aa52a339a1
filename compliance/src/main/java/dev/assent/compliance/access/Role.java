package dev.assent.compliance.access;

/** What a user may do. Who creates a thing never approves it, whatever their roles. */
public enum Role {
  OPERATOR,
  COMPLIANCE,
  QA,
  SECURITY,
  LEGAL,
  DATA_ADMIN,
  SYS_ADMIN,
  AUDITOR;

  /** Whether the role approves campaigns, scripts and sources, and lifts holds. */
  public boolean approves() {
    return this == COMPLIANCE || this == LEGAL;
  }
}
