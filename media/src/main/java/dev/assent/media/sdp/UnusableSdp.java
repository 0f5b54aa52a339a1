package dev.assent.media.sdp;

/**
 * A description we cannot work with, malformed (RFC 4566) or without common ground. The reason
 * names line and field, never their content.
 */
final class UnusableSdp extends Exception {
  private final String why;

  UnusableSdp(String why) {
    super(why, null, false, false);
    this.why = why;
  }

  UnusableSdp(int line, String why) {
    this("line " + line + ": " + why);
  }

  String why() {
    return why;
  }
}
