package dev.assent.recorder.replay;

import dev.assent.recorder.container.AudioSecond;
import dev.assent.recorder.container.Leg;
import dev.assent.recorder.container.MalformedRecording;
import dev.assent.recorder.container.Mark;
import dev.assent.recorder.container.RecordingHeader;
import dev.assent.recorder.container.SecondOfSound;
import dev.assent.recorder.container.UnsealedRecording;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The files of one call as one sound: what is missing between two of them is lost time, not time
 * left out. One thread at a time.
 */
final class Parts implements AutoCloseable {
  private static final byte LOST = (byte) 255;

  private record Part(UnsealedRecording recording, int first) {
    int end() {
      return first + recording.seconds();
    }
  }

  private final List<Part> parts = new ArrayList<>();

  Parts(UnsealedRecording first) {
    parts.add(new Part(first, 0));
  }

  /**
   * Adds the file in which the call goes on.
   *
   * @throws MalformedRecording if it continues another one, or begins before this one ends
   */
  void add(Parts next) throws MalformedRecording {
    for (Part part : next.parts) {
      Part last = parts.getLast();
      RecordingHeader before = last.recording.header();
      parts.add(new Part(part.recording, part.recording.header().goesOnAt(before, last.end())));
    }
  }

  RecordingHeader header() {
    return parts.getFirst().recording.header();
  }

  int seconds() {
    return parts.getLast().end();
  }

  SecondOfSound second(int second) throws MalformedRecording {
    if (second < 0 || second >= seconds()) {
      throw new IndexOutOfBoundsException("Second %d of %d".formatted(second, seconds()));
    }
    for (Part part : parts) {
      if (second >= part.first && second < part.end()) {
        SecondOfSound found = part.recording.second(second - part.first);
        return new SecondOfSound(
            second,
            found.wallClock(),
            found.monotonicNanos(),
            found.samples(),
            found.lost(),
            found.legs(),
            found.marks());
      }
    }
    return lost(second);
  }

  private SecondOfSound lost(int second) {
    List<SecondOfSound.LegSound> silent = new ArrayList<>();
    for (Leg leg : header().legs()) {
      byte[] silence = new byte[AudioSecond.RATE];
      Arrays.fill(silence, (byte) 0xFF);
      byte[] nothing = new byte[AudioSecond.BITMAP_BYTES];
      silent.add(
          new SecondOfSound.LegSound(leg.id(), 0, AudioSecond.RATE, 0, 0, 0, 0, nothing, silence));
    }
    return new SecondOfSound(second, Instant.EPOCH, 0, AudioSecond.RATE, true, silent, List.of());
  }

  List<Mark> marks() throws MalformedRecording {
    List<Mark> marks = new ArrayList<>();
    for (Part part : parts) {
      marks.addAll(part.recording.marks());
    }
    return marks;
  }

  private interface PerSecond {
    byte[] of(UnsealedRecording recording) throws MalformedRecording;
  }

  /** 40 bytes a second; what is lost is silent. */
  byte[] peaks() throws MalformedRecording {
    return laid(40, (byte) 0, UnsealedRecording::peaks);
  }

  /** Two bytes a second. */
  byte[] presence() throws MalformedRecording {
    return laid(AudioSecond.LEGS, LOST, UnsealedRecording::presence);
  }

  private byte[] laid(int size, byte missing, PerSecond each) throws MalformedRecording {
    byte[] all = new byte[seconds() * size];
    Arrays.fill(all, missing);
    for (Part part : parts) {
      byte[] some = each.of(part.recording);
      System.arraycopy(some, 0, all, part.first * size, some.length);
    }
    return all;
  }

  @Override
  public void close() {
    parts.forEach(part -> part.recording.close());
  }
}
