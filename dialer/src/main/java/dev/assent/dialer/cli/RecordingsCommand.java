package dev.assent.dialer.cli;

import dev.assent.compliance.access.Role;
import dev.assent.dialer.Exit;
import dev.assent.dialer.Message;
import dev.assent.dialer.UserError;
import dev.assent.dialer.engine.PublicSigner;
import dev.assent.recorder.catalog.Catalog;
import dev.assent.recorder.catalog.CatalogEntry;
import dev.assent.recorder.container.CannotUnseal;
import dev.assent.recorder.container.MalformedRecording;
import dev.assent.recorder.container.RecordingReader;
import dev.assent.recorder.container.Verdict;
import dev.assent.recorder.container.Verification;
import dev.assent.recorder.files.DiskFiles;
import dev.assent.recorder.replay.Level;
import dev.assent.recorder.replay.NoSoundDevice;
import dev.assent.recorder.replay.Replay;
import dev.assent.recorder.replay.SoundDevice;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Recordings: listed and verified by anybody, heard by QA only. These commands are never the
 * engine; to open a recording they ask a running, unlocked engine for its share B.
 */
@CommandLine.Command(
    name = "recordings",
    subcommands = {
      RecordingsCommand.Listing.class,
      RecordingsCommand.Verify.class,
      RecordingsCommand.Play.class
    })
final class RecordingsCommand {

  private static Catalog catalog(ClientContext context) {
    return new Catalog(context.home().recordings(), new DiskFiles());
  }

  private static RecordingReader reader(ClientContext context) {
    return new RecordingReader(new DiskFiles(), List.of(PublicSigner.read(context.home().conf())));
  }

  private static CatalogEntry find(ClientContext context, UUID id) {
    return catalog(context)
        .find(id)
        .orElseThrow(
            () ->
                new UserError(
                    Exit.USAGE, Message.of("recording.unknown", id), "assent recordings list"));
  }

  /** What is there. */
  @CommandLine.Command(name = "list")
  @Needs({})
  static final class Listing implements ClientCommand {
    private static final List<Column<CatalogEntry>> COLUMNS =
        List.of(
            new Column<>("id", CatalogEntry::id),
            new Column<>("start", CatalogEntry::start),
            new Column<>("seconds", CatalogEntry::seconds),
            new Column<>("complete", CatalogEntry::complete),
            new Column<>("end", CatalogEntry::endCause),
            new Column<>("class", CatalogEntry::retentionClass),
            new Column<>("bytes", CatalogEntry::bytes),
            new Column<>("attempt", CatalogEntry::attemptId));

    @Override
    public Exit run(ClientContext context) {
      Catalog.Listing listing = catalog(context).list();
      Printer printer = new Printer(context.request(), context.terminal());
      printer.rows(COLUMNS, listing.entries());
      listing.unreadable().forEach(file -> printer.warn("recording.unreadable", file));
      return listing.unreadable().isEmpty() ? Exit.DONE : Exit.INTEGRITY;
    }
  }

  /**
   * Without a key: signature, digest and frame count of every file. As a QA user: every frame is
   * opened too.
   */
  @CommandLine.Command(name = "verify")
  @Needs({})
  static final class Verify implements ClientCommand {
    private record Line(CatalogEntry entry, Verification verification) {}

    private static final List<Column<Line>> COLUMNS =
        List.of(
            new Column<>("id", line -> line.entry().id()),
            new Column<>("verdict", line -> verdict(line.verification().verdict())),
            new Column<>("seconds", line -> line.entry().seconds()),
            new Column<>("framesOpened", line -> line.verification().framesOpened()),
            new Column<>("extent", line -> line.verification().extent()));

    @Parameters(paramLabel = "ID", arity = "0..*", descriptionKey = "recording")
    List<UUID> ids = List.of();

    @Option(names = "--passphrase-file", paramLabel = "FILE")
    @Nullable Path passphraseFile;

    @Override
    public Exit run(ClientContext context) throws IOException {
      List<CatalogEntry> entries =
          ids.isEmpty()
              ? catalog(context).list().entries()
              : ids.stream().map(id -> find(context, id)).toList();
      List<Line> lines =
          context.request().as() == null ? sealed(context, entries) : opened(context, entries);
      new Printer(context.request(), context.terminal()).rows(COLUMNS, lines);
      boolean damaged =
          lines.stream().anyMatch(l -> l.verification().verdict() instanceof Verdict.Damaged);
      return damaged ? Exit.INTEGRITY : Exit.DONE;
    }

    private static List<Line> sealed(ClientContext context, List<CatalogEntry> entries) {
      RecordingReader reader = reader(context);
      return entries.stream().map(e -> new Line(e, reader.verify(e.file()))).toList();
    }

    private List<Line> opened(ClientContext context, List<CatalogEntry> entries)
        throws IOException {
      RecordingReader reader = reader(context);
      List<Line> lines = new ArrayList<>();
      try (Listener listener = Listener.prove(context, passphraseFile)) {
        for (CatalogEntry entry : entries) {
          Listener.Share share = listener.ask(entry.id(), "VERIFY");
          lines.add(new Line(entry, reader.verify(entry.file(), listener.role(), share.bytes())));
        }
      }
      return lines;
    }

    private static String verdict(Verdict verdict) {
      return switch (verdict) {
        case Verdict.Complete _ -> "COMPLETE";
        case Verdict.Incomplete(int seconds) -> "INCOMPLETE (" + seconds + " s)";
        case Verdict.Damaged(String why) -> "DAMAGED: " + why;
      };
    }
  }

  /** Plays one on this machine's sound device, or shows its levels. */
  @CommandLine.Command(name = "play")
  @Needs(Role.QA)
  static final class Play implements ClientCommand {
    private static final List<Column<Level>> LEVELS =
        List.of(
            new Column<>("second", Level::second),
            new Column<>("leg", level -> level.legId() == 0 ? "CALLEE" : "OURS"),
            new Column<>("rmsDbfs", level -> Math.round(level.rmsDbfs() * 10) / 10.0),
            new Column<>("peakDbfs", level -> Math.round(level.peakDbfs() * 10) / 10.0),
            new Column<>("present", Level::presentSlots));

    @Parameters(paramLabel = "ID", descriptionKey = "recording")
    UUID id = new UUID(0, 0);

    @Option(names = "--reason", paramLabel = "REASON", required = true)
    AccessReason reason = AccessReason.QUALITY;

    @Option(names = "--case", paramLabel = "ID")
    @Nullable String caseId;

    @Option(names = "--level")
    boolean level;

    @Option(names = "--from", paramLabel = "SECOND", defaultValue = "0")
    int from;

    @Option(names = "--passphrase-file", paramLabel = "FILE")
    @Nullable Path passphraseFile;

    @Override
    public Exit run(ClientContext context) throws IOException {
      CatalogEntry entry = find(context, id);
      String why = reason + (caseId == null ? "" : " " + caseId);
      try (Listener listener = Listener.prove(context, passphraseFile)) {
        Listener.Share share = listener.ask(id, why);
        try (Replay replay =
            Replay.open(
                share.receipt(), reader(context), entry.file(), listener.role(), share.bytes())) {
          if (level) {
            new Printer(context.request(), context.terminal()).rows(LEVELS, replay.levels());
          } else {
            play(context, replay);
          }
        }
        return Exit.DONE;
      } catch (MalformedRecording | CannotUnseal e) {
        throw new UserError(
            Exit.INTEGRITY, String.valueOf(e.getMessage()), "assent recordings verify " + id);
      }
    }

    private void play(ClientContext context, Replay replay) throws MalformedRecording {
      AtomicBoolean stop = new AtomicBoolean();
      context.terminal().interrupts().onInterrupt(_ -> stop.set(true));
      try {
        SoundDevice.play(replay, from, stop::get, _ -> {});
      } catch (NoSoundDevice e) {
        throw new UserError(
            Exit.FAILED,
            Message.of("recording.no_device"),
            "assent recordings play " + id + " --reason " + reason + " --level");
      }
    }
  }

  /** Why somebody listens (R52, C-08). */
  enum AccessReason {
    QUALITY,
    TRAINING,
    DISPUTE,
    COMPLIANCE
  }
}
