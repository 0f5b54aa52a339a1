package dev.assent.compliance.store.suppression;

import dev.assent.compliance.Hold;
import dev.assent.compliance.access.NotAllowed;
import dev.assent.compliance.access.Role;
import dev.assent.compliance.access.User;
import dev.assent.compliance.consent.DncReach;
import dev.assent.compliance.consent.Manner;
import dev.assent.compliance.consent.OptOut;
import dev.assent.compliance.intake.InboxFiles;
import dev.assent.compliance.intake.RefusalFile;
import dev.assent.compliance.intake.RefusalRow;
import dev.assent.compliance.journal.EntryType;
import dev.assent.compliance.journal.JournalEntry;
import dev.assent.compliance.numbering.PhoneNumber;
import dev.assent.compliance.store.commit.Commits;
import dev.assent.compliance.store.commit.Json;
import dev.assent.compliance.store.commit.Payloads;
import dev.assent.compliance.store.register.DroppedLine;
import dev.assent.compliance.store.register.Holds;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Takes refusals of other channels from a folder (C-06, R40). Each row is durable before its file
 * goes; the entry of a row has an id made of the file's hash and the line, so that a crash anywhere
 * loses nothing and doubles nothing. A row nobody can read may be somebody's word: it stops every
 * call until a person settles it. Guarded by itself.
 */
public final class Inbox {
  /**
   * A file is taken when it did not change for so long: a quarter of the second a word may take.
   */
  static final Duration QUIET = Duration.ofMillis(200);

  /** A file whose last line has no end may still be written; after that it will not be. */
  static final Duration QUIET_WITHOUT_END = Duration.ofSeconds(10);

  private final Refusals refusals;
  private final Commits commits;
  private final Commits.Source source;
  private final Holds holds;
  private final InboxFiles files;
  private final String region;
  private final Map<InboxFiles.Seen, Instant> waiting = new HashMap<>();
  private @Nullable Hold blind;

  public Inbox(
      Refusals refusals,
      Commits commits,
      Commits.Source source,
      Holds holds,
      InboxFiles files,
      String region) {
    this.refusals = refusals;
    this.commits = commits;
    this.source = source;
    this.holds = holds;
    this.files = files;
    this.region = region;
  }

  /**
   * A row nobody could read.
   *
   * @param sha256 of its file, lower hex
   * @param line from 1
   * @param advice what is wrong with it, without personal data
   * @param settlement what was made of it: LISTED or DISCARDED
   */
  public record Row(
      String sha256,
      long line,
      String reason,
      String advice,
      Instant seenAt,
      @Nullable Instant settledAt,
      @Nullable String settledBy,
      @Nullable String settlement) {}

  /**
   * What one look came to.
   *
   * @param taken files that were read and are gone
   * @param waiting files that may still be written
   * @param held files with rows nobody has settled
   */
  public record Sweep(int taken, int waiting, int held) {}

  /**
   * Looks at the folder once, and takes what is whole. When the folder cannot be read this node
   * stops calling until it can.
   *
   * @throws IOException when the folder, a file, or where files are kept cannot be used
   */
  public synchronized Sweep sweep() throws IOException {
    try {
      Sweep done = look();
      see();
      return done;
    } catch (IOException e) {
      if (blind == null) {
        blind = holds.holdThisNode("the folder of dropped refusals cannot be read", source.now());
      }
      throw e;
    }
  }

  private void see() {
    if (blind != null) {
      holds.releaseThisNode(blind);
      blind = null;
    }
  }

  private Sweep look() throws IOException {
    Instant now = source.now();
    List<InboxFiles.Seen> seen = files.look();
    waiting.keySet().retainAll(Set.copyOf(seen));
    int taken = 0;
    int held = 0;
    for (InboxFiles.Seen file : seen) {
      Instant since = waiting.computeIfAbsent(file, _ -> now);
      if (!now.isBefore(since.plus(QUIET))) {
        switch (take(file, Duration.between(since, now))) {
          case TAKEN -> {
            taken++;
            waiting.remove(file);
          }
          case HELD -> held++;
          case WAITING -> {}
        }
      }
    }
    return new Sweep(taken, waiting.size() - held, held);
  }

  private enum Fate {
    TAKEN,
    HELD,
    WAITING
  }

  private Fate take(InboxFiles.Seen file, Duration quiet) throws IOException {
    Optional<byte[]> read = files.read(file);
    if (read.isEmpty()) {
      return Fate.WAITING;
    }
    byte[] content = read.get();
    boolean whole = content.length == 0 || content[content.length - 1] == '\n';
    if (!whole && quiet.compareTo(QUIET_WITHOUT_END) < 0) {
      return Fate.WAITING;
    }
    String sha256 = sha256(content);
    boolean known = commits.database().transaction(sql -> InboxRows.taken(sql, sha256));
    if (!known) {
      List<RefusalRow> rows = new RefusalFile(region, source.now()).read(content);
      if (!list(sha256, rows)) {
        return Fate.WAITING; // this node is on hold: the database takes nothing
      }
      if (hold(sha256, rows)) {
        return Fate.HELD;
      }
      files.keep(sha256, content);
      write(
          EntryType.INBOX_TAKEN,
          "engine",
          Json.write(new Payloads.InboxTaken(sha256, rows.size())));
    }
    files.remove(file);
    return Fate.TAKEN;
  }

  /** Whether every row that could be read is durable. */
  private boolean list(String sha256, List<RefusalRow> rows) {
    for (RefusalRow row : rows) {
      if (row instanceof RefusalRow.Read read
          && !list(
              sha256,
              read.line(),
              read.number(),
              read.manner(),
              read.at(),
              read.reach(),
              "inbox")) {
        return false;
      }
    }
    return true;
  }

  private boolean list(
      String sha256,
      long line,
      PhoneNumber number,
      Manner manner,
      Instant at,
      DncReach reach,
      String actor) {
    Refused refused =
        refusals.addOnce(
            new DroppedLine(sha256, line).id(),
            number,
            new OptOut(manner, at, null, null, null),
            reach,
            "inbox",
            actor);
    return refused instanceof Refused.Durable;
  }

  /** Whether a row of that file waits for a person. */
  private boolean hold(String sha256, List<RefusalRow> rows) {
    Map<Long, Row> known =
        commits.database().transaction(sql -> InboxRows.of(sql, sha256)).stream()
            .collect(Collectors.toMap(Row::line, row -> row));
    boolean held = false;
    for (RefusalRow row : rows) {
      if (row instanceof RefusalRow.Unreadable(long line, String reason, String advice)) {
        Row before = known.get(line);
        if (before == null) {
          write(
              EntryType.INBOX_HELD,
              "engine",
              Json.write(new Payloads.InboxHeld(sha256, line, reason, advice)));
        }
        held |= before == null || before.settledAt() == null;
      }
    }
    return held;
  }

  private void write(EntryType type, String actor, String json) {
    commits.run(
        tx -> {
          tx.write(
              JournalEntry.operational(
                  source.id(), type, source.now(), actor, JournalEntry.NO_ID, json));
          return true;
        });
  }

  /** Rows that wait for a person, the oldest first. */
  public List<Row> open() {
    return commits.database().transaction(InboxRows::open);
  }

  /** The names of files that lie there, by the hash of their content. */
  public Map<String, String> names() throws IOException {
    Map<String, String> names = new HashMap<>();
    for (InboxFiles.Seen file : files.look()) {
      files.read(file).ifPresent(content -> names.put(sha256(content), file.name()));
    }
    return names;
  }

  /** The rows of a file that was taken, as they were read. */
  public List<RefusalRow> kept(String sha256) throws IOException {
    return new RefusalFile(region, source.now()).read(files.kept(sha256));
  }

  /**
   * A person read the row: it says that this number is not to be called.
   *
   * @throws NotAllowed when the user may not, or no such row waits
   */
  public synchronized void settle(
      Row row, PhoneNumber number, Manner manner, DncReach reach, String note, User by)
      throws NotAllowed {
    require(row, by);
    if (!list(row.sha256(), row.line(), number, manner, row.seenAt(), reach, by.name())) {
      throw new NotAllowed("the refusal is not durable; this node is on hold");
    }
    settled(row, "LISTED", note, by);
  }

  /**
   * A person read the row: it is nobody's word.
   *
   * @throws NotAllowed when the user may not, or no such row waits
   */
  public synchronized void discard(Row row, String note, User by) throws NotAllowed {
    require(row, by);
    settled(row, "DISCARDED", note, by);
  }

  private void require(Row row, User by) throws NotAllowed {
    if (!by.active() || !by.roles().contains(Role.COMPLIANCE)) {
      throw new NotAllowed("only COMPLIANCE settles a row");
    }
    if (open().stream().noneMatch(row::equals)) {
      throw new NotAllowed("no such row waits; `assent dnc inbox list` shows those that do");
    }
  }

  private void settled(Row row, String settlement, String note, User by) {
    write(
        EntryType.INBOX_SETTLED,
        by.name(),
        Json.write(new Payloads.InboxSettled(row.sha256(), row.line(), settlement, note)));
  }

  private static String sha256(byte[] content) {
    return HexFormat.of().formatHex(digest(content));
  }

  private static byte[] digest(byte[] content) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(content);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
