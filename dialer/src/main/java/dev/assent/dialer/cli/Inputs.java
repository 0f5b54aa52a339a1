package dev.assent.dialer.cli;

import dev.assent.compliance.numbering.PhoneNumber;
import dev.assent.dialer.Exit;
import dev.assent.dialer.Message;
import dev.assent.dialer.UserError;
import dev.assent.dialer.engine.EngineContext;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** What a command is given: files, and numbers that must not stand in a process list. */
final class Inputs {
  private static final int LONGEST_LINE = 100;

  private Inputs() {}

  /**
   * A file argument, resolved where the command was typed.
   *
   * @throws UserError exit 2 when it is not there
   */
  static Path file(EngineContext context, Path given) {
    Path file = context.request().resolve(given);
    if (!Files.isReadable(file) || Files.isDirectory(file)) {
      throw new UserError(Exit.USAGE, Message.of("input.no_file", given), null);
    }
    return file;
  }

  /**
   * A directory, resolved where the command was typed.
   *
   * @throws UserError exit 2 when it is not there
   */
  static Path folder(EngineContext context, Path given) {
    Path folder = context.request().resolve(given);
    if (!Files.isDirectory(folder)) {
      throw new UserError(Exit.USAGE, Message.of("input.no_folder", given), null);
    }
    return folder;
  }

  /** SHA-256 of a file of any size, lower hex. */
  static String sha256(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] buffer = new byte[1 << 16];
      for (int read = in.read(buffer); read > 0; read = in.read(buffer)) {
        digest.update(buffer, 0, read);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * A phone number, or {@code -} for one line of standard input.
   *
   * @throws UserError exit 2 when it is none; the message does not repeat it
   */
  static PhoneNumber number(EngineContext context, String given) throws IOException {
    String text = given.equals("-") ? line(context) : given;
    String region = context.parts().calls().config().region();
    return switch (PhoneNumber.parse(text, region)) {
      case PhoneNumber.Parsed.Valid(PhoneNumber number) -> number;
      case PhoneNumber.Parsed.Invalid(var code, String hint) ->
          throw new UserError(Exit.USAGE, Message.of("input.bad_number", code, hint), null);
    };
  }

  private static String line(EngineContext context) throws IOException {
    var text = new StringBuilder();
    byte[] one = new byte[1];
    while (text.length() < LONGEST_LINE && context.terminal().in().read(one) == 1) {
      if (one[0] == '\n') {
        break;
      }
      text.append(new String(one, StandardCharsets.US_ASCII));
    }
    return text.toString().strip();
  }
}
