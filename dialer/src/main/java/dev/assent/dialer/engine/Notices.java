package dev.assent.dialer.engine;

import dev.assent.dialer.Exit;
import dev.assent.dialer.Message;
import dev.assent.dialer.UserError;
import dev.assent.dialer.keys.PrivateFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The official notices behind calendars, in {@code evidence/notices}, each named by its hash. They
 * are public documents: kept so that anybody can compare, not kept secret.
 */
public final class Notices {
  private Notices() {}

  /** Keeps a copy and gives its SHA-256, lower hex. */
  public static String keep(Home home, Path document) throws IOException {
    byte[] content = Files.readAllBytes(document);
    if (content.length == 0) {
      throw new UserError(Exit.CONFIG, Message.of("calendar.empty_notice", document), null);
    }
    String sha256 = sha256(content);
    Path folder = folder(home);
    if (Files.notExists(folder)) {
      Home.createPrivateDirectory(folder);
    }
    PrivateFile.replace(folder.resolve(sha256), content);
    return sha256;
  }

  /**
   * @throws UserError exit 7 when the kept copy is gone or not what was brought
   */
  public static void require(Home home, String sha256) throws IOException {
    Path file = folder(home).resolve(sha256);
    if (Files.notExists(file) || !sha256(Files.readAllBytes(file)).equals(sha256)) {
      throw new UserError(Exit.INTEGRITY, Message.of("calendar.notice_lost", file), null);
    }
  }

  private static Path folder(Home home) {
    return home.root().resolve("evidence").resolve("notices");
  }

  private static String sha256(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
