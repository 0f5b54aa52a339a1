package dev.assent.dialer.keys;

import dev.assent.dialer.Exit;
import dev.assent.dialer.Message;
import dev.assent.dialer.UserError;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;

/**
 * {@code conf/recorder.pub}: the recorder's Ed25519 public key, hex, for those who verify
 * recordings and hold no keys. The truth stands in the operator keyset; the copy is held against it
 * whenever that is open.
 */
public final class PublicSigner {
  private static final String FILE = "recorder.pub";

  private PublicSigner() {}

  /**
   * Writes the copy, or holds the one that is there against the truth.
   *
   * @throws UserError exit 7 when it names another key
   */
  public static void keep(Path conf, byte[] publicKey) {
    Path file = conf.resolve(FILE);
    String hex = HexFormat.of().formatHex(publicKey);
    try {
      if (Files.notExists(file)) {
        PrivateFile.create(file, (hex + "\n").getBytes(StandardCharsets.US_ASCII));
      } else if (!Files.readString(file).strip().equals(hex)) {
        throw new UserError(Exit.INTEGRITY, Message.of("recorder.swapped", file), null);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot keep the recorder's public key", e);
    }
  }

  /** Writes the copy of a new home. */
  static void writeCopy(Path conf, byte[] publicKey) {
    String hex = HexFormat.of().formatHex(publicKey);
    try {
      PrivateFile.replace(conf.resolve(FILE), (hex + "\n").getBytes(StandardCharsets.US_ASCII));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the recorder's public key", e);
    }
  }

  /**
   * The recorder's public key, 32 bytes.
   *
   * @throws UserError exit 3 when the copy is missing or malformed
   */
  public static byte[] read(Path conf) {
    Path file = conf.resolve(FILE);
    try {
      return HexFormat.of().parseHex(Files.readString(file).strip());
    } catch (IOException | IllegalArgumentException e) {
      throw new UserError(Exit.CONFIG, Message.of("recorder.no_key", file), "assent doctor");
    }
  }
}
