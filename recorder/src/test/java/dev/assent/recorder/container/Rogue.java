package dev.assent.recorder.container;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * A writer that holds the keys of a test recording and says wrong things with them: what is
 * authentic and yet not of the format.
 */
final class Rogue {
  private final byte[] good;
  private final RecordingHeader header;
  private final FileKeys keys;

  Rogue(byte[] good) throws MalformedRecording, CannotUnseal {
    this.good = good;
    header = RecordingHeader.parse(Arrays.copyOf(good, Vectors.header(good)));
    keys = header.unseal(Vectors.ROLE, Vectors.SHARE_B);
  }

  /** Frame {@code seq}, its inside changed, sealed again. */
  byte[] frame(int seq, Consumer<ByteBuffer> change) throws MalformedRecording {
    byte[] frame = at(seq);
    FrameFormat.Head head = FrameFormat.head(frame, seq);
    byte[] plain = new FrameOpener(header, keys).open(frame, head);
    change.accept(ByteBuffer.wrap(plain));
    seal(frame, head, plain);
    return frame;
  }

  /** FINAL, changed in the clear and inside, sealed and signed again. */
  byte[] last(Consumer<ByteBuffer> clear, Consumer<ByteBuffer> inside, SigningKey signer)
      throws MalformedRecording {
    int seq = (good.length - header.length()) / FrameFormat.FRAME_BYTES - 1;
    byte[] frame = at(seq);
    FrameFormat.Head head = FrameFormat.head(frame, seq);
    byte[] plain = new FrameOpener(header, keys).open(frame, head);
    clear.accept(ByteBuffer.wrap(frame));
    inside.accept(ByteBuffer.wrap(plain));
    seal(frame, head, plain);
    byte[] signature =
        signer.sign(FinalFrame.signed(header.recordingId(), header.sha256(), frame, 0));
    System.arraycopy(signature, 0, frame, FrameFormat.FINAL_SIGNATURE_AT, signature.length);
    return frame;
  }

  private byte[] at(int seq) {
    int at = header.length() + seq * FrameFormat.FRAME_BYTES;
    return Arrays.copyOfRange(good, at, at + FrameFormat.FRAME_BYTES);
  }

  private void seal(byte[] frame, FrameFormat.Head head, byte[] plain) {
    boolean last = head.type() == FrameFormat.FINAL;
    int clear = last ? FrameFormat.FINAL_CLEAR_END : FrameFormat.HEAD_BYTES;
    keys.frameCipher()
        .seal(
            FrameFormat.nonce(head.flags(), head.seq()),
            FrameFormat.aad(header.sha256(), frame, 0, clear),
            plain,
            0,
            plain.length,
            frame,
            last ? FrameFormat.FINAL_SEALED_AT : FrameFormat.HEAD_BYTES);
  }

  /** The header with its fixed part and slots changed, under a MAC that holds. */
  byte[] header(Consumer<ByteBuffer> change) {
    byte[] bytes = header.bytes().clone();
    change.accept(ByteBuffer.wrap(bytes));
    return maced(bytes);
  }

  /** The header with other fields after the slots, padded, under a MAC that holds. */
  byte[] fields(UnaryOperator<byte[]> change) {
    byte[] bytes = header.bytes();
    int end = bytes.length - HeaderFormat.MAC_BYTES;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(bytes, 0, Vectors.FIELDS_AT);
    out.writeBytes(change.apply(Arrays.copyOfRange(bytes, Vectors.FIELDS_AT, end)));
    int padding = -(out.size() + 4 + HeaderFormat.MAC_BYTES) & (HeaderFormat.ALIGNMENT - 1);
    out.writeBytes(Vectors.field(HeaderFormat.PADDING, new byte[padding]));
    byte[] whole = Arrays.copyOf(out.toByteArray(), out.size() + HeaderFormat.MAC_BYTES);
    ByteBuffer.wrap(whole).putInt(HeaderFormat.LENGTH_AT, whole.length);
    return maced(whole);
  }

  private byte[] maced(byte[] bytes) {
    int end = bytes.length - HeaderFormat.MAC_BYTES;
    System.arraycopy(keys.headerMac(bytes, end), 0, bytes, end, HeaderFormat.MAC_BYTES);
    return bytes;
  }
}
