package dev.assent.testsip.carrier.media;

import dev.assent.testsip.carrier.loop.Background;
import dev.assent.testsip.carrier.plan.Step.KeyFlaw;
import dev.assent.testsip.carrier.plan.Step.SoundKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The carrier's end of one call's sound: one packet out every 20 ms from {@link #start} on, what
 * comes in counted and kept. Loop thread only.
 */
public final class Leg implements AutoCloseable {
  private static final long SLOT_NANOS = 20_000_000;

  /**
   * What a leg is made of.
   *
   * @param speechPause after which a prompt has ended
   * @param background writes the recordings
   * @param changed runs when a prompt began or ended, or a key is through
   */
  public record Parts(
      MediaClock clock,
      InetAddress address,
      PortRange ports,
      Duration speechPause,
      Background background,
      Runnable changed) {}

  private final Parts parts;
  private final List<MediaPorts> ports = new ArrayList<>();
  private final ByteBuffer buffer = ByteBuffer.allocate(2048);
  private final Arrivals arrivals = new Arrivals();
  private final SpeechMeter speech;
  private final Sender sender;
  private final Track sent;
  private final Track received;
  private MediaTerms terms;
  private boolean started;
  private long startNanos = -1;
  private long slot = -1;
  private long skippedSlots;
  private long strangers;
  private long otherPayloads;
  private long keyPackets;
  private long rtcpIn;
  private long forged;
  private @Nullable Srtp outgoing;
  private @Nullable Srtp incoming;

  /**
   * @param seed of noise, SSRC, first sequence number and timestamp
   * @param recordings where to write, without extension, or null for memory
   * @param callNanos what the times of the recordings count from
   * @throws IOException if no ports are free
   */
  public Leg(Parts parts, MediaTerms terms, String seed, @Nullable Path recordings, long callNanos)
      throws IOException {
    this.parts = parts;
    this.terms = terms;
    this.speech = new SpeechMeter(parts.speechPause());
    this.sent = new Track(place(recordings, ".sent"), callNanos);
    this.received = new Track(place(recordings, ".received"), callNanos);
    this.sender =
        new Sender(terms.law(), seed, terms.eventType(), sent, this::write, parts.changed());
    protect(terms.crypto());
    openPorts();
  }

  private void protect(@Nullable Crypto crypto) {
    outgoing = crypto == null ? null : new Srtp(crypto.suite(), crypto.ours());
    incoming = crypto == null ? null : new Srtp(crypto.suite(), crypto.theirs());
  }

  private Track.@Nullable Place place(@Nullable Path file, String extension) {
    Path beside = file == null ? null : file.resolveSibling(file.getFileName() + extension);
    return Track.Place.of(beside, terms.law(), parts.background());
  }

  /** Where we want to receive. */
  public InetSocketAddress local() {
    return ports.getLast().local();
  }

  public MediaTerms terms() {
    return terms;
  }

  /** New terms from here on; the law of a call stays. */
  public void changeTerms(MediaTerms changed) {
    Crypto crypto = changed.crypto();
    if (crypto == null ? terms.crypto() != null : !crypto.isSame(terms.crypto())) {
      protect(crypto);
    }
    terms = changed;
    sender.eventType(changed.eventType());
  }

  /** Opens new ports; what still comes to the old ones is read. */
  public void openPorts() throws IOException {
    MediaPorts pair = MediaPorts.open(parts.address(), parts.ports());
    ports.add(pair);
    parts.clock().listen(pair.rtp, () -> readSound(pair.rtp));
    parts.clock().listen(pair.rtcp, () -> readControl(pair.rtcp));
  }

  /** The sound begins, if it has not yet. */
  public void start() {
    if (!started) {
      started = true;
      parts.clock().add(this);
    }
  }

  public void sound(SoundKind kind) {
    sender.sound(kind);
  }

  /** Plays codes of {@link WavFile} once. */
  public void play(byte[] codes) {
    sender.play(codes);
  }

  /** Percent of the packets sent from here on. */
  public void network(int loss, int duplicate, int reorder) {
    sender.network().set(loss, duplicate, reorder);
  }

  /** Keys by RFC 4733, one after the other; {@link #keysPending} tells when they are through. */
  public void press(String digits, Duration length, Set<KeyFlaw> flaws) {
    digits.chars().forEach(digit -> sender.add(Press.event((char) digit, length, flaws)));
  }

  /** Keys as tones. */
  public void pressTones(String digits, Duration length) {
    digits.chars().forEach(digit -> sender.add(Press.tone((char) digit, length)));
  }

  /** All packets of the keys at this moment, whatever their time. */
  public void pressAtOnce(String digits, Duration length, Set<KeyFlaw> flaws) {
    digits
        .chars()
        .mapToObj(digit -> KeyPackets.of((char) digit, length, flaws))
        .forEach(key -> sender.atOnce(key, slot + 1, parts.clock().now()));
  }

  public boolean keysPending() {
    return sender.keysPending();
  }

  public int speechBegun() {
    return speech.begun();
  }

  public int speechEnded() {
    return speech.ended();
  }

  /** When a packet of the caller came last, or {@code otherwise}. */
  public long lastArrivalNanos(long otherwise) {
    return arrivals.lastNanos(otherwise);
  }

  public CompletableFuture<Recorded> sent() {
    return sent.recorded();
  }

  public CompletableFuture<Recorded> received() {
    return received.recorded();
  }

  public LegReport report() {
    return new LegReport(
        terms.law().encoding(),
        terms.eventType() >= 0,
        terms.crypto() == null ? "" : terms.crypto().suite(),
        sender.packets(),
        arrivals.packets(),
        arrivals.lost(),
        arrivals.duplicates(),
        arrivals.reordered(),
        arrivals.gaps(),
        arrivals.longestGapMillis(),
        skippedSlots,
        strangers,
        otherPayloads,
        keyPackets,
        rtcpIn,
        forged,
        arrivals.streams(),
        speech.ended(),
        sent.samples() / 8000.0,
        received.samples() / 8000.0);
  }

  /** Nothing is sent any more; the ports are read until {@link #close}. */
  public void stop() {
    parts.clock().remove(this);
    sender.forgetKeys();
  }

  @Override
  public void close() {
    stop();
    ports.forEach(MediaPorts::close);
    sent.flush();
    received.flush();
  }

  /** Every 20 ms; {@code nanos} is when the slot was due, so no drift adds up. */
  void slot(long nanos) {
    if (startNanos < 0) {
      startNanos = nanos;
    }
    long now = (nanos - startNanos) / SLOT_NANOS;
    skippedSlots += now - slot - 1;
    slot = now;
    sender.slot(slot, nanos);
    int ended = speech.ended();
    speech.tick(nanos);
    if (ended != speech.ended()) {
      parts.changed().run();
    }
  }

  private void write(byte[] packet) {
    byte[] wire = outgoing == null ? packet : outgoing.protect(packet);
    try {
      ports.getLast().rtp.send(ByteBuffer.wrap(wire), terms.remote());
    } catch (PortUnreachableException e) {
      // The caller does not listen yet, or no longer.
    } catch (IOException e) {
      throw new UncheckedIOException("cannot send sound to " + terms.remote(), e);
    }
  }

  private void readSound(DatagramChannel channel) {
    while (receive(channel)) {
      ByteBuffer clear = incoming == null ? buffer : opened(incoming);
      if (clear == null) {
        forged++;
        continue;
      }
      RtpPacket packet = RtpPacket.parse(clear);
      if (packet == null) {
        strangers++;
        continue;
      }
      long nanos = parts.clock().now();
      arrivals.packet(nanos, packet);
      boolean isSound = packet.payloadType == terms.law().payloadType();
      received.packet(nanos, packet, isSound);
      if (isSound) {
        hear(nanos, packet);
      } else if (packet.payloadType == terms.eventType()) {
        keyPackets++;
      } else {
        otherPayloads++;
      }
    }
  }

  private @Nullable ByteBuffer opened(Srtp by) {
    byte[] clear = by.open(datagram());
    return clear == null ? null : ByteBuffer.wrap(clear);
  }

  private byte[] datagram() {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(buffer.position(), bytes);
    return bytes;
  }

  private void hear(long nanos, RtpPacket packet) {
    int begun = speech.begun();
    speech.frame(nanos, packet.payload, terms.law());
    if (begun != speech.begun()) {
      parts.changed().run();
    }
  }

  private void readControl(DatagramChannel channel) {
    while (receive(channel)) {
      if (incoming == null || incoming.isOurControl(datagram())) {
        rtcpIn++;
      } else {
        forged++;
      }
    }
  }

  /** Reads the next datagram of the caller into the buffer; false if there is none. */
  private boolean receive(DatagramChannel channel) {
    try {
      while (true) {
        buffer.clear();
        InetSocketAddress from = (InetSocketAddress) channel.receive(buffer);
        if (from == null) {
          return false;
        }
        if (from.getAddress().equals(terms.remote().getAddress())) {
          buffer.flip();
          return true;
        }
        strangers++;
      }
    } catch (PortUnreachableException e) {
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
