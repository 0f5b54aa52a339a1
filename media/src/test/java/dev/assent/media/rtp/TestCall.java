package dev.assent.media.rtp;

import dev.assent.media.codec.Codec;
import dev.assent.media.prompt.Prompt;
import dev.assent.media.prompt.PromptException;
import dev.assent.media.sdp.MediaTerms;
import dev.assent.media.sdp.Negotiated;
import dev.assent.media.sdp.SrtpPolicy;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;

/** A call between a media loop turned by hand and a {@link Phone} on loopback. */
final class TestCall implements AutoCloseable, MediaEvents {
  static final int PORTS_FROM = 20_000;
  static final int PORTS_TO = 29_999;
  static final Instant WALL = Instant.parse("2026-11-21T10:00:00Z");

  final HandClock clock = new HandClock();
  final MediaEngine engine;
  final MediaLoop loop;
  final MediaPort port;
  final Phone phone;
  final byte[] offer;
  final MediaTerms terms;
  final MediaLeg leg;
  final List<Key> keys = new ArrayList<>();
  final List<SegmentReport> segments = new ArrayList<>();
  final List<MediaReport> closed = new ArrayList<>();

  TestCall() throws NoMediaPort {
    this("0 96", UnaryOperator.identity());
  }

  TestCall(String formats, UnaryOperator<MediaSettings> change) throws NoMediaPort {
    this(SrtpPolicy.OFF, phone -> phone.sdp(formats, "sendrecv"), change);
  }

  TestCall(SrtpPolicy srtp, Function<Phone, byte[]> answer) throws NoMediaPort {
    this(srtp, answer, UnaryOperator.identity());
  }

  private TestCall(
      SrtpPolicy srtp, Function<Phone, byte[]> answer, UnaryOperator<MediaSettings> change)
      throws NoMediaPort {
    engine = new MediaEngine(change.apply(settings(clock)));
    loop = engine.loops().getFirst();
    port = engine.reserve();
    phone = new Phone(port.local());
    offer = port.offer(srtp);
    terms = ((Negotiated.Accepted) port.accept(answer.apply(phone))).terms();
    leg = port.open(terms, this);
    runPeriods(1); // the first tick takes the command, the call is in the wheel
    phone.received();
  }

  static MediaSettings settings(MediaClock clock) {
    RandomGenerator random = new SplittableRandom(42);
    return MediaSettings.of(InetAddress.getLoopbackAddress(), random, InstantSource.fixed(WALL))
        .withPorts(PORTS_FROM, PORTS_TO)
        .withClock(clock);
  }

  /** Turns the wheel by whole periods: each call sends and reads once in each. */
  void runPeriods(int periods) {
    for (int i = 0; i < periods * MediaLoop.SLOTS; i++) {
      loop.runTick();
    }
  }

  /** Periods in each of which the phone sends 20 ms of silence first. */
  void runWithSilence(int periods) {
    for (int i = 0; i < periods; i++) {
      phone.sendSilence(Codec.PCMU);
      runPeriods(1);
    }
  }

  String digits() {
    StringBuilder digits = new StringBuilder();
    keys.forEach(k -> digits.append(k.digit()));
    return digits.toString();
  }

  /** A prompt of whole packets, no two of them alike. */
  static Prompt prompt(String id, int slots) {
    return promptOfSamples(id, slots * 160);
  }

  static Prompt promptOfSamples(String id, int samples) {
    byte[] ulaw = new byte[samples];
    for (int i = 0; i < samples; i++) {
      ulaw[i] = (byte) (i * 7 + i / 160 + id.hashCode());
    }
    try {
      return Prompt.ofWav(id, "en-US", id, Path.of(id + ".wav"), wav(7, 1, 8000, 8, ulaw));
    } catch (PromptException e) {
      throw new IllegalStateException(e);
    }
  }

  static byte[] wav(int format, int channels, int rate, int bits, byte[] data) {
    return ByteBuffer.allocate(44 + data.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put("RIFF".getBytes(StandardCharsets.US_ASCII))
        .putInt(36 + data.length)
        .put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII))
        .putInt(16)
        .putShort((short) format)
        .putShort((short) channels)
        .putInt(rate)
        .putInt(rate * channels * bits / 8)
        .putShort((short) (channels * bits / 8))
        .putShort((short) bits)
        .put("data".getBytes(StandardCharsets.US_ASCII))
        .putInt(data.length)
        .put(data)
        .array();
  }

  @Override
  public void key(Key key) {
    keys.add(key);
  }

  @Override
  public void segment(SegmentReport report) {
    segments.add(report);
  }

  @Override
  public void closed(MediaReport report) {
    closed.add(report);
  }

  @Override
  public void close() {
    loop.stop();
    loop.run();
    phone.close();
    if (engine.stats().faults() != 0) {
      throw new AssertionError("an internal error ended the media of the call: see the log");
    }
  }
}
