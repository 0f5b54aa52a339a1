package dev.assent.recorder.container;

/** What a mark marks. */
public enum MarkKind {
  CONSENT(1),
  PROMPT(2),
  KEY(3),
  HOLD(4),
  RESUME(5),
  CODEC(6),
  TRANSFER(7),
  NOTE(8);

  private final int code;

  MarkKind(int code) {
    this.code = code;
  }

  int code() {
    return code;
  }

  static MarkKind of(int code) throws MalformedRecording {
    for (MarkKind kind : values()) {
      if (kind.code == code) {
        return kind;
      }
    }
    throw new MalformedRecording("unknown kind of mark " + code);
  }
}
