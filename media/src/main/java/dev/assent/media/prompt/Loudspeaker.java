package dev.assent.media.prompt;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.function.BooleanSupplier;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioSystem;
import javax.sound.sampled.LineUnavailableException;
import javax.sound.sampled.SourceDataLine;

/** This machine's sound device. */
public final class Loudspeaker {
  private static final AudioFormat FORMAT = new AudioFormat(Resampler.RATE, 16, 1, true, false);

  /** A tenth of a second. */
  private static final int PIECE = Resampler.RATE / 10 * 2;

  private Loudspeaker() {}

  /** There is none, or nobody may use it. */
  public static final class NotThere extends Exception {
    NotThere(Exception cause) {
      super("no sound device", cause);
    }
  }

  /**
   * Plays a prompt; blocks the calling thread until the last sample left the device.
   *
   * @param stop asked ten times a second
   * @return whether it was played to its end
   * @throws NotThere before anything was played
   */
  public static boolean play(Prompt prompt, BooleanSupplier stop) throws NotThere {
    short[] samples = prompt.samples();
    ByteBuffer pcm = ByteBuffer.allocate(2 * samples.length).order(ByteOrder.LITTLE_ENDIAN);
    pcm.asShortBuffer().put(samples);
    byte[] bytes = pcm.array();
    try (SourceDataLine line = open()) {
      for (int at = 0; at < bytes.length; at += PIECE) {
        if (stop.getAsBoolean()) {
          return false;
        }
        byte[] piece = Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + PIECE));
        if (line.write(piece, 0, piece.length) < piece.length) {
          return false; // the device was taken away
        }
      }
      line.drain();
      return !stop.getAsBoolean();
    }
  }

  private static SourceDataLine open() throws NotThere {
    try {
      SourceDataLine line = AudioSystem.getSourceDataLine(FORMAT);
      line.open(FORMAT, PIECE);
      line.start();
      return line;
    } catch (LineUnavailableException | IllegalArgumentException e) {
      // javax.sound says "no such line on this machine" by IllegalArgumentException.
      throw new NotThere(e);
    }
  }
}
