package dev.assent.compliance.privacy;

import dev.assent.compliance.consent.Manner;

/** How a request came (B-18). */
public enum RequestChannel {
  PHONE(Manner.AGENT),
  WEB(Manner.WEB),
  MAIL(Manner.MAIL);

  private final Manner manner;

  RequestChannel(Manner manner) {
    this.manner = manner;
  }

  /** The same for a refusal or withdrawal that comes with it. */
  public Manner manner() {
    return manner;
  }
}
