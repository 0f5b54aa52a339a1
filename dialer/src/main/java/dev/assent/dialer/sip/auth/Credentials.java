package dev.assent.dialer.sip.auth;

/** A name and password for digest authentication at the trunk. Never printed. */
public record Credentials(String user, String password) {
  public Credentials {
    if (user.isEmpty() || user.chars().anyMatch(c -> c < 0x20 || c == 0x7f)) {
      throw new IllegalArgumentException("The digest user must be printable and not empty");
    }
  }

  @Override
  public String toString() {
    return "Credentials[hidden]";
  }
}
