package dev.assent.media.prompt;

import dev.assent.media.codec.Codec;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * One spoken piece, encoded ahead for both codecs and cut into whole packets of 20 ms. Immutable,
 * shared by all calls, any thread.
 */
public final class Prompt {
  /** Bytes of one 20 ms packet: 8 kHz, one byte a sample. */
  public static final int PACKET = 160;

  private final String id;
  private final String language;
  private final String text;
  private final String wavSha256;
  private final ByteBuffer pcmu;
  private final ByteBuffer pcma;
  private final short[] samples;
  private final String pcmuSha256;
  private final String pcmaSha256;

  private Prompt(String id, String language, String text, byte[] file, WavFile sound) {
    this.id = id;
    this.language = language;
    this.text = text;
    this.wavSha256 = sha256(ByteBuffer.wrap(file));
    this.pcmu = packets(sound, Codec.PCMU);
    this.pcma = packets(sound, Codec.PCMA);
    this.samples = linear(sound);
    this.pcmuSha256 = sha256(pcmu.duplicate());
    this.pcmaSha256 = sha256(pcma.duplicate());
  }

  /**
   * A prompt of the bytes of a WAV file.
   *
   * @param id segment id, for example {@code recording_disclosure}
   * @param language BCP 47 tag
   * @param text what the voice says
   * @param source only for messages
   * @param wav the whole file: 8 kHz mono, 16-bit PCM or G.711
   */
  public static Prompt ofWav(String id, String language, String text, Path source, byte[] wav)
      throws PromptException {
    return new Prompt(id, language, text, wav, WavFile.parse(source, wav));
  }

  public String id() {
    return id;
  }

  public String language() {
    return language;
  }

  public String text() {
    return text;
  }

  /** SHA-256 of the WAV file, lower-case hex: what scripts approve (R05). */
  public String wavSha256() {
    return wavSha256;
  }

  /**
   * The RTP payloads in a row, {@value #PACKET} bytes each, the last filled up with silence.
   *
   * @return read-only, position and limit are the caller's own
   */
  public ByteBuffer payload(Codec codec) {
    return switch (codec) {
      case PCMU -> pcmu.duplicate();
      case PCMA -> pcma.duplicate();
    };
  }

  /**
   * SHA-256 of {@link #payload}, lower-case hex: equals that of a segment report when all was sent.
   */
  public String payloadSha256(Codec codec) {
    return switch (codec) {
      case PCMU -> pcmuSha256;
      case PCMA -> pcmaSha256;
    };
  }

  /** Length in packets of 20 ms, at least 1. */
  public int slots() {
    return pcmu.limit() / PACKET;
  }

  /** The sound as 16-bit samples at 8 kHz: what it was made of, or G.711 unpacked. */
  public short[] samples() {
    return samples.clone();
  }

  private static short[] linear(WavFile sound) {
    return switch (sound) {
      case WavFile.Linear(short[] given) -> given.clone();
      case WavFile.Coded(Codec codec, byte[] codes) -> {
        short[] unpacked = new short[codes.length];
        for (int i = 0; i < codes.length; i++) {
          unpacked[i] = codec.decode(codes[i]);
        }
        yield unpacked;
      }
    };
  }

  @Override
  public String toString() {
    return "Prompt " + id + " " + language + " " + wavSha256;
  }

  private static ByteBuffer packets(WavFile sound, Codec codec) {
    byte[] codes =
        switch (sound) {
          case WavFile.Linear(short[] samples) -> {
            byte[] encoded = new byte[samples.length];
            for (int i = 0; i < samples.length; i++) {
              encoded[i] = codec.encode(samples[i]);
            }
            yield encoded;
          }
          case WavFile.Coded(Codec from, byte[] given) -> {
            byte[] encoded = new byte[given.length];
            for (int i = 0; i < given.length; i++) {
              encoded[i] = codec.transcode(from, given[i]);
            }
            yield encoded;
          }
        };
    int padded = (codes.length + PACKET - 1) / PACKET * PACKET;
    byte[] payload = Arrays.copyOf(codes, padded);
    Arrays.fill(payload, codes.length, padded, codec.silence());
    return ByteBuffer.wrap(payload).asReadOnlyBuffer();
  }

  static String sha256(ByteBuffer bytes) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(bytes);
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
