package dev.assent.dialer.sip.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.DecoderException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Cuts a stream into messages by Content-Length (RFC 3261 section 18.3), reading no more of a
 * message than that. Whatever two readers could understand differently ends the connection: no
 * Content-Length, more than one, or one that is no plain number.
 *
 * <p>Gives {@code byte[]} for a message, {@link KeepAlive} for line breaks between messages.
 */
final class SipFramer extends ByteToMessageDecoder {

  /** Line breaks between messages (RFC 5626 section 3.5.1). */
  enum KeepAlive {
    /** Two line breaks: one is to be sent back. */
    PING,
    /** One line break. */
    PONG
  }

  /** Nothing that follows on this connection can be trusted. */
  static final class Unframed extends DecoderException {
    Unframed(String message) {
      super(message);
    }
  }

  static final int HEAD_LIMIT = 64 * 1024;

  private static final byte[] CONTENT_LENGTH = "content-length".getBytes(StandardCharsets.US_ASCII);
  private static final int DIGITS = 9;

  private final int bodyLimit;

  /** Bytes of the head that hold no end of it. */
  private int searched;

  /** Of the message under way; 0 while its head is not whole. */
  private int length;

  /**
   * @param bodyLimit bytes
   */
  SipFramer(int bodyLimit) {
    this.bodyLimit = bodyLimit;
  }

  /** Nothing more is looked at. */
  private boolean broken;

  /** A message has begun and is not whole. */
  boolean isWithinMessage() {
    return length > 0 || searched > 0;
  }

  @Override
  protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
    if (broken) {
      in.skipBytes(in.readableBytes());
      return;
    }
    broken = true; // unless this comes to an end
    cut(in, out);
    broken = false;
  }

  private void cut(ByteBuf in, List<Object> out) {
    if (length == 0 && searched == 0 && betweenMessages(in, out)) {
      return;
    }
    if (length == 0) {
      int head = headLength(in);
      if (head < 0) {
        return;
      }
      length = head + contentLength(in, in.readerIndex(), in.readerIndex() + head);
    }
    if (in.readableBytes() >= length) {
      byte[] message = ByteBufUtil.getBytes(in, in.readerIndex(), length);
      in.skipBytes(length);
      length = 0;
      searched = 0;
      out.add(message);
    }
  }

  /** Takes line breaks; true if nothing else is there, or a last line break may be half of two. */
  private static boolean betweenMessages(ByteBuf in, List<Object> out) {
    int breaks = 0;
    while (in.isReadable()) {
      byte first = in.getByte(in.readerIndex());
      if (first == '\n') {
        in.skipBytes(1);
        breaks++;
      } else if (first != '\r') {
        break;
      } else if (in.readableBytes() == 1) {
        break; // its line feed is still to come
      } else if (in.getByte(in.readerIndex() + 1) == '\n') {
        in.skipBytes(2);
        breaks++;
      } else {
        throw new Unframed("a carriage return alone");
      }
    }
    for (int i = 0; i < breaks / 2; i++) {
      out.add(KeepAlive.PING);
    }
    if (breaks % 2 == 1) {
      out.add(KeepAlive.PONG);
    }
    return !in.isReadable() || in.getByte(in.readerIndex()) == '\r';
  }

  /** Up to and with the empty line; -1 if that is still to come. */
  private int headLength(ByteBuf in) {
    int start = in.readerIndex();
    int end = start + Math.min(in.readableBytes(), HEAD_LIMIT);
    // The line break before the empty line may have been the last bytes seen.
    int from = start + Math.max(0, searched - 3);
    for (int i = in.indexOf(from, end, (byte) '\n');
        i >= 0;
        i = in.indexOf(i + 1, end, (byte) '\n')) {
      if (i + 1 < end && in.getByte(i + 1) == '\n') {
        return i + 2 - start;
      }
      if (i + 2 < end && in.getByte(i + 1) == '\r' && in.getByte(i + 2) == '\n') {
        return i + 3 - start;
      }
    }
    if (in.readableBytes() >= HEAD_LIMIT) {
      throw new Unframed("a head of more than " + HEAD_LIMIT + " bytes");
    }
    searched = in.readableBytes();
    return -1;
  }

  private int contentLength(ByteBuf in, int start, int end) {
    int found = -1;
    int line = in.indexOf(start, end, (byte) '\n') + 1; // the first line is no header
    while (line > 0 && line < end) {
      int next = in.indexOf(line, end, (byte) '\n') + 1;
      int colon = in.indexOf(line, next, (byte) ':');
      if (colon > 0 && isContentLength(in, line, colon)) {
        if (found >= 0) {
          throw new Unframed("two Content-Lengths");
        }
        if (next < end && isSpace(in.getByte(next))) {
          throw new Unframed("a folded Content-Length");
        }
        found = number(in, colon + 1, next);
      }
      line = next;
    }
    if (found < 0) {
      throw new Unframed("no Content-Length");
    }
    return found;
  }

  private static boolean isContentLength(ByteBuf in, int line, int colon) {
    int end = colon;
    while (end > line && isSpace(in.getByte(end - 1))) {
      end--;
    }
    if (end - line == 1) {
      return (in.getByte(line) | 0x20) == 'l';
    }
    if (end - line != CONTENT_LENGTH.length) {
      return false;
    }
    for (int i = 0; i < CONTENT_LENGTH.length; i++) {
      byte b = in.getByte(line + i);
      if ((b >= 'A' && b <= 'Z' ? b | 0x20 : b) != CONTENT_LENGTH[i]) {
        return false;
      }
    }
    return true;
  }

  private int number(ByteBuf in, int from, int to) {
    int start = from;
    int end = to - 1; // the line feed
    if (end > start && in.getByte(end - 1) == '\r') {
      end--;
    }
    while (start < end && isSpace(in.getByte(start))) {
      start++;
    }
    while (end > start && isSpace(in.getByte(end - 1))) {
      end--;
    }
    if (end == start || end - start > DIGITS) {
      throw new Unframed("a Content-Length of " + (end - start) + " characters");
    }
    int value = 0;
    for (int i = start; i < end; i++) {
      int digit = in.getByte(i) - '0';
      if (digit < 0 || digit > 9) {
        throw new Unframed("a Content-Length that is no number");
      }
      value = 10 * value + digit;
    }
    if (value > bodyLimit) {
      throw new Unframed("a body of more than " + bodyLimit + " bytes");
    }
    return value;
  }

  private static boolean isSpace(byte b) {
    return b == ' ' || b == '\t';
  }
}
