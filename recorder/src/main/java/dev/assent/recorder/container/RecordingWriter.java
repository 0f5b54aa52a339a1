package dev.assent.recorder.container;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Seals one recording, frame by frame, into arrays of the caller; it sees no file. Made by {@link
 * PreparedHeader#complete}; its key lives and dies with it, so no nonce is ever used twice.
 *
 * <p>One thread at a time.
 */
public final class RecordingWriter {
  /** Marks a recording holds; more are counted and dropped. */
  public static final int MAX_MARKS = 4096;

  private static final Pattern END_CAUSE = Pattern.compile("[A-Z0-9_]{1,32}");

  private final UUID recordingId;
  private final byte[] header;
  private final byte[] headerSha256;
  private final FileKeys keys;
  private final FrameCipher cipher;
  private final List<Leg> legs;
  private final SigningKey signer;
  private final MessageDigest digest = Sha256.digest();
  private final byte[] plain = new byte[FrameFormat.PLAIN_BYTES];
  private final Peaks peaks = new Peaks();
  private final Presence presence = new Presence();
  private final List<SoundMeter> meters = List.of(new SoundMeter(), new SoundMeter());
  private final List<Mark> marks = new ArrayList<>();
  private final long[] slotsPresent = new long[AudioSecond.LEGS];
  private final long[] packetsLost = new long[AudioSecond.LEGS];

  private int marksWritten;
  private int marksRefused;
  private int seconds;
  private int lostSeconds;
  private int lastSamples;
  private long firstWallMicros;
  private int seq;
  private int indexed;
  private int presenceIndexed;
  private int marksIndexed;
  private byte[] fileSha256 = new byte[0];

  RecordingWriter(
      UUID recordingId, byte[] header, FileKeys keys, List<Leg> legs, SigningKey signer) {
    this.recordingId = recordingId;
    this.header = header;
    this.headerSha256 = Sha256.of(header);
    this.keys = keys;
    this.cipher = keys.frameCipher();
    this.legs = legs;
    this.signer = signer;
    digest.update(header);
  }

  public UUID recordingId() {
    return recordingId;
  }

  /** The whole header; must be on disk before the first frame. */
  public byte[] header() {
    return header.clone();
  }

  public byte[] headerSha256() {
    return headerSha256.clone();
  }

  /** Of the whole file, once FINAL is sealed. */
  public byte[] fileSha256() {
    return fileSha256.clone();
  }

  /** AUDIO frames sealed: the next one is this second. */
  public int seconds() {
    return seconds;
  }

  /** Of these, seconds that were lost before they came here. */
  public int lostSeconds() {
    return lostSeconds;
  }

  /** What each leg sounded like so far, in the order of the header's legs. */
  public List<LegMeasures> measures() {
    List<LegMeasures> measures = new ArrayList<>();
    for (int i = 0; i < AudioSecond.LEGS; i++) {
      measures.add(meters.get(i).measures(legs.get(i).id()));
    }
    return measures;
  }

  /** Notes a mark; it goes into the next frame with room, and into the index. */
  public void mark(Mark mark) {
    if (marks.size() < MAX_MARKS) {
      marks.add(mark);
    } else {
      marksRefused++;
    }
  }

  /** Counts marks that were dropped before they came here. */
  public void marksRefused(int count) {
    marksRefused += count;
  }

  /** Seals the next second into {@code out[at .. at + 16384)}. */
  public void audio(AudioSecond second, byte[] out, int at) {
    ByteBuffer frame = startSecond(second.wallMicros, second.monotonicNanos, second.samples, 0);
    for (int i = 0; i < AudioSecond.LEGS; i++) {
      putLeg(frame, i, second.leg(i), second.samples);
    }
    if (seconds == 0) {
      firstWallMicros = second.wallMicros;
    }
    lastSamples = second.samples;
    peaks.add(plain);
    sealSecond(out, at);
  }

  /** Seals a second of which nothing came: marked as lost, silent. */
  public void lost(byte[] out, int at) {
    ByteBuffer frame = startSecond(0, 0, AudioSecond.RATE, FrameFormat.LOST_SECOND);
    for (int i = 0; i < AudioSecond.LEGS; i++) {
      frame.position(FrameFormat.LEGS_AT + i * FrameFormat.LEG_BYTES);
      frame.put((byte) legs.get(i).id()).put((byte) G711.PCMU).putShort((short) 0);
      frame.putInt(AudioSecond.RATE);
      int sound = FrameFormat.SOUND_AT + i * AudioSecond.RATE;
      Arrays.fill(plain, sound, sound + AudioSecond.RATE, G711.silence(G711.PCMU));
    }
    lostSeconds++;
    lastSamples = AudioSecond.RATE;
    peaks.silence();
    meters.forEach(SoundMeter::lost);
    sealSecond(out, at);
  }

  private ByteBuffer startSecond(long wallMicros, long monotonicNanos, int samples, int flags) {
    Arrays.fill(plain, 0, FrameFormat.SOUND_AT, (byte) 0);
    ByteBuffer frame = ByteBuffer.wrap(plain);
    frame.putInt(seconds).putLong(wallMicros).putLong(monotonicNanos).putShort((short) samples);
    frame.put((byte) flags).put((byte) AudioSecond.LEGS);
    frame.position(FrameFormat.MARKS_AT).limit(FrameFormat.SOUND_AT);
    while (marksWritten < marks.size()
        && marks.get(marksWritten).encodedBytes() <= frame.remaining()) {
      marks.get(marksWritten++).encode(frame);
    }
    return frame.clear();
  }

  private void putLeg(ByteBuffer frame, int index, AudioLeg leg, int samples) {
    frame.position(FrameFormat.LEGS_AT + index * FrameFormat.LEG_BYTES);
    frame.put((byte) legs.get(index).id()).put((byte) leg.payloadType);
    frame.put((byte) leg.flags).put((byte) 0).putInt(AudioSecond.RATE);
    frame.putShort((short) Math.min(leg.lost, 0xFFFF)).putShort((short) 0);
    frame.putInt(leg.firstRtpTimestamp).putInt(leg.ssrc);
    frame.put(leg.bitmap, 0, AudioSecond.BITMAP_BYTES);
    int sound = FrameFormat.SOUND_AT + index * AudioSecond.RATE;
    System.arraycopy(leg.audio, 0, plain, sound, samples);
    Arrays.fill(plain, sound + samples, sound + AudioSecond.RATE, G711.silence(leg.payloadType));
    int bitmap = frame.position() - AudioSecond.BITMAP_BYTES;
    plain[frame.position() - 1] &= (byte) ~FrameFormat.BITMAP_UNUSED;
    for (int i = 0; i < AudioSecond.BITMAP_BYTES; i++) {
      slotsPresent[index] += Integer.bitCount(plain[bitmap + i] & 0xFF);
    }
    packetsLost[index] += Math.min(leg.lost, 0xFFFF);
    meters.get(index).add(plain, sound, samples, leg.payloadType, leg.bitmap);
  }

  private void sealSecond(byte[] out, int at) {
    presence.add(plain);
    seal(FrameFormat.AUDIO, seconds, out, at);
    seconds++;
  }

  private void seal(int type, int second, byte[] out, int at) {
    FrameFormat.putHead(out, at, type, second, seq);
    byte[] aad = FrameFormat.aad(headerSha256, out, at, FrameFormat.HEAD_BYTES);
    cipher.seal(
        FrameFormat.nonce(0, seq), aad, plain, 0, plain.length, out, at + FrameFormat.HEAD_BYTES);
    digest.update(out, at, FrameFormat.FRAME_BYTES);
    seq++;
  }

  /**
   * Seals the next INDEX frame into {@code out}.
   *
   * @return false, and nothing written, if all is in the index
   */
  public boolean index(byte[] out, int at) {
    Arrays.fill(plain, (byte) 0);
    ByteBuffer frame = ByteBuffer.wrap(plain);
    if (indexed < seconds) {
      int count = Math.min(seconds - indexed, FrameFormat.PEAKS_PER_FRAME);
      frame.put((byte) FrameFormat.CONTENT_PEAKS).position(4);
      frame.putInt(indexed).putInt(count).put(peaks.slice(indexed, count));
      indexed += count;
    } else if (presenceIndexed < seconds) {
      int count = Math.min(seconds - presenceIndexed, FrameFormat.PRESENCE_PER_FRAME);
      frame.put((byte) FrameFormat.CONTENT_PRESENCE).position(4);
      frame.putInt(presenceIndexed).putInt(count).put(presence.slice(presenceIndexed, count));
      presenceIndexed += count;
    } else if (marksIndexed < marks.size()) {
      int first = marksIndexed;
      frame.position(FrameFormat.INDEX_ENTRIES_AT);
      while (marksIndexed < marks.size()
          && marks.get(marksIndexed).encodedBytes() <= frame.remaining()) {
        marks.get(marksIndexed++).encode(frame);
      }
      frame.rewind().put((byte) FrameFormat.CONTENT_MARKS).position(4);
      frame.putInt(first).putInt(marksIndexed - first);
    } else {
      return false;
    }
    seal(FrameFormat.INDEX, seconds, out, at);
    return true;
  }

  /**
   * Seals and signs FINAL and forgets the keys. After {@link #index} has returned false.
   *
   * @param endCause 1–32 of {@code A-Z 0-9 _}; stands in the clear
   */
  public void finish(String endCause, byte[] out, int at) {
    requireEndCause(endCause);
    Arrays.fill(plain, (byte) 0);
    ByteBuffer sealed = ByteBuffer.wrap(plain);
    for (int i = 0; i < AudioSecond.LEGS; i++) {
      sealed.putLong(slotsPresent[i]).putLong(packetsLost[i]);
    }
    sealed.putInt(marks.size()).putInt(marksRefused).putLong(firstWallMicros);

    FrameFormat.putHead(out, at, FrameFormat.FINAL, seconds, seq);
    ByteBuffer clear =
        ByteBuffer.wrap(out, at, FrameFormat.FRAME_BYTES).position(at + FrameFormat.HEAD_BYTES);
    clear.putInt(seq).putInt(seconds).putInt(lostSeconds).putInt(lastSamples);
    clear.put(Sha256.soFar(digest)).put(signer.publicKey());
    clear.put(Arrays.copyOf(endCause.getBytes(US_ASCII), FrameFormat.END_CAUSE_BYTES));
    cipher.seal(
        FrameFormat.nonce(FrameFormat.LAST, seq),
        FrameFormat.aad(headerSha256, out, at, FrameFormat.FINAL_CLEAR_END),
        plain,
        0,
        FrameFormat.FINAL_PLAIN_BYTES,
        out,
        at + FrameFormat.FINAL_SEALED_AT);
    clear.put(signer.sign(FinalFrame.signed(recordingId, headerSha256, out, at)));
    digest.update(out, at, FrameFormat.FRAME_BYTES);
    fileSha256 = digest.digest();

    destroy();
  }

  /** Forgets the keys; a recording without FINAL stays incomplete for ever. */
  public void destroy() {
    keys.destroy();
    Arrays.fill(plain, (byte) 0);
  }

  /**
   * @throws IllegalArgumentException if FINAL could not carry it
   */
  public static void requireEndCause(String endCause) {
    if (!END_CAUSE.matcher(endCause).matches()) {
      throw new IllegalArgumentException(
          "An end cause is 1-32 of A-Z 0-9 _, not '%s'".formatted(endCause));
    }
  }
}
