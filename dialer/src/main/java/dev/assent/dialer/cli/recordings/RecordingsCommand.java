package dev.assent.dialer.cli.recordings;

import dev.assent.compliance.access.Role;
import dev.assent.dialer.Exit;
import dev.assent.dialer.Message;
import dev.assent.dialer.UserError;
import dev.assent.dialer.cli.command.ClientCommand;
import dev.assent.dialer.cli.command.ClientContext;
import dev.assent.dialer.cli.command.Needs;
import dev.assent.dialer.cli.keys.Listener;
import dev.assent.dialer.cli.output.Column;
import dev.assent.dialer.cli.output.Printer;
import dev.assent.dialer.cli.privacy.PrivacyHoldCommand;
import dev.assent.dialer.keys.PublicSigner;
import dev.assent.recorder.catalog.Catalog;
import dev.assent.recorder.catalog.CatalogEntry;
import dev.assent.recorder.catalog.RecordedCall;
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
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Recordings: listed and verified by anybody, heard by QA only. Those that open one are never the
 * engine; to open a recording they ask a running, unlocked engine for its share B.
 */
@CommandLine.Command(
    name = "recordings",
    subcommands = {
      RecordingsListCommand.class,
      RecordingsQueueCommand.class,
      RecordingsVerifyCommand.class,
      RecordingsSalvageCommand.class,
      RecordingsCommand.Play.class,
      PrivacyHoldCommand.OfRecordings.class,
      ExportCommand.class
    })
public final class RecordingsCommand {

  static Catalog catalog(ClientContext context) {
    return new Catalog(context.home().recordings(), new DiskFiles());
  }

  static RecordingReader reader(ClientContext context) {
    return new RecordingReader(new DiskFiles(), List.of(PublicSigner.read(context.home().conf())));
  }

  static UserError unknown(UUID id) {
    return new UserError(Exit.USAGE, Message.of("recording.unknown", id), "assent recordings list");
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

    private static final int ASK_AGAIN_SECONDS = 50;

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
      RecordedCall call =
          catalog(context).list().callOf(id).orElseThrow(() -> RecordingsCommand.unknown(id));
      String why = reason + (caseId == null ? "" : " " + caseId);
      try (Listener listener = Listener.prove(context, passphraseFile)) {
        for (CatalogEntry file : call.files()) {
          tellVerdict(context, reader(context).verify(file.file()));
        }
        if (!call.whole()) {
          new Printer(context.request(), context.terminal())
              .warn("recording.call_not_whole", call.first().id());
        }
        try (Replay replay = open(context, listener, call, why)) {
          if (level) {
            new Printer(context.request(), context.terminal()).rows(LEVELS, replay.levels());
          } else {
            play(context, replay, listener, call, why);
          }
        }
        return Exit.DONE;
      } catch (CannotUnseal e) {
        throw new UserError(
            e.isForeign() ? Exit.NOT_PERMITTED : Exit.INTEGRITY,
            Message.of("recording.not_opened", id, String.valueOf(e.getMessage())),
            "assent keys check");
      } catch (MalformedRecording e) {
        throw new UserError(
            Exit.INTEGRITY,
            Message.of("recording.damaged", id, String.valueOf(e.getMessage())),
            "assent --as %s recordings verify %s".formatted(context.request().as(), id));
      }
    }

    /** All files of the call; each access is journalled. */
    private static Replay open(
        ClientContext context, Listener listener, RecordedCall call, String why)
        throws IOException, CannotUnseal, MalformedRecording {
      List<Replay> files = new ArrayList<>();
      boolean opened = false;
      try {
        for (CatalogEntry file : call.files()) {
          Listener.Share share = listener.ask(file.id(), why);
          files.add(
              Replay.open(
                  share.receipt(),
                  reader(context),
                  file.file(),
                  listener.roleFor(reader(context), file.file()),
                  share.bytes()));
        }
        opened = true;
      } finally {
        if (!opened) {
          files.forEach(Replay::close);
        }
      }
      return Replay.joined(files);
    }

    /** Who hears a part of it, or what nothing proves, is told so first. */
    private static void tellVerdict(ClientContext context, Verification found) {
      Printer printer = new Printer(context.request(), context.terminal());
      switch (found.verdict()) {
        case Verdict.Complete _ -> {}
        case Verdict.Incomplete(int seconds) -> printer.warn("recording.cut_short", seconds);
        case Verdict.Damaged(String why) -> printer.warn("recording.unproven", why);
      }
    }

    private void play(
        ClientContext context, Replay replay, Listener listener, RecordedCall call, String why) {
      if (from < 0 || from >= replay.seconds()) {
        throw new UserError(
            Exit.USAGE, Message.of("recording.from", from, replay.seconds()), command());
      }
      AtomicBoolean stop = new AtomicBoolean();
      AtomicInteger next = new AtomicInteger(from);
      context.terminal().interrupts().onInterrupt(_ -> stop.set(true));
      try {
        SoundDevice.play(
            replay,
            from,
            stop::get,
            second -> {
              next.set(second + 1);
              requireThere(call);
              askAgain(second, listener, why);
            });
      } catch (NoSoundDevice e) {
        throw new UserError(Exit.FAILED, Message.of("recording.no_device"), command() + " --level");
      } catch (MalformedRecording e) {
        throw new UserError(
            Exit.INTEGRITY,
            Message.of("recording.second_damaged", next.get(), String.valueOf(e.getMessage())),
            command() + " --from " + (next.get() + 1));
      }
    }

    /** What is erased while somebody listens is heard no second more. */
    private static void requireThere(RecordedCall call) {
      for (CatalogEntry file : call.files()) {
        if (!new DiskFiles().exists(file.file())) {
          throw new UserError(Exit.NOT_PERMITTED, Message.of("recording.erased", file.id()), null);
        }
      }
    }

    /**
     * Whoever is restricted while somebody listens is heard no longer than a minute more
     * (requirements 2.4).
     *
     * @throws UserError when the engine no longer gives the share
     */
    private void askAgain(int second, Listener listener, String why) {
      if ((second - from + 1) % ASK_AGAIN_SECONDS == 0) {
        try {
          Arrays.fill(listener.ask(id, why).bytes(), (byte) 0);
        } catch (IOException e) {
          throw new UserError(
              Exit.NOT_PERMITTED, Message.of("recording.no_engine"), "assent engine");
        }
      }
    }

    private String command() {
      return "assent recordings play " + id + " --reason " + reason;
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
