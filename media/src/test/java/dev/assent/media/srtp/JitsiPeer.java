package dev.assent.media.srtp;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import org.jitsi.srtp.SrtcpCryptoContext;
import org.jitsi.srtp.SrtpContextFactory;
import org.jitsi.srtp.SrtpCryptoContext;
import org.jitsi.srtp.SrtpErrorStatus;
import org.jitsi.srtp.SrtpPolicy;
import org.jitsi.srtp.crypto.Aes;
import org.jitsi.utils.ByteArrayBuffer;
import org.jitsi.utils.logging2.LoggerImpl;

/** One source of a call as another program protects and opens it. */
public final class JitsiPeer {
  private final SrtpCryptoContext rtpOut;
  private final SrtpCryptoContext rtpIn;
  private final SrtcpCryptoContext rtcpOut;
  private final SrtcpCryptoContext rtcpIn;

  public JitsiPeer(MasterKey key, int ssrc) {
    // Otherwise it measures every cipher it can find before its first packet.
    Aes.setFactoryClassName("org.jitsi.srtp.crypto.Aes$SunJCECipherFactory");
    try {
      SrtpContextFactory out = factory(key, /* sender= */ true);
      rtpOut = out.deriveContext(ssrc, 0);
      rtcpOut = out.deriveControlContext(ssrc);
      SrtpContextFactory in = factory(key, /* sender= */ false);
      rtpIn = in.deriveContext(ssrc, 0);
      rtcpIn = in.deriveControlContext(ssrc);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static SrtpContextFactory factory(MasterKey key, boolean sender) {
    return new SrtpContextFactory(
        sender,
        key.key(),
        key.salt(),
        policy(key.suite(), key.suite().rtpTag()),
        policy(key.suite(), key.suite().rtcpTag()),
        new LoggerImpl("jitsi"));
  }

  private static SrtpPolicy policy(SrtpSuite suite, int tag) {
    return suite == SrtpSuite.AEAD_AES_256_GCM
        ? new SrtpPolicy(
            SrtpPolicy.AESGCM_ENCRYPTION, 32, SrtpPolicy.NULL_AUTHENTICATION, 0, tag, 12)
        : new SrtpPolicy(
            SrtpPolicy.AESCM_ENCRYPTION, 16, SrtpPolicy.HMACSHA1_AUTHENTICATION, 20, tag, 14);
  }

  public byte[] protectRtp(byte[] packet) {
    return done(packet, rtpOut::transformPacket).bytes();
  }

  public byte[] protectRtcp(byte[] packet) {
    return done(packet, rtcpOut::transformPacket).bytes();
  }

  /** The opened packet, or an empty one if it was refused. */
  public byte[] openRtp(byte[] packet) {
    Outcome outcome = done(packet, p -> rtpIn.reverseTransformPacket(p, false));
    return outcome.status() == SrtpErrorStatus.OK ? outcome.bytes() : new byte[0];
  }

  /** The opened packet, or an empty one if it was refused. */
  public byte[] openRtcp(byte[] packet) {
    Outcome outcome = done(packet, rtcpIn::reverseTransformPacket);
    return outcome.status() == SrtpErrorStatus.OK ? outcome.bytes() : new byte[0];
  }

  private static Outcome done(byte[] packet, Step step) {
    Packet held = new Packet(packet);
    try {
      SrtpErrorStatus status = step.on(held);
      return new Outcome(status, Arrays.copyOfRange(held.bytes, held.from, held.from + held.size));
    } catch (GeneralSecurityException e) {
      return new Outcome(SrtpErrorStatus.AUTH_FAIL, new byte[0]);
    }
  }

  @SuppressWarnings("ArrayRecordComponent") // compared by its parts only
  private record Outcome(SrtpErrorStatus status, byte[] bytes) {}

  private interface Step {
    SrtpErrorStatus on(ByteArrayBuffer packet) throws GeneralSecurityException;
  }

  private static final class Packet implements ByteArrayBuffer {
    private byte[] bytes;
    private int from;
    private int size;

    Packet(byte[] packet) {
      bytes = Arrays.copyOf(packet, packet.length + 64);
      size = packet.length;
    }

    @Override
    public byte[] getBuffer() {
      return bytes;
    }

    @Override
    public int getOffset() {
      return from;
    }

    @Override
    public int getLength() {
      return size;
    }

    @Override
    public void setLength(int length) {
      size = length;
    }

    @Override
    public void setOffset(int offset) {
      from = offset;
    }

    @Override
    public boolean isInvalid() {
      return false;
    }

    @Override
    public void readRegionToBuff(int offset, int length, byte[] out) {
      System.arraycopy(bytes, from + offset, out, 0, length);
    }

    @Override
    public void grow(int by) {
      bytes = Arrays.copyOf(bytes, bytes.length + by);
    }

    @Override
    public void append(byte[] data, int length) {
      if (from + size + length > bytes.length) {
        grow(length);
      }
      System.arraycopy(data, 0, bytes, from + size, length);
      size += length;
    }

    @Override
    public void shrink(int by) {
      size -= by;
    }
  }
}
