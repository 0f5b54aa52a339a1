package dev.assent.recorder.container;

/** Who is on a leg. A recording's legs are never mixed. */
public enum LegRole {
  CALLEE(1),
  SYSTEM(2),
  AGENT(3);

  private final int code;

  LegRole(int code) {
    this.code = code;
  }

  int code() {
    return code;
  }

  static LegRole of(int code) throws MalformedRecording {
    for (LegRole role : values()) {
      if (role.code == code) {
        return role;
      }
    }
    throw new MalformedRecording("unknown leg role " + code);
  }
}
