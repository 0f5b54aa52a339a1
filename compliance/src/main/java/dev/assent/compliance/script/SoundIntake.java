package dev.assent.compliance.script;

import java.util.List;

/** Takes the recording a script file names and makes it ready to be played. */
@FunctionalInterface
public interface SoundIntake {
  /**
   * @param promptId under which it is played from now on
   * @param sha256 of what is played, lower hex
   * @param findings kind and detail of what a listener should know
   */
  record Taken(String promptId, String sha256, List<Remark> findings) {
    public Taken {
      findings = List.copyOf(findings);
    }
  }

  /** One thing a listener should know. */
  record Remark(String kind, String detail) {}

  /**
   * @param file as the script names it
   * @throws IllegalArgumentException saying why it cannot be used
   */
  Taken take(String file, String locale, String text);
}
