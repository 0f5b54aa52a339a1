package dev.assent.dialer.cli.script;

import dev.assent.compliance.script.Script;
import dev.assent.compliance.script.Segment;
import dev.assent.dialer.Exit;
import dev.assent.dialer.Message;
import dev.assent.dialer.UserError;
import dev.assent.dialer.call.PromptShelf;
import dev.assent.media.prompt.Prompt;
import dev.assent.media.prompt.TelephoneWav;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/** A script as sound: what a call plays and an approver hears. */
final class ScriptSound {
  /** Between two segments of one file. */
  private static final int PAUSE = 4000;

  private ScriptSound() {}

  /**
   * The sound that was submitted, and no other.
   *
   * @throws UserError exit 7 when the home has lost or changed it
   */
  static Prompt of(Script script, Segment segment, PromptShelf prompts) {
    return prompts
        .find(segment.promptId())
        .filter(prompt -> prompt.wavSha256().equals(segment.wavSha256()))
        .orElseThrow(
            () ->
                new UserError(
                    Exit.INTEGRITY,
                    Message.of("script.sound_lost", script.nameOf(segment), segment.promptId()),
                    null));
  }

  /** A WAV file of these segments, half a second between them; the same ones give the same file. */
  static byte[] wav(Script script, List<Segment> segments, PromptShelf prompts) {
    short[] all = new short[0];
    for (Segment segment : segments) {
      short[] samples = of(script, segment, prompts).samples();
      int at = all.length == 0 ? 0 : all.length + PAUSE;
      all = Arrays.copyOf(all, at + samples.length);
      System.arraycopy(samples, 0, all, at, samples.length);
    }
    return TelephoneWav.of(all);
  }

  static String sha256(byte[] file) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(file));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
