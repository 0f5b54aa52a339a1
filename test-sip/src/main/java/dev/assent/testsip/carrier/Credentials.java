package dev.assent.testsip.carrier;

/** What callers must know if they are challenged. A value. */
public record Credentials(String user, String password) {
  @Override
  public String toString() {
    return "Credentials[user=" + user + "]";
  }
}
