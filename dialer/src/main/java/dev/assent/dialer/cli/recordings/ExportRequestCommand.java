package dev.assent.dialer.cli.recordings;

import dev.assent.compliance.access.Role;
import dev.assent.compliance.export.Delivery;
import dev.assent.compliance.export.Export;
import dev.assent.compliance.export.ExportOrder;
import dev.assent.compliance.export.Span;
import dev.assent.compliance.privacy.LegalHold;
import dev.assent.compliance.store.privacy.LegalHolds;
import dev.assent.dialer.Exit;
import dev.assent.dialer.Message;
import dev.assent.dialer.UserError;
import dev.assent.dialer.cli.command.Approving;
import dev.assent.dialer.cli.command.EngineCommand;
import dev.assent.dialer.cli.command.Inputs;
import dev.assent.dialer.cli.command.Needs;
import dev.assent.dialer.cli.output.Printer;
import dev.assent.dialer.engine.EngineContext;
import dev.assent.dialer.export.RecipientCertificate;
import dev.assent.dialer.keys.PublicSigner;
import dev.assent.recorder.catalog.Catalog;
import dev.assent.recorder.catalog.CatalogEntry;
import dev.assent.recorder.catalog.RecordedCall;
import dev.assent.recorder.container.RecordingReader;
import dev.assent.recorder.container.Verdict;
import dev.assent.recorder.files.DiskFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Asks for a call to be handed out, and opens the case it is for. */
@CommandLine.Command(name = "request")
@Needs({Role.QA, Role.COMPLIANCE, Role.LEGAL})
final class ExportRequestCommand implements EngineCommand {
  /** What was agreed to is made while it is fresh (requirements, ExportRequest). */
  private static final Duration MAKE_WITHIN = Duration.ofDays(7);

  private static final Duration KEPT = Duration.ofDays(30);
  private static final Duration CASE = Duration.ofDays(365);
  private static final int MARK = 32;
  private static final int MOST_BYTES = 1 << 16;

  /** What it may be made for. */
  enum Form {
    COURT
  }

  /** One of two. */
  static final class SealTo {
    @Option(names = "--to", paramLabel = "CERTIFICATE", required = true, descriptionKey = "to")
    @Nullable Path certificate;

    @Option(names = "--passphrase", required = true, descriptionKey = "passphrase")
    boolean passphrase;
  }

  @Parameters(paramLabel = "ID", descriptionKey = "recording")
  UUID id = new UUID(0, 0);

  @Option(names = "--purpose", paramLabel = "PURPOSE", required = true)
  ExportOrder.Purpose purpose = ExportOrder.Purpose.DISPUTE;

  @Option(names = "--case", paramLabel = "ID")
  @Nullable String caseId;

  @Option(names = "--recipient", paramLabel = "TEXT", required = true)
  String recipient = "";

  @Option(names = "--agreement", paramLabel = "ID")
  @Nullable String agreement;

  @CommandLine.ArgGroup(multiplicity = "1")
  SealTo seal = new SealTo();

  @Option(names = "--for", paramLabel = "FORM")
  @Nullable Form form;

  @Option(names = "--mask", paramLabel = "FROM-TO")
  List<String> masks = List.of();

  @Option(names = "--unmasked")
  boolean unmasked;

  @Option(names = "--destroy-by", paramLabel = "DAY")
  @Nullable String destroyBy;

  @Option(names = "--hold-until", paramLabel = "DAY")
  @Nullable String holdUntil;

  @Override
  public Exit run(EngineContext context) throws IOException {
    RecordedCall call =
        new Catalog(context.home().recordings(), new DiskFiles())
            .list()
            .callOf(id)
            .orElseThrow(() -> RecordingsCommand.unknown(id));
    Instant now = context.clock().instant().truncatedTo(ChronoUnit.MICROS);
    requireWhole(context, call);
    List<Span> spans = masks.stream().map(SpanArgument::parse).toList();
    for (Span span : spans) {
      if (span.fromMillis() >= call.seconds() * 1000) {
        throw new UserError(
            Exit.USAGE,
            Message.of("export.mask_beyond", SpanArgument.text(span.fromMillis()), call.seconds()),
            null);
      }
    }
    Instant holdEnd = holdUntil == null ? now.plus(CASE) : endOf(holdUntil);
    ExportOrder wish =
        new ExportOrder(
            context.law().newId(),
            pieces(call),
            call.first().attemptId(),
            purpose,
            caseId,
            recipient,
            agreement,
            delivery(context, now),
            form == Form.COURT,
            unmasked,
            spans,
            context.actor().name(),
            now,
            now.plus(MAKE_WITHIN),
            destroyBy == null ? (caseId == null ? now.plus(KEPT) : holdEnd) : endOf(destroyBy),
            List.of());
    wish.fault()
        .ifPresent(
            fault -> {
              throw new UserError(Exit.USAGE, fault, "assent recordings export request --help");
            });
    ExportOrder order = caseId == null ? wish : held(context, wish, holdEnd);
    byte[] mark = new byte[MARK];
    context.engine().machine().clocks().random().nextBytes(mark);
    List<Export> asked = new ArrayList<>();
    Approving.change(() -> asked.add(context.law().store().exports().request(order, mark)));
    ExportView.print(context, asked.getFirst());
    Printer printer = new Printer(context.request(), context.terminal());
    if (order.delivery().kind() == Delivery.Kind.CERTIFICATE) {
      printer.warn("export.certificate_unchecked", order.delivery().sha256());
    }
    if (order.court() && !order.unmasked()) {
      printer.warn("export.court_masked");
    }
    return Exit.DONE;
  }

  private static List<ExportOrder.Piece> pieces(RecordedCall call) throws IOException {
    List<ExportOrder.Piece> pieces = new ArrayList<>();
    for (CatalogEntry file : call.files()) {
      pieces.add(new ExportOrder.Piece(file.id(), Inputs.sha256(file.file())));
    }
    return pieces;
  }

  /** Nobody should sign for what cannot be made. */
  private static void requireWhole(EngineContext context, RecordedCall call) {
    var reader =
        new RecordingReader(new DiskFiles(), List.of(PublicSigner.read(context.home().conf())));
    for (CatalogEntry file : call.files()) {
      switch (reader.verify(file.file()).verdict()) {
        case Verdict.Complete _ -> {}
        case Verdict.Incomplete(int seconds) ->
            new Printer(context.request(), context.terminal()).warn("recording.cut_short", seconds);
        case Verdict.Damaged(String why) ->
            throw new UserError(
                Exit.INTEGRITY,
                Message.of("export.damaged", file.id(), why),
                "assent recordings verify " + file.id());
      }
    }
    if (!call.whole()) {
      new Printer(context.request(), context.terminal())
          .warn("recording.call_not_whole", call.first().id());
    }
  }

  private Delivery delivery(EngineContext context, Instant now) throws IOException {
    Path given = seal.certificate;
    if (given == null) {
      return Delivery.passphrase();
    }
    Path file = Inputs.file(context, given);
    if (Files.size(file) > MOST_BYTES) {
      throw new UserError(Exit.USAGE, Message.of("export.no_certificate"), null);
    }
    return RecipientCertificate.read(Files.readAllBytes(file)).requireUsable(now).delivery();
  }

  /** The case keeps each file from now on, also while nobody has agreed yet (R56). */
  private ExportOrder held(EngineContext context, ExportOrder wish, Instant end) {
    LegalHolds holds = context.law().store().legalHolds();
    Instant now = wish.requestedAt();
    List<UUID> ids = new ArrayList<>();
    for (ExportOrder.Piece piece : wish.files()) {
      holds.all().stream()
          .filter(hold -> piece.recording().equals(hold.recording()) && hold.inForce(now))
          .filter(hold -> hold.caseId().equals(wish.caseId()))
          .map(LegalHold::id)
          .findFirst()
          .ifPresentOrElse(
              ids::add,
              () ->
                  Approving.change(
                      () ->
                          ids.add(
                              holds
                                  .set(
                                      piece.recording(),
                                      wish.attempt(),
                                      String.valueOf(wish.caseId()),
                                      end,
                                      wish.requestedBy())
                                  .id())));
    }
    new Printer(context.request(), context.terminal())
        .say("export.hold_set", String.valueOf(wish.caseId()), end);
    return wish.heldBy(ids);
  }

  /** The first moment after that day, here. */
  private static Instant endOf(String day) {
    try {
      return LocalDate.parse(day).plusDays(1).atStartOfDay(ZoneId.systemDefault()).toInstant();
    } catch (DateTimeException e) {
      throw new UserError(Exit.USAGE, Message.of("privacy.until"), null);
    }
  }
}
