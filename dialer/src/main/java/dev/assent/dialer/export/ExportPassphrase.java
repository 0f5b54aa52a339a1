package dev.assent.dialer.export;

import java.security.SecureRandom;

/**
 * A passphrase nobody thinks of: 27 characters of 30, 132 bits. Without letters and digits that
 * look alike, in fives, so that it can be read out.
 */
public final class ExportPassphrase {
  private static final String CHARACTERS = "abcdefghjkmnpqrstuvwxyz2345678";
  private static final int LENGTH = 27;
  private static final int GROUP = 5;

  private ExportPassphrase() {}

  public static String make(SecureRandom random) {
    StringBuilder made = new StringBuilder();
    for (int i = 0; i < LENGTH; i++) {
      if (i > 0 && i % GROUP == 0) {
        made.append('-');
      }
      made.append(CHARACTERS.charAt(random.nextInt(CHARACTERS.length())));
    }
    return made.toString();
  }
}
