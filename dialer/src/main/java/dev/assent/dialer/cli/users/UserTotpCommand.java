package dev.assent.dialer.cli.users;

import dev.assent.compliance.access.Role;
import dev.assent.dialer.Exit;
import dev.assent.dialer.Message;
import dev.assent.dialer.UserError;
import dev.assent.dialer.cli.command.EngineCommand;
import dev.assent.dialer.cli.command.Needs;
import dev.assent.dialer.cli.output.Printer;
import dev.assent.dialer.engine.Engine;
import dev.assent.dialer.engine.EngineContext;
import dev.assent.dialer.engine.socket.OutputFormat;
import dev.assent.dialer.keys.OperatorKeys;
import dev.assent.dialer.keys.Totp;
import io.nayuki.qrcodegen.QrCode;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Gives somebody the second thing they need to sign in to the pages. */
@CommandLine.Command(name = "totp")
@Needs({Role.COMPLIANCE, Role.SECURITY})
final class UserTotpCommand implements EngineCommand {
  /** Light around a code, as its standard asks; two are enough for cameras. */
  private static final int MARGIN = 2;

  @Parameters(paramLabel = "NAME", descriptionKey = "name")
  String name = "";

  @Option(names = "--replace")
  boolean replace;

  @Override
  public Exit run(EngineContext context) {
    OperatorKeys keys = context.keys();
    if (keys.user(name).isEmpty()) {
      throw new UserError(Exit.USAGE, Message.of("user.unknown", name), "assent user list");
    }
    if (keys.totp(name).isPresent() && !replace) {
      throw new UserError(
          Exit.USAGE, Message.of("user.totp_exists", name), "assent user totp NAME --replace");
    }
    SecureRandom random = context.engine().machine().clocks().random();
    byte[] secret = Totp.freshSecret(random);
    try {
      show(context, secret);
      confirm(context, secret);
      give(context.engine(), keys, secret, random, context.actor().name());
    } finally {
      Arrays.fill(secret, (byte) 0);
    }
    new Printer(context.request(), context.terminal()).say("user.totp_named", name);
    return Exit.DONE;
  }

  private void show(EngineContext context, byte[] secret) {
    String uri = Totp.uri(secret, home(context), name);
    var printer = new Printer(context.request(), context.terminal());
    printer.say("user.totp_once");
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("user", name);
    fields.put("secret", Totp.base32(secret));
    fields.put("uri", uri);
    printer.fields(fields);
    if (context.request().format() == OutputFormat.TABLE && context.request().width() > 0) {
      context.terminal().err().print(picture(uri));
    }
  }

  private static String home(EngineContext context) {
    return String.valueOf(context.home().root().getFileName()).replaceAll("[^A-Za-z0-9._-]", "_");
  }

  /** Two rows of squares a line, dark on light whatever the terminal's colours. */
  private static String picture(String text) {
    QrCode code = QrCode.encodeText(text, QrCode.Ecc.LOW);
    var picture = new StringBuilder();
    for (int y = -MARGIN; y < code.size + MARGIN; y += 2) {
      picture.append("\u001b[30;107m");
      for (int x = -MARGIN; x < code.size + MARGIN; x++) {
        boolean upper = code.getModule(x, y);
        boolean lower = code.getModule(x, y + 1);
        picture.append(upper ? (lower ? '\u2588' : '\u2580') : (lower ? '\u2584' : ' '));
      }
      picture.append("\u001b[0m\n");
    }
    return picture.toString();
  }

  /** Somebody who cannot show a code now could never sign in. */
  private void confirm(EngineContext context, byte[] secret) {
    if (!context.terminal().interactive()) {
      return;
    }
    String code =
        context.terminal().ask(context.messages().say("user.totp_ask", name)).replace(" ", "");
    if (Totp.match(secret, code, context.clock().instant(), -1).isEmpty()) {
      throw new UserError(Exit.USAGE, Message.of("user.totp_wrong"), "assent user totp " + name);
    }
  }

  private void give(
      Engine engine, OperatorKeys keys, byte[] secret, SecureRandom random, String by) {
    engine.keyring().reopen(engine.keyring().keyset().withTotp(keys, name, secret, random));
    engine.parts().law().store().accesses().codeNamed(name, by);
    engine.parts().webSessions().endAllOf(name, "NEW_CODE_DEVICE");
  }
}
