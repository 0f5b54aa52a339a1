package dev.assent.recorder.container;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;

/** Text of a file: bytes that are no UTF-8 are damage, not question marks. */
final class Utf8 {
  private Utf8() {}

  static String decode(byte[] bytes) throws MalformedRecording {
    try {
      return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new MalformedRecording("a text in it is not UTF-8");
    }
  }
}
