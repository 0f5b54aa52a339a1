package dev.assent.recorder.container;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Holds what is inside the frames of one file against the format and against each other: everything
 * that an authentic file can still say wrongly. One thread at a time.
 */
final class ContentCheck {
  private static final int LEG_ZERO_AT = 3;
  private static final int LEG_ZEROS_AT = 10;
  private static final int LEG_END_ZEROS_AT = 33;

  private final List<Leg> legs;
  private final List<Mark> heard = new ArrayList<>();
  private final long[] slots = new long[AudioSecond.LEGS];
  private final long[] lost = new long[AudioSecond.LEGS];
  private int seconds;
  private int lostSeconds;
  private int lastSamples;
  private long firstWallMicros;
  private int peaked;
  private int present;
  private int marked;

  ContentCheck(List<Leg> legs) {
    this.legs = legs;
  }

  /**
   * The next frame.
   *
   * @param plain its inside; zeroed when this returns
   */
  void check(FrameFormat.Head head, byte[] frame, byte[] plain) throws MalformedRecording {
    switch (head.type()) {
      case FrameFormat.AUDIO -> audio(plain, head.second());
      case FrameFormat.INDEX -> index(plain);
      default -> last(FinalFrame.parse(frame), plain);
    }
    Arrays.fill(plain, (byte) 0);
  }

  private void audio(byte[] plain, int second) throws MalformedRecording {
    ByteBuffer in = ByteBuffer.wrap(plain);
    SecondOfSound sound = SecondOfSound.decode(plain);
    int flags = in.get(FrameFormat.FLAGS_AT);
    boolean right =
        sound.second() == second
            && (flags & ~FrameFormat.LOST_SECOND) == 0
            && (second == 0 || lastSamples == AudioSecond.RATE);
    for (int i = 0; right && i < AudioSecond.LEGS; i++) {
      right = leg(sound.legs().get(i), plain, i, sound.lost());
    }
    require(right, "second %d is not of this format".formatted(second));
    List<Mark> marks =
        Mark.decodeAll(in.position(FrameFormat.MARKS_AT).limit(FrameFormat.SOUND_AT));
    require(isZero(plain, in.position(), FrameFormat.SOUND_AT), "its marks are not of this format");
    require(heard.size() + marks.size() <= RecordingWriter.MAX_MARKS, "it has too many marks");
    heard.addAll(marks);
    if (second == 0) {
      firstWallMicros = ByteBuffer.wrap(plain).getLong(4);
    }
    seconds++;
    lostSeconds += sound.lost() ? 1 : 0;
    lastSamples = sound.samples();
  }

  private boolean leg(SecondOfSound.LegSound leg, byte[] plain, int index, boolean lostSecond) {
    int at = FrameFormat.LEGS_AT + index * FrameFormat.LEG_BYTES;
    int present10ms = 0;
    for (byte eight : leg.bitmap()) {
      present10ms += Integer.bitCount(eight & 0xFF);
    }
    slots[index] += present10ms;
    lost[index] += leg.lostPackets();
    boolean zeros =
        plain[at + LEG_ZERO_AT] == 0
            && isZero(plain, at + LEG_ZEROS_AT, at + LEG_ZEROS_AT + 2)
            && isZero(plain, at + LEG_END_ZEROS_AT, at + FrameFormat.LEG_BYTES);
    return zeros
        && leg.legId() == legs.get(index).id()
        && (leg.payloadType() == G711.PCMU || leg.payloadType() == G711.PCMA)
        && leg.clockRate() == AudioSecond.RATE
        && (leg.bitmap()[AudioSecond.BITMAP_BYTES - 1] & FrameFormat.BITMAP_UNUSED) == 0
        && !(lostSecond && present10ms > 0);
  }

  private void index(byte[] plain) throws MalformedRecording {
    ByteBuffer in = ByteBuffer.wrap(plain);
    int content = in.get(0);
    int first = in.getInt(4);
    int count = in.getInt(8);
    require(isZero(plain, 1, 4) && count > 0, "its index is not of this format");
    int end;
    switch (content) {
      case FrameFormat.CONTENT_PEAKS -> {
        require(first == peaked && count <= FrameFormat.PEAKS_PER_FRAME, "peaks are not in order");
        peaked += count;
        end = FrameFormat.INDEX_ENTRIES_AT + count * FrameFormat.PEAK_BYTES;
      }
      case FrameFormat.CONTENT_PRESENCE -> {
        boolean right = peaked == seconds && first == present;
        require(right && count <= FrameFormat.PRESENCE_PER_FRAME, "presence is not in order");
        present += count;
        end = FrameFormat.INDEX_ENTRIES_AT + count * AudioSecond.LEGS;
      }
      case FrameFormat.CONTENT_MARKS -> {
        require(present == seconds && first == marked, "marks are not in order");
        List<Mark> marks = Mark.decodeAll(in.position(FrameFormat.INDEX_ENTRIES_AT));
        require(
            marks.size() == count && marked + count <= RecordingWriter.MAX_MARKS,
            "marks are not as many as the index says");
        for (int i = 0; i < count && marked + i < heard.size(); i++) {
          require(heard.get(marked + i).equals(marks.get(i)), "marks are not those of the seconds");
        }
        marked += count;
        end = in.position();
      }
      default -> throw new MalformedRecording("its index has an unknown content " + content);
    }
    require(
        peaked <= seconds && present <= seconds && isZero(plain, end, plain.length),
        "its index is not of this format");
  }

  private void last(FinalFrame clear, byte[] plain) throws MalformedRecording {
    ByteBuffer in = ByteBuffer.wrap(plain);
    boolean right = peaked == seconds && present == seconds && marked >= heard.size();
    for (int i = 0; i < AudioSecond.LEGS; i++) {
      right &= in.getLong() == slots[i] && in.getLong() == lost[i];
    }
    right &= in.getInt() == marked;
    in.getInt(); // marks refused: nobody else counted them
    right &= in.getLong() == firstWallMicros;
    right &= clear.lostSeconds() == lostSeconds && clear.lastSamples() == lastSamples;
    require(
        right && isZero(plain, in.position(), plain.length),
        "its last frame does not say what the others hold");
  }

  static boolean isZero(byte[] bytes, int from, int to) {
    for (int i = from; i < to; i++) {
      if (bytes[i] != 0) {
        return false;
      }
    }
    return true;
  }

  private static void require(boolean holds, String otherwise) throws MalformedRecording {
    if (!holds) {
      throw new MalformedRecording(otherwise);
    }
  }
}
