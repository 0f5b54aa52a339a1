package dev.assent.dialer.cli.command;

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
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** What a command is given: files, and numbers that must not stand in a process list. */
public final class Inputs {
  private static final int LONGEST_LINE = 100;

  private Inputs() {}

  /**
   * A file argument, resolved where the command was typed.
   *
   * @throws UserError exit 2 when it is not there
   */
  public static Path file(EngineContext context, Path given) {
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
  public static Path folder(EngineContext context, Path given) {
    Path folder = context.request().resolve(given);
    if (!Files.isDirectory(folder)) {
      throw new UserError(Exit.USAGE, Message.of("input.no_folder", given), null);
    }
    return folder;
  }

  /** SHA-256 of a file of any size, lower hex. */
  public static String sha256(Path file) throws IOException {
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
  public static PhoneNumber number(EngineContext context, String given) throws IOException {
    return switch (parsed(context, given.equals("-") ? line(context) : given)) {
      case PhoneNumber.Parsed.Valid(PhoneNumber number) -> number;
      case PhoneNumber.Parsed.Invalid(var code, String hint) ->
          throw new UserError(Exit.USAGE, Message.of("input.bad_number", code, hint), null);
    };
  }

  /**
   * The phone numbers of a file, one a line; empty lines are passed over.
   *
   * @throws UserError exit 2 naming file and line when one is none; the message does not repeat it
   */
  public static List<PhoneNumber> numbers(EngineContext context, Path given) throws IOException {
    List<PhoneNumber> numbers = new ArrayList<>();
    byte[] bytes = Files.readAllBytes(file(context, given));
    List<String> lines = new String(bytes, StandardCharsets.UTF_8).lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      if (!lines.get(i).isBlank()) {
        switch (parsed(context, lines.get(i).strip())) {
          case PhoneNumber.Parsed.Valid(PhoneNumber number) -> numbers.add(number);
          case PhoneNumber.Parsed.Invalid(var code, String hint) ->
              throw new UserError(
                  Exit.USAGE, Message.of("input.bad_number_in", given, i + 1, code, hint), null);
        }
      }
    }
    return numbers;
  }

  private static PhoneNumber.Parsed parsed(EngineContext context, String text) {
    return PhoneNumber.parse(text, context.parts().calls().config().region());
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
