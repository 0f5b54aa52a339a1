package dev.assent.dialer.engine.home;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assent.compliance.journal.EntryType;
import dev.assent.compliance.journal.Journal;
import dev.assent.compliance.journal.JournalDamaged;
import dev.assent.compliance.journal.JournalEntry;
import dev.assent.compliance.journal.JournalFiles;
import dev.assent.compliance.journal.JournalPlace;
import dev.assent.compliance.journal.MirrorHealth;
import dev.assent.dialer.Exit;
import dev.assent.dialer.Message;
import dev.assent.dialer.UserError;
import dev.assent.dialer.config.AssentConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Opens the journal where {@code conf/assent.yaml} says it and its mirror lie, and finds out
 * whether this home is the one that wrote it. A copy, an older disk, or one of two that went on
 * apart stands on hold, and what it writes from then on is an epoch of its own (docs/backup.md).
 */
public final class JournalKeeper {
  /** Why an epoch begins. */
  enum Cause {
    /** The lock of this home is not the file that the journal knows. */
    COPIED,
    /** The mirror held entries that were missing here. */
    MIRROR_AHEAD,
    /** The mirror went on without this home. */
    MIRROR_APART
  }

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Home home;
  private final InstantSource clock;
  private final Supplier<UUID> ids;
  private @Nullable HomeIdentity seen;
  private @Nullable Cause lastEpoch;
  private @Nullable Instant lastEntry;
  private @Nullable MovedHome moved;

  public JournalKeeper(Home home, InstantSource clock, Supplier<UUID> ids) {
    this.home = home;
    this.clock = clock;
    this.ids = ids;
  }

  /**
   * @throws UserError exit 7 when an acknowledged entry is not what was written
   */
  public Journal open(AssentConfig config, JournalFiles files, SecureRandom random) {
    JournalPlace place =
        new JournalPlace(
            home.journal(),
            config
                .mirrors()
                .journal()
                .filter(_ -> !home.marker().drill()) // it may be that of a home at work
                .map(home.root()::resolve));
    Journal journal;
    try {
      journal = Journal.open(place, files, clock, random, this::read);
    } catch (JournalDamaged e) {
      throw new UserError(
          Exit.INTEGRITY,
          Message.of("journal.damaged", String.valueOf(e.getMessage())),
          "assent audit verify");
    }
    try {
      look(journal);
      return journal;
    } catch (RuntimeException e) {
      journal.close();
      throw e;
    }
  }

  /** Where this home's facts have gone, if they have; of a journal that was opened. */
  public Optional<MovedHome> moved() {
    return Optional.ofNullable(moved);
  }

  private void read(Journal.Position placed) {
    JournalEntry entry = placed.entry();
    lastEntry = entry.at();
    Optional<String> said = entry.operational();
    if (entry.type() == EntryType.HOME_SEEN && said.isPresent()) {
      seen = HomeIdentity.parse(said.get());
    } else if (entry.type() == EntryType.EPOCH_BEGUN && said.isPresent()) {
      lastEpoch = cause(said.get());
    } else if (entry.type() == EntryType.HOME_MOVED && said.isPresent()) {
      moved = MovedHome.parse(said.get());
    }
  }

  private static @Nullable Cause cause(String json) {
    try {
      String name = JSON.readTree(json).path("cause").asText();
      return List.of(Cause.values()).stream()
          .filter(known -> known.name().equals(name))
          .findFirst()
          .orElse(null);
    } catch (IOException e) {
      throw new UncheckedIOException("an entry of the journal cannot be read", e);
    }
  }

  private void look(Journal journal) {
    HomeIdentity here = HomeIdentity.of(home.root());
    boolean known = seen != null && here.isSameAs(seen);
    List<Cause> found = new ArrayList<>();
    if (seen != null && !known) {
      found.add(Cause.COPIED);
    }
    if (!journal.takenFromMirror().isNothing()) {
      found.add(Cause.MIRROR_AHEAD);
    }
    if (journal.mirror() instanceof MirrorHealth.Behind behind
        && behind.cause() == MirrorHealth.Cause.APART
        && lastEpoch != Cause.MIRROR_APART) {
      found.add(Cause.MIRROR_APART);
    }
    if (!found.isEmpty()) {
      Instant now = clock.instant();
      WaitingGap.write(
          home.data(),
          Optional.ofNullable(lastEntry).orElse(now),
          now,
          found.stream().map(cause -> words(cause, journal)).collect(Collectors.joining("; ")));
    }
    // After the gap: a crash between it and the entry opens it once more, and loses none.
    if (!known) {
      journal.append(List.of(entry(EntryType.HOME_SEEN, here.json())));
    }
    if (!found.isEmpty()) {
      ObjectNode body = JSON.createObjectNode();
      body.put("cause", found.getLast().name());
      body.put("lastEntry", String.valueOf(lastEntry));
      body.put("takenFromMirror", journal.takenFromMirror().entries());
      journal.beginEpoch(entry(EntryType.EPOCH_BEGUN, body.toString()));
    }
  }

  private static String words(Cause cause, Journal journal) {
    return switch (cause) {
      case COPIED -> "this home is a copy: stop its original for good";
      case MIRROR_AHEAD ->
          "this disk is older than its mirror: %d journal entries were taken from there"
              .formatted(journal.takenFromMirror().entries());
      case MIRROR_APART -> "the journal's mirror went on without this home";
    };
  }

  private JournalEntry entry(EntryType type, String json) {
    return JournalEntry.operational(
        ids.get(), type, clock.instant(), "engine", JournalEntry.NO_ID, json);
  }
}
