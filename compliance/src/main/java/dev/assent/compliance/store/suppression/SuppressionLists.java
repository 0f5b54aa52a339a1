package dev.assent.compliance.store.suppression;

import dev.assent.compliance.Campaign;
import dev.assent.compliance.Found;
import dev.assent.compliance.access.NotAllowed;
import dev.assent.compliance.journal.Blob;
import dev.assent.compliance.journal.EntryType;
import dev.assent.compliance.journal.JournalEntry;
import dev.assent.compliance.numbering.PhoneNumber;
import dev.assent.compliance.store.commit.Commits;
import dev.assent.compliance.store.commit.Json;
import dev.assent.compliance.store.commit.ListTerms;
import dev.assent.compliance.store.commit.Payloads;
import dev.assent.compliance.store.commit.RegisterKind;
import dev.assent.compliance.store.person.MergedPersons;
import dev.assent.compliance.store.register.Registered;
import dev.assent.compliance.store.seal.BlindIndexer;
import dev.assent.compliance.store.sql.Sql;
import dev.assent.compliance.store.sql.StoreSettings;
import dev.assent.compliance.suppression.ListBuilder;
import dev.assent.compliance.suppression.ListEntry;
import dev.assent.compliance.suppression.ListFiles;
import dev.assent.compliance.suppression.ListKind;
import dev.assent.compliance.suppression.SealedList;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Lists too long for the database (R13, R14, R20, R21). A list is staged as a file and switched by
 * one row; then every call reserved under the older one is looked at again and cancelled if it
 * still rings, and only then the import has ended (requirements 2.4). It locks no number: whoever
 * reserves after the switch reads the new list, and whoever reserved before is asked again before
 * bytes leave. Any thread.
 */
public final class SuppressionLists {
  private final Commits commits;
  private final Commits.Source source;
  private final BlindIndexer indexer;
  private final Registered registered;
  private final Path directory;
  private final ListFiles files;
  private final ListShelf shelf;
  private final Consumer<Set<UUID>> tell;
  private final ReentrantLock switching = new ReentrantLock();

  public SuppressionLists(
      Commits commits,
      Commits.Source source,
      BlindIndexer indexer,
      Registered registered,
      StoreSettings settings,
      ListFiles files,
      ListShelf shelf,
      Consumer<Set<UUID>> tell) {
    this.commits = commits;
    this.source = source;
    this.indexer = indexer;
    this.registered = registered;
    this.directory = settings.lists();
    this.files = files;
    this.shelf = shelf;
    this.tell = tell;
  }

  /** The lists numbers are looked up in now, by name. */
  public List<ListInForce> inForce() {
    return commits.database().transaction(ListRows::inForce);
  }

  /** A list that names a number. */
  public record Named(ListInForce list, ListEntry entry) {}

  /** The lists a number stands on. One that cannot be read is told with what failed instead. */
  public List<Found<Named>> naming(PhoneNumber number) {
    byte[] index = indexer.index(BlindIndexer.Purpose.DNC, number);
    List<Found<Named>> found = new ArrayList<>();
    for (ListInForce list : inForce()) {
      switch (shelf.look(list, index)) {
        case Found.Absent<ListEntry>() -> {}
        case Found.Present<ListEntry>(ListEntry entry) ->
            found.add(Found.present(new Named(list, entry)));
        case Found.Unreadable<ListEntry>(String why) ->
            found.add(Found.unreadable(list.name() + ": " + why));
      }
    }
    return found;
  }

  /** Whether its file is there and begins as it was sealed. */
  public boolean readable(ListInForce list) {
    return !(shelf.look(list, new byte[32]) instanceof Found.Unreadable);
  }

  /** Reads a whole list, and says how many numbers it has or why it cannot be relied on. */
  public Found<Long> verify(ListInForce list) {
    return shelf.verify(list);
  }

  /**
   * Begins a list.
   *
   * @throws NotAllowed when a list of that name is in force that this one may not replace: of
   *     another kind, fetched later, or refusals of our own, which are never replaced
   */
  public ListImport begin(ListTerms terms, String actor) throws NotAllowed, IOException {
    Optional<ListInForce> known =
        commits.database().transaction(sql -> ListRows.inForce(sql, terms.title().name()));
    Optional<String> objection = known.flatMap(list -> objection(list, terms));
    if (objection.isPresent()) {
      throw new NotAllowed(objection.get());
    }
    ListBuilder builder =
        new ListBuilder(directory, files, terms.title(), indexer.version(), source.id());
    return new ListImport(this, builder, indexer.many(BlindIndexer.Purpose.DNC), terms, actor);
  }

  private static Optional<String> objection(ListInForce known, ListTerms terms) {
    ListTerms old = known.terms();
    boolean same = old.fileSha256().equals(terms.fileSha256()) && old.title().equals(terms.title());
    if (same) {
      return Optional.empty();
    }
    if (old.title().kind() == ListKind.REFUSALS || terms.title().kind() == ListKind.REFUSALS) {
      return Optional.of("refusals are never replaced: choose another --name than " + known.name());
    }
    if (old.title().kind() != terms.title().kind()) {
      return Optional.of(known.name() + " is a list of kind " + old.title().kind());
    }
    return terms.fetchedAt().isAfter(old.fetchedAt())
        ? Optional.empty()
        : Optional.of(
            "%s version %s is in force and was fetched at %s: an older list does not replace it"
                .formatted(known.name(), old.title().version(), old.fetchedAt()));
  }

  /** Puts a finished file in force. */
  ListInForce switchTo(ListTerms terms, ListBuilder.Built built, String actor) throws NotAllowed {
    switching.lock();
    try {
      ListInForce list = commit(terms, built, actor);
      Set<UUID> refused = reservedAgainst(list);
      if (!refused.isEmpty()) {
        tell.accept(refused);
      }
      sweep();
      return list;
    } finally {
      switching.unlock();
    }
  }

  private ListInForce commit(ListTerms terms, ListBuilder.Built built, String actor)
      throws NotAllowed {
    ListInForce list =
        new ListInForce(
            source.id(),
            terms,
            indexer.version(),
            built.seal(),
            built.entries(),
            actor,
            source.now());
    Optional<ListInForce> known =
        commits.database().transaction(sql -> ListRows.inForce(sql, list.name()));
    if (known.isPresent() && known.get().seal().equals(list.seal())) {
      return known.get(); // its file was put back, if it had been lost
    }
    Optional<String> objection = known.flatMap(older -> objection(older, terms));
    if (objection.isPresent()) {
      throw new NotAllowed(objection.get());
    }
    commits.run(
        tx -> {
          tx.write(
              JournalEntry.operational(
                  source.id(),
                  EntryType.LIST_SWITCHED,
                  list.at(),
                  actor,
                  list.id(),
                  Json.write(
                      new Payloads.ListSwitched(
                          terms, list.pepper(), list.seal(), list.entries()))));
          return true;
        });
    return list;
  }

  private record Reserved(UUID person, UUID number, String campaignId) {}

  /** The people of calls under way whom the list names, each with all who are one with them. */
  private Set<UUID> reservedAgainst(ListInForce list) {
    return commits
        .database()
        .transaction(
            sql -> {
              List<Reserved> calls =
                  sql.list(
                      "SELECT person_id, number_id, campaign_id FROM attempt WHERE state = 'HELD'",
                      row ->
                          new Reserved(
                              Sql.id(row, "person_id"),
                              Sql.id(row, "number_id"),
                              Sql.id(row, "campaign_id").toString()));
              Set<UUID> refused = new HashSet<>();
              for (Reserved call : calls) {
                Set<UUID> together = MergedPersons.together(sql, call.person());
                for (Blob index : named(sql, list, call, together)) {
                  if (forbids(sql, list, call.campaignId(), index)) {
                    refused.addAll(together);
                  }
                }
              }
              return refused;
            });
  }

  /** A word about one number of a person holds for all; what others say, for that number only. */
  private static List<Blob> named(Sql sql, ListInForce list, Reserved call, Set<UUID> together)
      throws SQLException {
    boolean all = list.terms().title().kind() == ListKind.REFUSALS;
    Set<UUID> of = all ? together : Set.of(call.number());
    return sql.list(
        "SELECT dnc_bi FROM number WHERE dnc_bi IS NOT NULL AND "
            + (all ? "person_id" : "id")
            + " IN ("
            + Sql.marks(of.size())
            + ")",
        row -> Blob.of(row.getBytes("dnc_bi")),
        of.toArray());
  }

  private boolean forbids(Sql sql, ListInForce list, String campaignId, Blob index)
      throws SQLException {
    return switch (shelf.look(list, index.toByteArray())) {
      case Found.Absent<ListEntry>() -> false;
      case Found.Unreadable<ListEntry> _ -> true;
      case Found.Present<ListEntry>(ListEntry entry) ->
          switch (list.terms().title().kind()) {
            case NATIONAL, PROTECTED -> true;
            // Whether the consent came later is not looked at: the next attempt asks the rule.
            case REASSIGNED -> entry.day() != null;
            case REFUSALS -> covers(sql, list, campaignId);
          };
    };
  }

  private boolean covers(Sql sql, ListInForce list, String campaignId) throws SQLException {
    ListTerms.Bulk bulk = list.terms().refusals();
    return bulk == null
        || !(registered.find(sql, RegisterKind.CAMPAIGN, Campaign.class, campaignId)
            instanceof Found.Present(Campaign campaign))
        || bulk.reach().covers(campaign);
  }

  /** Deletes files that are in force no more, or never were. */
  void sweep() {
    Set<String> seals = inForce().stream().map(ListInForce::seal).collect(Collectors.toSet());
    shelf.keepOnly(seals);
    if (commits.cluster().isPresent()) {
      return; // another node may be making what is not in force yet
    }
    Set<String> kept =
        seals.stream()
            .map(seal -> SealedList.file(directory, seal).getFileName().toString())
            .collect(Collectors.toSet());
    try {
      for (String name : files.names(directory)) {
        if (SealedList.is(name) && !kept.contains(name)) {
          files.delete(directory.resolve(name));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the directory of the lists cannot be read", e);
    }
  }

  /** After a crash: what an import left half done is gone. */
  public void recover() {
    if (commits.cluster().isPresent()) {
      return; // what looks left over may be another node's, at work
    }
    try {
      for (String name : files.names(directory)) {
        if (ListBuilder.leftover(name)) {
          files.delete(directory.resolve(name));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the directory of the lists cannot be read", e);
    }
    sweep();
  }
}
