package dev.assent.dialer.cli.contacts;

import dev.assent.compliance.access.NotAllowed;
import dev.assent.compliance.intake.NumberList;
import dev.assent.compliance.intake.Reject;
import dev.assent.compliance.numbering.PhoneNumber;
import dev.assent.compliance.store.commit.ListTerms;
import dev.assent.compliance.store.suppression.ListImport;
import dev.assent.compliance.store.suppression.ListInForce;
import dev.assent.dialer.Exit;
import dev.assent.dialer.Message;
import dev.assent.dialer.UserError;
import dev.assent.dialer.cli.command.Approving;
import dev.assent.dialer.cli.output.Printer;
import dev.assent.dialer.engine.EngineContext;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDate;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Takes a file of numbers as a list. A line that cannot be read may be somebody who must not be
 * called, so it refuses the whole file unless that many such lines were agreed to.
 */
final class NumberListImport {
  private static final int TOLD_AT_MOST = 20;

  private NumberListImport() {}

  /** SHA-256 of a file, lower hex. */
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
   * @param acceptUnreadable lines that may be left out
   * @throws UserError exit 3 when the file has more unreadable lines, exit 4 when a list of that
   *     name may not be replaced by it
   */
  static Exit run(EngineContext context, Path file, ListTerms terms, long acceptUnreadable)
      throws IOException {
    try (ListImport list =
            context.law().store().suppression().begin(terms, context.actor().name());
        InputStream in = Files.newInputStream(file)) {
      Lines lines = new Lines(context, list);
      NumberList.Counts counts =
          NumberList.read(in, context.parts().calls().config().region(), lines);
      if (counts.rejected() > acceptUnreadable) {
        throw new UserError(
            Exit.CONFIG,
            Message.of("list.unreadable", file.getFileName(), counts.rejected()),
            null);
      }
      ListInForce taken = list.switchOver(counts.rejected());
      Map<String, @Nullable Object> fields = new LinkedHashMap<>();
      fields.put("list", taken.name());
      fields.put("version", taken.terms().title().version());
      fields.put("lines", counts.numbers());
      fields.put("entries", taken.entries());
      fields.put("leftOut", counts.rejected());
      fields.put("uncallable", counts.uncallable());
      fields.put("seal", taken.seal());
      fields.put("entry", taken.id());
      new Printer(context.request(), context.terminal()).fields(fields);
      return Exit.DONE;
    } catch (NotAllowed e) {
      throw Approving.refused(e);
    }
  }

  private static final class Lines implements NumberList.Sink {
    private final EngineContext context;
    private final ListImport list;
    private int told;

    Lines(EngineContext context, ListImport list) {
      this.context = context;
      this.list = list;
    }

    @Override
    public void accept(PhoneNumber number, @Nullable LocalDate day) throws IOException {
      list.add(number, day);
    }

    @Override
    public void rejected(Reject reject) {
      if (told++ < TOLD_AT_MOST) {
        new Printer(context.request(), context.terminal())
            .warn("list.line", reject.line(), reject.field(), reject.reason(), reject.advice());
      }
    }
  }
}
