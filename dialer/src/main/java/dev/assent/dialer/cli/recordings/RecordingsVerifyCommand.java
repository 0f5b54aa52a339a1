package dev.assent.dialer.cli.recordings;

import dev.assent.compliance.store.attempt.RecordingHistory;
import dev.assent.dialer.Exit;
import dev.assent.dialer.UserError;
import dev.assent.dialer.cli.command.ClientCommand;
import dev.assent.dialer.cli.command.ClientContext;
import dev.assent.dialer.cli.command.Needs;
import dev.assent.dialer.cli.keys.Listener;
import dev.assent.dialer.cli.output.Column;
import dev.assent.dialer.cli.output.Printer;
import dev.assent.dialer.engine.JournalledFiles;
import dev.assent.recorder.catalog.Catalog;
import dev.assent.recorder.catalog.CatalogEntry;
import dev.assent.recorder.catalog.RecordedCall;
import dev.assent.recorder.container.CannotUnseal;
import dev.assent.recorder.container.MalformedRecording;
import dev.assent.recorder.container.RecordingReader;
import dev.assent.recorder.container.RoleKeyPair;
import dev.assent.recorder.container.UnsealedRecording;
import dev.assent.recorder.container.Verdict;
import dev.assent.recorder.container.Verification;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Holds every recording against its signature, its digest and what the journal says of it, and the
 * journal against what is there: a file that was changed, cut, exchanged, brought in or taken away
 * is told. As a QA user every frame is opened too, and of a damaged one is said what can be heard.
 */
@CommandLine.Command(name = "verify")
@Needs({})
final class RecordingsVerifyCommand implements ClientCommand {
  private static final String MISSING = "MISSING";

  /**
   * @param heard seconds that open, of a damaged recording and with keys; else null
   * @param next the command or deed that helps; null if nothing is wrong
   */
  private record Line(
      String id,
      String verdict,
      @Nullable Long seconds,
      boolean framesOpened,
      String extent,
      @Nullable Integer heard,
      @Nullable String next,
      Exit exit) {}

  private static final List<Column<Line>> COLUMNS =
      List.of(
          new Column<>("id", Line::id),
          new Column<>("verdict", Line::verdict),
          new Column<>("seconds", Line::seconds),
          new Column<>("framesOpened", Line::framesOpened),
          new Column<>("extent", Line::extent),
          new Column<>("audibleSeconds", Line::heard),
          new Column<>("next", Line::next));

  @Parameters(paramLabel = "ID", arity = "0..*", descriptionKey = "recording")
  List<UUID> ids = List.of();

  @Option(names = "--passphrase-file", paramLabel = "FILE")
  @Nullable Path passphraseFile;

  @Override
  public Exit run(ClientContext context) throws IOException {
    Printer printer = new Printer(context.request(), context.terminal());
    // What is there first: a recording that ends meanwhile is in the journal by then.
    Catalog.Listing there = RecordingsCommand.catalog(context).list();
    Optional<Map<UUID, RecordingHistory.Told>> told =
        JournalledFiles.read(context.home().journal(), id -> ids.isEmpty() || ids.contains(id));
    if (told.isEmpty()) {
      printer.warn("recording.journal_damaged");
    }
    List<CatalogEntry> entries =
        ids.isEmpty()
            ? there.entries()
            : there.entries().stream().filter(entry -> ids.contains(entry.id())).toList();
    RecordingReader reader =
        told.map(map -> RecordingsCommand.reader(context).against(JournalledFiles.facts(map)))
            .orElseGet(() -> RecordingsCommand.reader(context));
    List<Line> lines =
        new ArrayList<>(
            context.request().as() == null
                ? entries.stream().map(e -> line(e, reader.verify(e.file()), null)).toList()
                : opened(context, reader, entries));
    if (ids.isEmpty()) {
      there.unreadable().forEach(file -> lines.add(unreadable(reader, file)));
    }
    told.ifPresent(map -> lines.addAll(missing(context, map, entries)));
    requireAllKnown(lines);
    printer.rows(COLUMNS, lines);
    boolean whole = true;
    for (RecordedCall call : there.calls()) {
      if (!call.whole() && (ids.isEmpty() || ids.contains(call.first().id()))) {
        printer.warn("recording.call_not_whole", call.first().id());
        whole = false;
      }
    }
    return lines.stream()
        .map(Line::exit)
        .reduce(
            whole ? Exit.DONE : Exit.INTEGRITY,
            (one, other) -> one.code() >= other.code() ? one : other);
  }

  private void requireAllKnown(List<Line> lines) {
    for (UUID id : ids) {
      if (lines.stream().noneMatch(line -> line.id().equals(id.toString()))) {
        throw RecordingsCommand.unknown(id);
      }
    }
  }

  private List<Line> opened(
      ClientContext context, RecordingReader reader, List<CatalogEntry> entries)
      throws IOException {
    List<Line> lines = new ArrayList<>();
    try (Listener listener = Listener.prove(context, passphraseFile)) {
      for (CatalogEntry entry : entries) {
        lines.add(opened(context, reader, listener, entry));
      }
    }
    return lines;
  }

  private static Line opened(
      ClientContext context, RecordingReader reader, Listener listener, CatalogEntry entry)
      throws IOException {
    Listener.Share share;
    try {
      share = listener.ask(entry.id(), "VERIFY");
    } catch (UserError refused) {
      if (refused.next() != null) {
        throw refused; // The engine cannot be asked at all.
      }
      Line sealed = line(entry, reader.verify(entry.file()), null);
      return new Line(
          sealed.id(),
          sealed.verdict(),
          sealed.seconds(),
          false,
          String.valueOf(refused.getMessage()),
          null,
          sealed.next(),
          sealed.exit() == Exit.DONE ? refused.exit() : sealed.exit());
    }
    RoleKeyPair role = listener.roleFor(reader, entry.file());
    Verification found = reader.verify(entry.file(), role, share.bytes());
    Integer heard = null;
    if (found.verdict() instanceof Verdict.Damaged) {
      try (UnsealedRecording open = reader.unseal(entry.file(), role, share.bytes())) {
        heard = open.audible().cardinality();
      } catch (CannotUnseal | MalformedRecording e) {
        heard = 0;
      }
    }
    Line line = line(entry, found, heard);
    return line.next() == null || heard == null || heard == 0
        ? line
        : new Line(
            line.id(),
            line.verdict(),
            line.seconds(),
            line.framesOpened(),
            line.extent(),
            heard,
            "assent --as %s recordings play %s --reason COMPLIANCE"
                .formatted(context.request().as(), entry.id()),
            line.exit());
  }

  private static Line line(CatalogEntry entry, Verification found, @Nullable Integer heard) {
    boolean damaged = found.verdict() instanceof Verdict.Damaged;
    Exit exit =
        damaged ? Exit.INTEGRITY : found.notOpened().isPresent() ? Exit.NOT_PERMITTED : Exit.DONE;
    String next =
        damaged
            ? heard == null
                ? "assent --as QA-USER recordings verify " + entry.id()
                : "put back a copy of " + entry.file().getFileName()
            : found.notOpened().isPresent() ? "assent keys check" : null;
    return new Line(
        entry.id().toString(),
        verdict(found.verdict()),
        entry.seconds(),
        found.framesOpened(),
        found.extent(),
        heard,
        next,
        exit);
  }

  private static Line unreadable(RecordingReader reader, Path file) {
    Verification found = reader.verify(file);
    String name = String.valueOf(file.getFileName());
    String id = name.contains(".") ? name.substring(0, name.indexOf('.')) : name;
    String next = "put back a copy of " + name;
    return new Line(
        id, verdict(found.verdict()), null, false, found.extent(), null, next, Exit.INTEGRITY);
  }

  /** What the journal knows and nobody finds. */
  private static List<Line> missing(
      ClientContext context, Map<UUID, RecordingHistory.Told> told, List<CatalogEntry> entries) {
    Set<UUID> found = new HashSet<>();
    entries.forEach(entry -> found.add(entry.id()));
    if (found.containsAll(told.keySet())) {
      return List.of();
    }
    RecordingsCommand.catalog(context).list().entries().forEach(entry -> found.add(entry.id()));
    RecordingsCommand.catalog(context)
        .list()
        .unreadable()
        .forEach(file -> idOf(file).ifPresent(found::add));
    List<Line> missing = new ArrayList<>();
    told.forEach(
        (id, recording) -> {
          if (!found.contains(id) && !recording.erased()) {
            missing.add(missing(id, recording));
          }
        });
    return missing;
  }

  private static Optional<UUID> idOf(Path file) {
    String name = String.valueOf(file.getFileName());
    try {
      return Optional.of(UUID.fromString(name.substring(0, Math.max(0, name.indexOf('.')))));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static Line missing(UUID id, RecordingHistory.Told recording) {
    if (recording.fileSha256().isPresent()) {
      return absent(
          id,
          recording.seconds(),
          "the journal knows its file, and it is not there",
          "put back a copy of " + id + ".dvr1");
    }
    return recording
        .stopped()
        .map(why -> absent(id, 0, "it had to stop and left no file: " + why, "assent doctor"))
        .orElseGet(() -> inSpool(id));
  }

  private static Line absent(UUID id, long seconds, String extent, String next) {
    return new Line(id.toString(), MISSING, seconds, false, extent, null, next, Exit.INTEGRITY);
  }

  /** Being made, or left by an engine that was killed. */
  private static Line inSpool(UUID id) {
    String extent = "it has no file of its own yet";
    return new Line(
        id.toString(),
        "IN_SPOOL",
        null,
        false,
        extent,
        null,
        "assent recordings salvage",
        Exit.DONE);
  }

  private static String verdict(Verdict verdict) {
    return switch (verdict) {
      case Verdict.Complete _ -> "COMPLETE";
      case Verdict.Incomplete(int seconds) -> "INCOMPLETE (" + seconds + " s)";
      case Verdict.Damaged(String why) -> "DAMAGED: " + why;
    };
  }
}
