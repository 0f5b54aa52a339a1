package dev.assent.testsip.inspection;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

/** All the ways in which a careless program might write down a phone number or a name. */
final class Spellings {
  private static final HexFormat LOWER = HexFormat.of();
  private static final HexFormat UPPER = LOWER.withUpperCase();

  private Spellings() {}

  /**
   * @param word a number of the Chinese mainland, {@code +86} and 11 digits, or anything else
   */
  static List<byte[]> of(String word) {
    return word.matches("\\+86\\d{11}") ? ofNumber(word) : ofName(word);
  }

  private static List<byte[]> ofName(String name) {
    List<byte[]> all = new ArrayList<>();
    for (Charset charset :
        List.of(StandardCharsets.UTF_8, StandardCharsets.UTF_16BE, Charset.forName("GB18030"))) {
      encoded(name.getBytes(charset), all);
    }
    all.add(name.getBytes(StandardCharsets.UTF_16LE));
    return all;
  }

  private static List<byte[]> ofNumber(String e164) {
    String digits = e164.substring(1);
    String national = digits.substring(2);
    List<byte[]> all = new ArrayList<>();
    // "+86199…" and "86199…" hold the national form and are found by it.
    for (String text : List.of(national, split(national, ' '), split(national, '-'))) {
      encoded(ascii(text), all);
      all.add(text.getBytes(StandardCharsets.UTF_16BE));
      all.add(text.getBytes(StandardCharsets.UTF_16LE));
    }
    for (String text : List.of(e164, digits, national, "0086" + national)) {
      hashed(text, all);
    }
    all.add(number(digits, ByteOrder.BIG_ENDIAN));
    all.add(number(digits, ByteOrder.LITTLE_ENDIAN));
    return all;
  }

  private static String split(String national, char by) {
    return national.substring(0, 3) + by + national.substring(3, 7) + by + national.substring(7);
  }

  private static void encoded(byte[] plain, List<byte[]> all) {
    all.add(plain);
    all.add(ascii(LOWER.formatHex(plain)));
    all.add(ascii(UPPER.formatHex(plain)));
    for (int shift = 0; shift < 3; shift++) {
      all.add(base64(plain, shift));
    }
  }

  /** The characters that do not depend on what stands before and behind. */
  private static byte[] base64(byte[] plain, int shift) {
    byte[] shifted = new byte[shift + plain.length];
    System.arraycopy(plain, 0, shifted, shift, plain.length);
    byte[] text = Base64.getEncoder().withoutPadding().encode(shifted);
    int from = (shift * 8 + 5) / 6;
    int to = shifted.length * 8 / 6;
    return Arrays.copyOfRange(text, from, to);
  }

  private static void hashed(String text, List<byte[]> all) {
    for (String algorithm : List.of("MD5", "SHA-1", "SHA-256")) {
      byte[] hash = hash(algorithm, ascii(text));
      all.add(hash);
      all.add(ascii(LOWER.formatHex(hash)));
      all.add(ascii(UPPER.formatHex(hash)));
      all.add(Base64.getEncoder().withoutPadding().encode(hash));
    }
  }

  private static byte[] hash(String algorithm, byte[] plain) {
    try {
      return MessageDigest.getInstance(algorithm).digest(plain);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] number(String digits, ByteOrder order) {
    return ByteBuffer.allocate(8).order(order).putLong(Long.parseLong(digits)).array();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
