package dev.assent.compliance.store.person;

import dev.assent.compliance.SubjectState;
import dev.assent.compliance.SubjectState.Flag;
import dev.assent.compliance.SubjectState.Restriction;
import dev.assent.compliance.consent.Grant;
import dev.assent.compliance.consent.GrantScope;
import dev.assent.compliance.policy.Purpose;
import dev.assent.compliance.store.commit.Tx;
import dev.assent.compliance.store.sql.Ids;
import dev.assent.compliance.store.sql.IdsStatement;
import dev.assent.compliance.store.sql.Sql;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Persons that were merged are one: what was said to or by one of them counts for all. Each keeps
 * its own row and keys, so that a merge can be undone and an erasure finds every key.
 *
 * @param roots of every person of the page and of all that are one with them; most are their own
 * @param states what stands against each root, by all who are one with it and by lists that
 *     disagree
 * @param withdrawals of each root, by all who are one with it
 */
public record MergedPersons(
    Map<UUID, UUID> roots,
    Map<UUID, SubjectState> states,
    Map<UUID, List<Withdrawal>> withdrawals) {

  private static final SubjectState NOTHING = new SubjectState(Set.of(), Set.of());

  /**
   * A word that ends consents given up to then.
   *
   * @param purposes empty for all
   */
  public record Withdrawal(GrantScope scope, Set<Purpose> purposes, Instant at) {
    public boolean ends(Grant grant) {
      return scope == grant.scope() && !grant.grantedAt().isAfter(at);
    }
  }

  private static final String NOTHING_MORE =
      ", '' AS scope, '' AS purposes, CAST(NULL AS TIMESTAMP(6) WITH TIME ZONE) AS at";

  /** Nearly always nothing at all, so it is asked at once; each part by an index of its own. */
  private static final IdsStatement STANDING =
      new IdsStatement(
          (all, _) ->
              "SELECT 'M' AS kind, merged_into AS id"
                  + NOTHING_MORE
                  + " FROM person"
                  + all.in("id")
                  + " AND merged_into IS NOT NULL"
                  + " UNION ALL SELECT 'M' AS kind, merged_into AS id"
                  + NOTHING_MORE
                  + " FROM person"
                  + all.in("merged_into")
                  + " UNION ALL SELECT 'D' AS kind, person_id AS id"
                  + NOTHING_MORE
                  + " FROM dispute"
                  + all.in("person_id")
                  + " AND settled_at IS NULL AND load_id IN (SELECT load_id FROM batch)"
                  + " UNION ALL SELECT 'W' AS kind, person_id AS id, scope, purposes, at"
                  + " FROM withdrawal"
                  + all.in("person_id"));

  public static MergedPersons of(Sql sql, Set<UUID> persons) throws SQLException {
    MergedPersons found = new MergedPersons(new HashMap<>(), new HashMap<>(), new HashMap<>());
    persons.forEach(person -> found.roots.put(person, person));
    Set<UUID> merged = new LinkedHashSet<>();
    found.read(sql, persons, merged);
    if (!merged.isEmpty()) {
      found.join(sql, merged);
      found.withdrawals.clear();
      found.read(sql, Set.copyOf(found.roots.keySet()), merged);
    }
    return found;
  }

  private void read(Sql sql, Set<UUID> persons, Set<UUID> merged) throws SQLException {
    Ids all = new Ids(persons);
    List<Object> parameters = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      parameters.addAll(all.parameters());
    }
    sql.each(
        STANDING.of(all),
        row -> {
          UUID id = Sql.id(row, "id");
          switch (row.getString("kind")) {
            case "M" -> merged.add(id);
            case "D" -> add(root(id), new SubjectState(Set.of(Restriction.DISPUTED), Set.of()));
            default ->
                withdrawals
                    .computeIfAbsent(root(id), _ -> new ArrayList<>())
                    .add(
                        new Withdrawal(
                            GrantScope.valueOf(row.getString("scope")),
                            PurposeColumn.purposes(row.getString("purposes")),
                            Sql.at(row, "at")));
          }
        },
        parameters.toArray());
  }

  private void join(Sql sql, Set<UUID> merged) throws SQLException {
    Ids all = new Ids(merged);
    String columns = "SELECT p.id, p.merged_into, " + PersonMarks.COLUMNS + " FROM person p";
    List<Object> parameters = new ArrayList<>(all.parameters());
    parameters.addAll(all.parameters());
    sql.each(
        columns + all.in("p.id") + " UNION ALL " + columns + all.in("p.merged_into"),
        row -> {
          UUID id = Sql.id(row, "id");
          UUID into = row.getObject("merged_into", UUID.class);
          UUID root = into == null ? id : into;
          roots.put(id, root);
          add(root, PersonMarks.state(row));
        },
        parameters.toArray());
  }

  private void add(UUID root, SubjectState more) {
    states.merge(root, more, MergedPersons::union);
  }

  private static SubjectState union(SubjectState one, SubjectState other) {
    Set<Restriction> restrictions = EnumSet.noneOf(Restriction.class);
    restrictions.addAll(one.restrictions());
    restrictions.addAll(other.restrictions());
    Set<Flag> flags = EnumSet.noneOf(Flag.class);
    flags.addAll(one.flags());
    flags.addAll(other.flags());
    return new SubjectState(restrictions, flags, one.quiet().and(other.quiet()));
  }

  /** A contact as that of whoever its person is one with. */
  public ContactReader.Row as(ContactReader.Row row) {
    UUID root = root(row.contact().personId());
    return new ContactReader.Row(
        row.known().map(contact -> contact.of(root)), row.numberId(), with(root, row.subject()));
  }

  /** Everybody whose facts count. */
  public Set<UUID> all() {
    return roots.keySet();
  }

  /** An id that is no person's of the page is its own. */
  public UUID root(UUID person) {
    return roots.getOrDefault(person, person);
  }

  public SubjectState stateOf(UUID person) {
    return states.getOrDefault(root(person), NOTHING);
  }

  /** The same with what stands in the person's own row. */
  public SubjectState with(UUID person, SubjectState own) {
    SubjectState more = stateOf(person);
    return more.equals(NOTHING) ? own : union(own, more);
  }

  public Collection<Withdrawal> withdrawalsOf(UUID root) {
    return withdrawals.getOrDefault(root, List.of());
  }

  /** Everybody who is one with whom is locked: what one of them says counts for each. */
  public static Set<UUID> together(Tx tx, Tx.Locked locked) throws SQLException {
    return Set.copyOf(together(tx.sql(), locked.person()));
  }

  /** All who are one with that person, them included; locks nobody. */
  public static Set<UUID> together(Sql sql, UUID person) throws SQLException {
    return MergedPersons.of(sql, Set.of(person)).all();
  }
}
