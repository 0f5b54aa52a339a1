package dev.assent.media.srtp;

import java.nio.ByteBuffer;

/**
 * The protection of one call: what we send and what the peer sends. Made by the thread that
 * negotiates, used by the call's media thread only.
 */
public final class SrtpSession {
  /** A packet that was not let in, or may not go out. */
  public static final int DROPPED = -1;

  private final SrtpKeys keys;
  private final SrtpScratch scratch;
  private final SrtpSender sender;
  private final SrtpReceiver receiver;

  private SrtpSession(
      SrtpKeys keys, SrtpScratch scratch, SrtpSender sender, SrtpReceiver receiver) {
    this.keys = keys;
    this.scratch = scratch;
    this.sender = sender;
    this.receiver = receiver;
  }

  /**
   * Derives the session keys. Any thread.
   *
   * @param scratch of the media thread that will use it
   */
  public static SrtpSession of(SrtpKeys keys, SrtpScratch scratch) {
    return new SrtpSession(
        keys,
        scratch,
        new SrtpSender(keys.sending(), scratch),
        new SrtpReceiver(keys.receiving(), scratch));
  }

  /**
   * The session after a new offer and answer: a direction whose key stayed goes on as it was. Any
   * thread; {@link #follow} must be called before the first packet.
   */
  public SrtpSession renewed(SrtpKeys next) {
    return new SrtpSession(
        next,
        scratch,
        next.sending().equals(keys.sending()) ? sender : new SrtpSender(next.sending(), scratch),
        next.receiving().equals(keys.receiving())
            ? receiver
            : new SrtpReceiver(next.receiving(), scratch));
  }

  /** Goes on where the session it was renewed from stands. */
  public void follow(SrtpSession before) {
    if (sender != before.sender) {
      sender.follow(before.sender);
      before.sender.erase();
    }
    if (receiver != before.receiver) {
      receiver.follow(before.receiver);
    }
  }

  /**
   * Protects the RTP packet between position and limit into {@code wire}, flipped for sending.
   *
   * @return its length, or {@link #DROPPED}: the key has protected all it may
   * @throws IllegalStateException if its sequence number was used before
   */
  public int protectRtp(ByteBuffer clear, ByteBuffer wire) {
    int length = take(clear);
    return give(sender.protectRtp(scratch.in, length, scratch.out), wire);
  }

  /** As {@link #protectRtp}, for a compound RTCP packet. */
  public int protectRtcp(ByteBuffer clear, ByteBuffer wire) {
    int length = take(clear);
    return give(sender.protectRtcp(scratch.in, length, scratch.out), wire);
  }

  /**
   * Opens the RTP packet in the first {@code length} bytes, in place.
   *
   * @return its length in the clear, or {@link #DROPPED}: see {@link #drop}
   */
  public int openRtp(ByteBuffer packet, int length) {
    packet.get(0, scratch.in, 0, length);
    int opened = receiver.openRtp(scratch.in, length, scratch.out);
    if (opened >= 0) {
      packet.put(0, scratch.out, 0, opened);
    }
    return opened;
  }

  /** As {@link #openRtp}, for a compound RTCP packet. */
  public int openRtcp(ByteBuffer packet, int length) {
    packet.get(0, scratch.in, 0, length);
    int opened = receiver.openRtcp(scratch.in, length, scratch.out);
    if (opened >= 0) {
      packet.put(0, scratch.out, 0, opened);
    }
    return opened;
  }

  /** Why the last packet of the peer was dropped. */
  public SrtpDrop drop() {
    return receiver.drop();
  }

  /** At the end of the call: keys are overwritten as far as the JDK lets us reach them. */
  public void erase() {
    sender.erase();
    receiver.erase();
    keys.erase();
  }

  private int take(ByteBuffer clear) {
    int length = clear.remaining();
    clear.get(clear.position(), scratch.in, 0, length);
    return length;
  }

  private int give(int length, ByteBuffer wire) {
    wire.clear();
    if (length > 0) {
      wire.put(0, scratch.out, 0, length).limit(length);
    }
    return length;
  }
}
