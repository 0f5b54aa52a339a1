package dev.assent.media.sdp;

import java.util.Locale;
import java.util.Optional;

/** Who sends, seen from the side that says it (RFC 3264 §5.1, §6.1). */
public enum Direction {
  SENDRECV(true, true),
  SENDONLY(true, false),
  RECVONLY(false, true),
  INACTIVE(false, false);

  private final boolean sends;
  private final boolean receives;

  Direction(boolean sends, boolean receives) {
    this.sends = sends;
    this.receives = receives;
  }

  public boolean sends() {
    return sends;
  }

  public boolean receives() {
    return receives;
  }

  /** The same stream seen from the other side: {@code sendonly} becomes {@code recvonly}. */
  public Direction mirrored() {
    return of(/* sends= */ receives, /* receives= */ sends);
  }

  /** The name of the SDP attribute. */
  String attribute() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Direction of(boolean sends, boolean receives) {
    if (sends) {
      return receives ? SENDRECV : SENDONLY;
    }
    return receives ? RECVONLY : INACTIVE;
  }

  static Optional<Direction> ofAttribute(String attribute) {
    return switch (attribute) {
      case "sendrecv" -> Optional.of(SENDRECV);
      case "sendonly" -> Optional.of(SENDONLY);
      case "recvonly" -> Optional.of(RECVONLY);
      case "inactive" -> Optional.of(INACTIVE);
      default -> Optional.empty();
    };
  }
}
