package dev.assent.dialer.cli.recordings;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assent.dialer.Exit;
import dev.assent.dialer.Message;
import dev.assent.dialer.UserError;
import dev.assent.dialer.cli.command.ClientContext;
import dev.assent.dialer.cli.command.Inputs;
import dev.assent.dialer.cli.keys.Listener;
import dev.assent.dialer.cli.output.Printer;
import dev.assent.dialer.engine.JournalledFiles;
import dev.assent.dialer.export.SealedSource;
import dev.assent.recorder.AccessReceipt;
import dev.assent.recorder.catalog.CatalogEntry;
import dev.assent.recorder.container.CannotUnseal;
import dev.assent.recorder.container.MalformedRecording;
import dev.assent.recorder.container.RecordingReader;
import dev.assent.recorder.container.RoleKeyPair;
import dev.assent.recorder.container.Verdict;
import dev.assent.recorder.container.Verification;
import dev.assent.recorder.replay.Replay;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * The sealed files of an export, opened with what the engine gave and held against what was asked
 * for and what the journal says. One thread; closing forgets every key.
 */
final class ExportFiles implements AutoCloseable {
  private final List<SealedSource> sources = new ArrayList<>();
  private final List<Replay> opened = new ArrayList<>();

  private ExportFiles() {}

  private record Receipt(UUID recordingId, String actor, String reason, long journalPosition)
      implements AccessReceipt {}

  /**
   * @throws UserError exit 7 when a file is damaged, or not the one that was asked for
   */
  static ExportFiles open(ClientContext context, Listener listener, JsonNode given)
      throws IOException, CannotUnseal, MalformedRecording {
    ExportFiles files = new ExportFiles();
    boolean done = false;
    try {
      files.openAll(context, listener, given);
      done = true;
      return files;
    } finally {
      if (!done) {
        files.close();
      }
    }
  }

  private void openAll(ClientContext context, Listener listener, JsonNode given)
      throws IOException, CannotUnseal, MalformedRecording {
    Set<UUID> wanted = new HashSet<>();
    given.path("shares").forEach(share -> wanted.add(id(share)));
    RecordingReader reader =
        JournalledFiles.read(context.home().journal(), wanted::contains)
            .map(told -> RecordingsCommand.reader(context).against(JournalledFiles.facts(told)))
            .orElseThrow(
                () ->
                    new UserError(
                        Exit.INTEGRITY,
                        Message.of("recording.journal_damaged"),
                        "assent audit verify"));
    for (JsonNode share : given.path("shares")) {
      byte[] shareB = Base64.getDecoder().decode(share.path("share").asText());
      try {
        open(context, listener, given, reader, share, shareB);
      } finally {
        Arrays.fill(shareB, (byte) 0);
      }
    }
  }

  private void open(
      ClientContext context,
      Listener listener,
      JsonNode given,
      RecordingReader reader,
      JsonNode share,
      byte[] shareB)
      throws IOException, CannotUnseal, MalformedRecording {
    UUID id = id(share);
    CatalogEntry entry =
        RecordingsCommand.catalog(context)
            .find(id)
            .orElseThrow(() -> RecordingsCommand.unknown(id));
    RoleKeyPair role = listener.roleFor(reader, entry.file());
    Verification found = reader.verify(entry.file(), role, shareB);
    String sha256 = Inputs.sha256(entry.file());
    if (found.verdict() instanceof Verdict.Damaged(String why)) {
      throw damaged(id, why);
    }
    for (JsonNode file : given.path("files")) {
      if (id(file).equals(id) && !file.path("sha256").asText().equals(sha256)) {
        throw damaged(id, "it is not the file that was asked for and agreed to");
      }
    }
    if (found.verdict() instanceof Verdict.Incomplete(int seconds)) {
      new Printer(context.request(), context.terminal()).warn("recording.cut_short", seconds);
    }
    sources.add(
        new SealedSource(id, entry.file(), sha256, found, reader.key(entry.file(), role, shareB)));
    var receipt = new Receipt(id, listener.name(), "EXPORT", share.path("position").asLong());
    opened.add(Replay.open(receipt, reader, entry.file(), role, shareB));
  }

  private static UserError damaged(UUID id, String why) {
    return new UserError(
        Exit.INTEGRITY, Message.of("export.damaged", id, why), "assent recordings verify " + id);
  }

  private static UUID id(JsonNode node) {
    return UUID.fromString(node.path("recording").asText());
  }

  List<SealedSource> sources() {
    return sources;
  }

  /** The files of the call as one. */
  Replay replay() throws MalformedRecording {
    return Replay.joined(opened);
  }

  @Override
  public void close() {
    sources.forEach(source -> source.key().close());
    opened.forEach(Replay::close);
  }
}
