package dev.assent.dialer.backup;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;

/** Seals what is written to it, a piece at a time. {@link #close} writes the end. One owner. */
final class SealingStream extends OutputStream {
  private final OutputStream out;
  private final PieceCipher cipher;
  private final byte[] piece = new byte[PieceCipher.PIECE];
  private int filled;
  private boolean closed;

  SealingStream(OutputStream out, PieceCipher cipher) {
    this.out = out;
    this.cipher = cipher;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int from, int length) throws IOException {
    int at = from;
    int left = length;
    while (left > 0) {
      int some = Math.min(left, piece.length - filled);
      System.arraycopy(bytes, at, piece, filled, some);
      filled += some;
      at += some;
      left -= some;
      if (filled == piece.length) {
        flushPiece();
      }
    }
  }

  private void flushPiece() throws IOException {
    byte[] sealed = cipher.seal(piece, filled);
    out.write(ByteBuffer.allocate(Integer.BYTES).putInt(sealed.length).array());
    out.write(sealed);
    filled = 0;
  }

  @Override
  public void close() throws IOException {
    if (!closed) {
      closed = true;
      if (filled > 0) {
        flushPiece();
      }
      flushPiece(); // an empty piece is the end: a backup that was cut has none
      out.flush();
    }
  }
}
