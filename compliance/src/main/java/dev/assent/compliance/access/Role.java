package dev.assent.compliance.access;

/** What a user may do. Who creates a thing never approves it, whatever their roles. */
public enum Role {
  OPERATOR,
  COMPLIANCE,
  QA,
  /** Takes down refusals that reach us by telephone or mail, and sees nothing. */
  INTAKE,
  /** Speaks with callees; kept for the release in which people do. */
  AGENT,
  SECURITY,
  LEGAL,
  DATA_ADMIN,
  SYS_ADMIN,
  AUDITOR;

  /** Whether the role approves campaigns, scripts and sources, and lifts holds. */
  public boolean approves() {
    return this == COMPLIANCE || this == LEGAL;
  }

  /** Whether its people can open the engine's keys: never those who listen or run the machine. */
  public boolean opensKeys() {
    return switch (this) {
      case OPERATOR, COMPLIANCE, SECURITY, LEGAL, DATA_ADMIN -> true;
      case QA, INTAKE, AGENT, SYS_ADMIN, AUDITOR -> false;
    };
  }
}
