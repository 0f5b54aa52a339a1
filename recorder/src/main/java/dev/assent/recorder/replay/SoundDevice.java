package dev.assent.recorder.replay;

import dev.assent.recorder.container.AudioSecond;
import dev.assent.recorder.container.MalformedRecording;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioSystem;
import javax.sound.sampled.LineUnavailableException;
import javax.sound.sampled.SourceDataLine;

/** Plays a replay on this machine's loudspeaker: first leg left, second leg right. */
public final class SoundDevice {
  private static final AudioFormat FORMAT =
      new AudioFormat(AudioSecond.RATE, 16, AudioSecond.LEGS, true, false);

  private SoundDevice() {}

  /**
   * Plays from a second to the end; blocks the calling thread until all was heard.
   *
   * @param stop asked before each second
   * @param heard told of each second that was given to the device: what the journal says was heard
   * @throws NoSoundDevice if there is none; nothing was opened then
   * @throws MalformedRecording if a second does not open
   */
  public static void play(Replay replay, int from, BooleanSupplier stop, IntConsumer heard)
      throws NoSoundDevice, MalformedRecording {
    try (SourceDataLine line = open()) {
      VirtualWav wav = replay.wav();
      for (int second = from; second < replay.seconds() && !stop.getAsBoolean(); second++) {
        byte[] pcm = wav.pcm(second);
        line.write(pcm, 0, pcm.length);
        heard.accept(second);
      }
      line.drain();
    }
  }

  private static SourceDataLine open() throws NoSoundDevice {
    try {
      SourceDataLine line = AudioSystem.getSourceDataLine(FORMAT);
      line.open(FORMAT, AudioSecond.RATE * FORMAT.getFrameSize());
      line.start();
      return line;
    } catch (LineUnavailableException | IllegalArgumentException e) {
      // javax.sound says "no such line on this machine" by IllegalArgumentException.
      throw new NoSoundDevice(e);
    }
  }
}
