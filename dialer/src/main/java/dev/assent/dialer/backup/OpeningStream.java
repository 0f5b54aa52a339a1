package dev.assent.dialer.backup;

import dev.assent.dialer.UserError;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/** The clear bytes of a {@link SealingStream}, none before its piece was proved. One owner. */
final class OpeningStream extends InputStream {
  private final InputStream in;
  private final PieceCipher cipher;
  private final Object name;
  private byte[] piece = {};
  private int at;
  private boolean ended;

  OpeningStream(InputStream in, PieceCipher cipher, Object name) {
    this.in = in;
    this.cipher = cipher;
    this.name = name;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
  }

  /**
   * @throws UserError exit 7 when a byte was changed, or its end is missing
   */
  @Override
  public int read(byte[] into, int from, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    while (at == piece.length && !ended) {
      nextPiece();
    }
    if (ended) {
      return -1;
    }
    int some = Math.min(length, piece.length - at);
    System.arraycopy(piece, at, into, from, some);
    at += some;
    return some;
  }

  private void nextPiece() throws IOException {
    byte[] head = in.readNBytes(Integer.BYTES);
    if (head.length < Integer.BYTES) {
      throw BackupHeader.damaged(name);
    }
    int length = ByteBuffer.wrap(head).getInt();
    if (length < PieceCipher.TAG || length > PieceCipher.PIECE + PieceCipher.TAG) {
      throw BackupHeader.damaged(name);
    }
    byte[] sealed = in.readNBytes(length);
    piece = cipher.open(sealed).orElseThrow(() -> BackupHeader.damaged(name));
    at = 0;
    ended = piece.length == 0;
  }

  /**
   * Reads to the end, which must be there.
   *
   * @throws UserError exit 7 when it is not
   */
  void finish() throws IOException {
    byte[] rest = new byte[PieceCipher.PIECE];
    int read = 0;
    while (read >= 0) {
      read = read(rest, 0, rest.length);
    }
  }
}
