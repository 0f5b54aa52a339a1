package dev.assent.dialer.cli.keys;

import dev.assent.dialer.Exit;
import dev.assent.dialer.Message;
import dev.assent.dialer.UserError;
import dev.assent.dialer.engine.home.LedgerLeft;
import dev.assent.dialer.engine.socket.Request;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What is left of a lost ledger, as somebody names it. */
final class LedgerLeftOption {
  @Option(names = "--ledger-copy", paramLabel = "FILE|DIR")
  @Nullable Path copy;

  @Option(names = "--epochs", paramLabel = "DIR")
  @Nullable Path epochs;

  @Option(names = "--ledger-mirror", paramLabel = "DIR")
  @Nullable Path mirror;

  /**
   * @throws UserError exit 2 unless it is a copy with its epochs, or a mirror
   */
  LedgerLeft of(Request request) {
    if (mirror != null && copy == null && epochs == null) {
      return new LedgerLeft.Mirror(request.resolve(mirror));
    }
    if (mirror == null && copy != null && epochs != null) {
      return new LedgerLeft.Copy(request.resolve(copy), request.resolve(epochs));
    }
    throw new UserError(Exit.USAGE, Message.of("recovery.one_ledger"), null);
  }
}
