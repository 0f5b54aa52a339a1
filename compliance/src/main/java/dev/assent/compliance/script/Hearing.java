package dev.assent.compliance.script;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;

/**
 * That a person heard a segment to its end: before it, they approve no script with it (C-22).
 *
 * @param segment {@link Segment#hash} of what was heard
 * @param playedHere whether this machine played it to the end; otherwise it is the person's word
 * @param fileSha256 of the sound file they heard elsewhere; empty when played here
 * @param signature Ed25519 over {@link #statement}, lower hex; empty when played here
 */
public record Hearing(
    String segment,
    String person,
    boolean playedHere,
    String fileSha256,
    String signature,
    Instant at) {

  /** The bytes a person signs who heard a whole script where no engine could see it. */
  public static byte[] statement(String scriptHash, String fileSha256, String person) {
    return ("assent hearing 1\nI heard every segment to its end.\n"
            + scriptHash
            + "\n"
            + fileSha256
            + "\n"
            + person
            + "\n")
        .getBytes(UTF_8);
  }
}
