package dev.assent.compliance.store.contact;

import dev.assent.compliance.SubjectState;
import dev.assent.compliance.access.NotAllowed;
import dev.assent.compliance.consent.DncEntry;
import dev.assent.compliance.consent.Grant;
import dev.assent.compliance.journal.EntryType;
import dev.assent.compliance.journal.JournalEntry;
import dev.assent.compliance.numbering.Masking;
import dev.assent.compliance.numbering.PhoneNumber;
import dev.assent.compliance.numbering.Whereabouts;
import dev.assent.compliance.policy.QuietTimes;
import dev.assent.compliance.store.commit.Commits;
import dev.assent.compliance.store.commit.Identities;
import dev.assent.compliance.store.commit.Json;
import dev.assent.compliance.store.commit.Payloads;
import dev.assent.compliance.store.commit.PersonPayload;
import dev.assent.compliance.store.commit.Tx;
import dev.assent.compliance.store.consent.GrantRows;
import dev.assent.compliance.store.consent.Grants;
import dev.assent.compliance.store.person.ContactCells;
import dev.assent.compliance.store.person.ContactReader;
import dev.assent.compliance.store.person.MergedPersons;
import dev.assent.compliance.store.person.PersonMarks;
import dev.assent.compliance.store.seal.BlindIndexer;
import dev.assent.compliance.store.seal.EvidenceShelf;
import dev.assent.compliance.store.seal.Protection;
import dev.assent.compliance.store.seal.SpareKey;
import dev.assent.compliance.store.sql.LockBusy;
import dev.assent.compliance.store.sql.Sql;
import dev.assent.compliance.store.sql.StoreUnavailable;
import dev.assent.compliance.store.suppression.DncRows;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Who is one with whom. A merge takes the stricter of all facts: refusals, withdrawals, counters
 * and restrictions of each count for all. Undoing it, and settling what two lists disagree about,
 * takes another person than whoever did it. Each change is durable on return. Any thread.
 */
public final class Persons {
  private static final String ONE_ALREADY = "they are one person already";

  private final Commits commits;
  private final Commits.Source source;
  private final Protection protection;
  private final boolean sole;
  private final Consumer<Set<UUID>> refused;

  /**
   * @param refused told who may not be called any more because they are one with somebody who
   *     refused; must not block
   */
  public Persons(
      Commits commits,
      Commits.Source source,
      Protection protection,
      boolean sole,
      Consumer<Set<UUID>> refused) {
    this.commits = commits;
    this.source = source;
    this.protection = protection;
    this.sole = sole;
    this.refused = refused;
  }

  /** One number of a person in one list, masked. */
  public record Listed(
      String number,
      String name,
      UUID batch,
      UUID source,
      String ageBand,
      Whereabouts whereabouts,
      QuietTimes quiet,
      Instant expiresAt) {}

  /**
   * What two lists disagree about.
   *
   * @param kind {@code NAME}, {@code AGE} or {@code PERSON}
   */
  public record Dispute(String kind, String foundBy, Instant foundAt) {}

  /**
   * All that is known of a person, nothing of it readable as theirs.
   *
   * @param id whom calls are counted for
   * @param others ids of those who were merged with them
   * @param calls placed in all campaigns, of what is still kept
   */
  public record Shown(
      UUID id,
      Set<UUID> others,
      List<Listed> contacts,
      List<Grant> grants,
      List<DncEntry> refusals,
      SubjectState state,
      List<Dispute> disputes,
      long calls,
      @Nullable Instant lastCall) {}

  private record Known(UUID number, Identities.Identity identity, UUID person) {}

  /** Empty when nothing is known of this number. */
  public Optional<Shown> show(PhoneNumber number) {
    byte[] bi = protection.indexer().index(BlindIndexer.Purpose.NUMBER, number);
    byte[] dncBi = protection.indexer().index(BlindIndexer.Purpose.DNC, number);
    return commits
        .database()
        .transaction(
            sql -> {
              Optional<Known> known = known(sql, bi, dncBi);
              return known.isEmpty()
                  ? Optional.empty()
                  : Optional.of(shown(sql, known.get().person()));
            });
  }

  private static Optional<Known> known(Sql sql, byte[] bi, byte[] dncBi) throws SQLException {
    String columns = "SELECT id, bi, dnc_bi, person_id FROM number WHERE ";
    // Two indexes, so two parts: an OR would read the whole table.
    return sql.first(columns + "bi = ? UNION " + columns + "dnc_bi = ?", Persons::known, bi, dncBi);
  }

  private static Known known(ResultSet row) throws SQLException {
    return new Known(
        Sql.id(row, "id"),
        Grants.identity(row.getBytes("bi"), row.getBytes("dnc_bi")),
        Sql.id(row, "person_id"));
  }

  private Shown shown(Sql sql, UUID person) throws SQLException {
    MergedPersons merged = MergedPersons.of(sql, Set.of(person));
    UUID root = merged.root(person);
    Set<UUID> others = new LinkedHashSet<>(merged.all());
    others.remove(root);
    Object[] all = merged.all().toArray();
    String marks = Sql.marks(all.length);
    List<Grant> grants = new ArrayList<>();
    new GrantRows(new EvidenceShelf(protection)).of(sql, merged).values().forEach(grants::addAll);
    List<SubjectState> states =
        sql.list(
            "SELECT " + PersonMarks.COLUMNS + " FROM person p WHERE p.id = ?",
            PersonMarks::state,
            person);
    SubjectState state = merged.with(person, states.getFirst());
    record Calls(long count, @Nullable Instant last) {}
    Calls calls =
        sql.first(
                "SELECT COUNT(*) AS calls, MAX(placed_at) AS last_at FROM attempt"
                    + " WHERE person_id IN ("
                    + marks
                    + ")",
                row -> new Calls(row.getLong("calls"), Sql.atOrNull(row, "last_at")),
                all)
            .orElseThrow();
    return new Shown(
        root,
        others,
        sql.list(
            "SELECT c.id, c.sealed_mask, c.sealed_name, c.batch_id, c.age_band, c.zone,"
                + " c.state, c.ported, c.quiet_times, c.expires_at,"
                + " b.source_id, p.contact_key FROM contact c"
                + " JOIN batch b ON b.id = c.batch_id AND b.load_id = c.load_id"
                + " JOIN person p ON p.id = c.person_id"
                + " JOIN number x ON x.id = c.number_id WHERE x.person_id IN ("
                + marks
                + ") ORDER BY b.imported_at, c.id",
            this::listed,
            all),
        grants,
        DncRows.of(sql, merged).getOrDefault(root, List.of()),
        state,
        sql.list(
            "SELECT kind, found_by, found_at FROM dispute WHERE settled_at IS NULL"
                + " AND load_id IN (SELECT load_id FROM batch) AND person_id IN ("
                + marks
                + ") ORDER BY found_at",
            row ->
                new Dispute(
                    row.getString("kind"), row.getString("found_by"), Sql.at(row, "found_at")),
            all),
        calls.count(),
        calls.last());
  }

  private Listed listed(ResultSet row) throws SQLException {
    UUID id = Sql.id(row, "id");
    Long key = Sql.longOrNull(row, "contact_key");
    byte[] name = row.getBytes("sealed_name");
    return new Listed(
        opened(key, ContactCells.mask(id), row.getBytes("sealed_mask")),
        name == null ? "" : Masking.name(opened(key, ContactCells.name(id), name)),
        Sql.id(row, "batch_id"),
        Sql.id(row, "source_id"),
        Optional.ofNullable(row.getString("age_band")).orElse(""),
        ContactReader.whereabouts(row),
        PersonMarks.quiet(row.getString("quiet_times")),
        Sql.at(row, "expires_at"));
  }

  private String opened(@Nullable Long key, String cell, byte[] sealed) {
    return Optional.ofNullable(key)
        .flatMap(row -> protection.cipher().open(row, cell, sealed))
        .map(plain -> new String(plain, StandardCharsets.UTF_8))
        .orElse("");
  }

  /**
   * Says that the people of two numbers are one.
   *
   * @return the id they have from now on
   * @throws NotAllowed when a number is unknown, or they are one already
   */
  public UUID merge(PhoneNumber one, PhoneNumber other, String actor) throws NotAllowed {
    UUID first = person(one);
    UUID second = person(other);
    if (first.equals(second)) {
      throw new NotAllowed(ONE_ALREADY);
    }
    UUID merged =
        join(
            EntryType.PERSON_MERGED,
            first,
            Set.of(first, second),
            actor,
            people -> {
              UUID root = people.root(first);
              if (root.equals(people.root(second))) {
                throw new Refusal(ONE_ALREADY);
              }
              Map<UUID, UUID> roots = new HashMap<>();
              people.all().forEach(person -> roots.put(person, root));
              return roots;
            });
    tellIfRefused(merged);
    return merged;
  }

  /** What stood against one of them counts from now on for what rings for another. */
  private void tellIfRefused(UUID person) {
    Set<UUID> against =
        commits
            .database()
            .transaction(
                sql -> {
                  MergedPersons merged = MergedPersons.of(sql, Set.of(person));
                  SubjectState state = merged.stateOf(person);
                  boolean free =
                      DncRows.of(sql, merged).isEmpty()
                          && state.restrictions().isEmpty()
                          && state.flags().isEmpty()
                          && merged.withdrawalsOf(merged.root(person)).isEmpty();
                  return free ? Set.of() : Set.copyOf(merged.all());
                });
    if (!against.isEmpty()) {
      refused.accept(against);
    }
  }

  /**
   * Says that the person of this number is nobody else after all.
   *
   * @throws NotAllowed when they were never merged, or by this same user
   */
  public UUID split(PhoneNumber number, String actor) throws NotAllowed {
    UUID person = person(number);
    return join(
        EntryType.PERSON_SPLIT,
        person,
        Set.of(person),
        actor,
        people -> {
          if (people.all().size() == 1) {
            throw new Refusal("they were not merged with anybody");
          }
          Map<UUID, UUID> roots = new HashMap<>();
          roots.put(person, person);
          List<UUID> rest =
              people.all().stream().filter(other -> !other.equals(person)).sorted().toList();
          UUID root = rest.contains(people.root(person)) ? people.root(person) : rest.getFirst();
          rest.forEach(other -> roots.put(other, root));
          return roots;
        });
  }

  /** Who is one with whom afterwards. */
  private interface Joining {
    Map<UUID, UUID> roots(MergedPersons people);
  }

  /** Carries a refusal out of a transaction, which it undoes. */
  private static final class Refusal extends RuntimeException {
    Refusal(String why) {
      super(why, null, false, false);
    }
  }

  private UUID person(PhoneNumber number) throws NotAllowed {
    byte[] bi = protection.indexer().index(BlindIndexer.Purpose.NUMBER, number);
    byte[] dncBi = protection.indexer().index(BlindIndexer.Purpose.DNC, number);
    return commits
        .database()
        .transaction(sql -> known(sql, bi, dncBi))
        .map(Known::person)
        .orElseThrow(() -> new NotAllowed("nothing is known of one of these numbers"));
  }

  private UUID join(EntryType type, UUID person, Set<UUID> people, String actor, Joining joining)
      throws NotAllowed {
    // Keys are made before the locks are taken; whoever is in the group has them from then on.
    List<Known> numbers =
        commits.database().transaction(sql -> numbers(sql, MergedPersons.of(sql, people).all()));
    Map<UUID, SpareKey> spares = new HashMap<>();
    try {
      for (Known number : numbers) {
        if (!spares.containsKey(number.person())) {
          spares.put(
              number.person(), SpareKey.unless(evidenceKey(number.person()), protection.keys()));
        }
      }
      return commits.persistently(
          tx -> {
            spares.values().forEach(SpareKey::notCommitted);
            List<Tx.Locked> locked = tx.lockAll(numbers.stream().map(Known::number).toList());
            MergedPersons now = MergedPersons.of(tx.sql(), people);
            if (!numbers(tx.sql(), now.all()).stream()
                .map(Known::number)
                .toList()
                .equals(numbers.stream().map(Known::number).toList())) {
              throw new SQLException("somebody gained a number meanwhile", "40001");
            }
            requireAnother(tx.sql(), type, now.all(), actor);
            Map<UUID, UUID> roots = joining.roots(now);
            Map<UUID, Long> keys = new HashMap<>();
            for (Tx.Locked each : locked) {
              Known number =
                  numbers.stream()
                      .filter(n -> n.number().equals(each.number()))
                      .findFirst()
                      .orElseThrow();
              SpareKey spare = spares.get(each.person());
              if (spare == null) {
                throw new SQLException("a number changed its person meanwhile", "40001");
              }
              Long key = keys.get(each.person());
              if (key == null) {
                key = spare.or(each.evidenceKey());
                keys.put(each.person(), key);
              }
              write(tx, type, each, number, key, roots.get(each.person()), actor);
            }
            return roots.getOrDefault(person, person);
          });
    } catch (Refusal e) {
      throw new NotAllowed(String.valueOf(e.getMessage()));
    } catch (LockBusy e) {
      spares.values().forEach(SpareKey::notCommitted);
      throw new StoreUnavailable("calls to these people are being placed; try again", e);
    } finally {
      spares.values().forEach(SpareKey::discard);
    }
  }

  private void write(
      Tx tx,
      EntryType type,
      Tx.Locked locked,
      Known number,
      long key,
      @Nullable UUID root,
      String actor)
      throws SQLException {
    UUID id = source.id();
    tx.write(
        new JournalEntry(
            id,
            type,
            source.now(),
            actor,
            locked.next(),
            locked.person(),
            Optional.of(
                PersonPayload.seal(protection.cipher(), key, id, Json.write(number.identity()))),
            Optional.empty(),
            Optional.of(Json.write(new Payloads.Joined(root)))));
  }

  /** Undoing loosens: whoever said they are one does not say alone that they are not. */
  private void requireAnother(Sql sql, EntryType type, Collection<UUID> people, String actor)
      throws SQLException {
    if (type == EntryType.PERSON_SPLIT && !sole) {
      List<String> merged =
          sql.list(
              "SELECT merged_by FROM person WHERE merged_by IS NOT NULL AND id IN ("
                  + Sql.marks(people.size())
                  + ")",
              row -> row.getString("merged_by"),
              people.toArray());
      if (merged.contains(actor)) {
        throw new Refusal("whoever merged them may not split them: ask another user");
      }
    }
  }

  private boolean evidenceKey(UUID person) {
    return commits.database().transaction(sql -> Tx.evidenceKey(sql, person)).isPresent();
  }

  private static List<Known> numbers(Sql sql, Collection<UUID> people) throws SQLException {
    return sql.list(
        "SELECT id, bi, dnc_bi, person_id FROM number WHERE person_id IN ("
            + Sql.marks(people.size())
            + ") ORDER BY id",
        Persons::known,
        people.toArray());
  }

  /**
   * Says that what lists say of the person of this number was looked into; both may be called
   * again.
   *
   * @return how many disagreements that were
   * @throws NotAllowed when there is none, or this user brought a list that disagrees
   */
  public int settle(PhoneNumber number, String reason, String actor) throws NotAllowed {
    UUID person = person(number);
    try {
      return commits.persistently(
          tx -> {
            Set<UUID> people = disputed(tx.sql(), person);
            List<String> foundBy =
                people.isEmpty()
                    ? List.of()
                    : tx.sql()
                        .list(
                            "SELECT found_by FROM dispute WHERE settled_at IS NULL AND person_id IN ("
                                + Sql.marks(people.size())
                                + ")",
                            row -> row.getString("found_by"),
                            people.toArray());
            if (foundBy.isEmpty()) {
              throw new Refusal("no lists disagree about them");
            }
            if (foundBy.contains(actor) && !sole) {
              throw new Refusal("whoever imported a list may not settle what it brought up");
            }
            tx.write(
                JournalEntry.operational(
                    source.id(),
                    EntryType.PERSON_SETTLED,
                    source.now(),
                    actor,
                    person,
                    Json.write(new Payloads.Settled(people, reason))));
            return foundBy.size();
          });
    } catch (Refusal e) {
      throw new NotAllowed(String.valueOf(e.getMessage()));
    }
  }

  /** This person, all who are one with them, and whoever the lists mix them up with. */
  private static Set<UUID> disputed(Sql sql, UUID person) throws SQLException {
    Set<UUID> people = new LinkedHashSet<>(MergedPersons.together(sql, person));
    sql.each(
        "SELECT d.person_id FROM dispute d WHERE d.settled_at IS NULL AND d.found_with IN"
            + " (SELECT e.found_with FROM dispute e WHERE e.settled_at IS NULL AND e.person_id IN ("
            + Sql.marks(people.size())
            + "))",
        row -> people.add(Sql.id(row, "person_id")),
        people.toArray());
    return people;
  }
}
