package dev.assent.recorder.container;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One second, opened.
 *
 * @param lost nothing of it reached the recorder
 * @param samples of 8000
 */
public record SecondOfSound(
    int second,
    Instant wallClock,
    long monotonicNanos,
    int samples,
    boolean lost,
    List<LegSound> legs,
    List<Mark> marks) {

  /**
   * One leg of it.
   *
   * @param audio 8,000 bytes of raw G.711 in the codec of {@code payloadType}
   * @param bitmap 13 bytes, bit n: the 10 ms slot n was really there
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record LegSound(
      int legId,
      int payloadType,
      int clockRate,
      int flags,
      int lostPackets,
      int firstRtpTimestamp,
      int ssrc,
      byte[] bitmap,
      byte[] audio) {

    /** Whether sound of this 10 ms slot (0–99) was really there. */
    public boolean isPresent(int slot) {
      return (bitmap[slot >> 3] & (0x80 >> (slot & 7))) != 0;
    }
  }

  static SecondOfSound decode(byte[] plain) throws MalformedRecording {
    ByteBuffer in = ByteBuffer.wrap(plain);
    int second = in.getInt();
    Instant wallClock = Instant.EPOCH.plus(in.getLong(), ChronoUnit.MICROS);
    long monotonicNanos = in.getLong();
    int samples = in.getShort();
    boolean lost = (in.get() & FrameFormat.LOST_SECOND) != 0;
    if (in.get() != AudioSecond.LEGS || samples < 0 || samples > AudioSecond.RATE) {
      throw new MalformedRecording("second %d is not of this format".formatted(second));
    }
    List<LegSound> legs = new ArrayList<>();
    for (int i = 0; i < AudioSecond.LEGS; i++) {
      legs.add(leg(in.position(FrameFormat.LEGS_AT + i * FrameFormat.LEG_BYTES), plain, i));
    }
    in.position(FrameFormat.MARKS_AT).limit(FrameFormat.SOUND_AT);
    return new SecondOfSound(
        second, wallClock, monotonicNanos, samples, lost, List.copyOf(legs), Mark.decodeAll(in));
  }

  private static LegSound leg(ByteBuffer in, byte[] plain, int index) {
    int legId = in.get() & 0xFF;
    int payloadType = in.get() & 0xFF;
    int flags = in.get() & 0xFF;
    in.get();
    int clockRate = in.getInt();
    int lostPackets = in.getShort() & 0xFFFF;
    in.getShort();
    int firstRtpTimestamp = in.getInt();
    int ssrc = in.getInt();
    byte[] bitmap = new byte[AudioSecond.BITMAP_BYTES];
    in.get(bitmap);
    int sound = FrameFormat.SOUND_AT + index * AudioSecond.RATE;
    byte[] audio = Arrays.copyOfRange(plain, sound, sound + AudioSecond.RATE);
    return new LegSound(
        legId, payloadType, clockRate, flags, lostPackets, firstRtpTimestamp, ssrc, bitmap, audio);
  }
}
