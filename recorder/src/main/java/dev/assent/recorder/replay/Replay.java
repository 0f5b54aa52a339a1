package dev.assent.recorder.replay;

import dev.assent.recorder.AccessReceipt;
import dev.assent.recorder.container.CannotUnseal;
import dev.assent.recorder.container.MalformedRecording;
import dev.assent.recorder.container.Mark;
import dev.assent.recorder.container.RecordingHeader;
import dev.assent.recorder.container.RecordingReader;
import dev.assent.recorder.container.RoleKeyPair;
import dev.assent.recorder.container.SecondOfSound;
import dev.assent.recorder.container.UnsealedRecording;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * One journalled access to one recording: opened second by second, in memory, never written
 * anywhere. One thread at a time; closing forgets the keys.
 */
public final class Replay implements AutoCloseable {
  private final UnsealedRecording recording;

  private Replay(UnsealedRecording recording) {
    this.recording = recording;
  }

  /**
   * @param receipt for this very recording
   * @param shareB 32 bytes, given out by the engine for that access; not kept
   * @throws IllegalArgumentException if the receipt is for another recording
   * @throws CannotUnseal if these keys do not open it
   * @throws MalformedRecording if the file is no recording
   */
  public static Replay open(
      AccessReceipt receipt, RecordingReader reader, Path file, RoleKeyPair role, byte[] shareB)
      throws CannotUnseal, MalformedRecording {
    UnsealedRecording recording = reader.unseal(file, role, shareB);
    if (!recording.header().recordingId().equals(receipt.recordingId())) {
      recording.close();
      throw new IllegalArgumentException("The access that was journalled is to another recording");
    }
    return new Replay(recording);
  }

  public RecordingHeader header() {
    return recording.header();
  }

  public int seconds() {
    return recording.seconds();
  }

  public List<Mark> marks() throws MalformedRecording {
    return recording.marks();
  }

  /** See {@link UnsealedRecording#peaks}. */
  public byte[] peaks() throws MalformedRecording {
    return recording.peaks();
  }

  SecondOfSound second(int second) throws MalformedRecording {
    return recording.second(second);
  }

  /** How loud each second of each leg is, in the order of time, then of legs. */
  public List<Level> levels() throws MalformedRecording {
    List<Level> levels = new ArrayList<>();
    for (int i = 0; i < recording.seconds(); i++) {
      SecondOfSound second = recording.second(i);
      for (SecondOfSound.LegSound leg : second.legs()) {
        levels.add(Level.of(second, leg));
      }
    }
    return levels;
  }

  /** The recording as a WAV of two channels that exists only where it is read. */
  public VirtualWav wav() {
    return new VirtualWav(this);
  }

  @Override
  public void close() {
    recording.close();
  }
}
