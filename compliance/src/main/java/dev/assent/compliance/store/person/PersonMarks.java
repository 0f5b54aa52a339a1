package dev.assent.compliance.store.person;

import dev.assent.compliance.SubjectState;
import dev.assent.compliance.SubjectState.Flag;
import dev.assent.compliance.SubjectState.Restriction;
import dev.assent.compliance.journal.EntryType;
import dev.assent.compliance.journal.JournalEntry;
import dev.assent.compliance.policy.QuietTimes;
import dev.assent.compliance.store.commit.Payloads;
import dev.assent.compliance.store.sql.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Restrictions and flags in a person's row: names, sorted, separated by commas. */
public record PersonMarks(Sql sql) {

  /** What {@link #state} reads of a person {@code p}. */
  public static final String COLUMNS = "p.restricted, p.flags, p.tombstone_at, p.quiet";

  /**
   * Under the person's lock, or while a database is rebuilt.
   *
   * @throws IllegalArgumentException for an entry of another type
   */
  public void apply(JournalEntry entry, Payloads.Marked marked) throws SQLException {
    String column = column(entry.type());
    Set<String> marks = new TreeSet<>(stored(column, entry.subject().person()));
    if (sets(entry.type())) {
      marks.addAll(marked.marks());
    } else {
      marked.marks().forEach(marks::remove);
    }
    sql.update(
        "UPDATE person SET " + column + " = ? WHERE id = ?",
        marks.isEmpty() ? null : String.join(",", marks),
        entry.subject().person());
  }

  /** Under the person's lock, or while a database is rebuilt. */
  public void restrict(UUID person, Restriction restriction) throws SQLException {
    Set<String> marks = new TreeSet<>(stored("restricted", person));
    if (marks.add(restriction.name())) {
      sql.update("UPDATE person SET restricted = ? WHERE id = ?", String.join(",", marks), person);
    }
  }

  private static String column(EntryType type) {
    return type == EntryType.PERSON_RESTRICTED || type == EntryType.PERSON_RELEASED
        ? "restricted"
        : "flags";
  }

  /** Whether entries of that type set marks, and do not take them away. */
  static boolean sets(EntryType type) {
    return type == EntryType.PERSON_RESTRICTED || type == EntryType.PERSON_FLAGGED;
  }

  private List<String> stored(String column, UUID person) throws SQLException {
    return sql.first(
            "SELECT " + column + " AS marks FROM person WHERE id = ?",
            row -> split(row.getString("marks")).toList(),
            person)
        .orElse(List.of());
  }

  private static Stream<String> split(@Nullable String marks) {
    return marks == null ? Stream.of() : Stream.of(marks.split(","));
  }

  /**
   * @param row with {@link #COLUMNS}
   * @throws IllegalArgumentException for a name this release does not know; nobody is called then
   */
  public static SubjectState state(ResultSet row) throws SQLException {
    Set<Restriction> restrictions = EnumSet.noneOf(Restriction.class);
    split(row.getString("restricted")).map(Restriction::valueOf).forEach(restrictions::add);
    if (row.getObject("tombstone_at") != null) {
      restrictions.add(Restriction.ERASED);
    }
    Set<Flag> known = EnumSet.noneOf(Flag.class);
    split(row.getString("flags")).map(Flag::valueOf).forEach(known::add);
    return new SubjectState(restrictions, known, quiet(row.getString("quiet")));
  }

  /** Times as they are stored, null for none. */
  public static QuietTimes quiet(@Nullable String stored) {
    return stored == null ? QuietTimes.NONE : QuietTimes.parse(stored);
  }

  /** Under the person's lock, or while a database is rebuilt: the person's last word. */
  public void asked(JournalEntry entry, Payloads.Asked asked) throws SQLException {
    sql.update(
        "UPDATE person SET quiet = ? WHERE id = ?",
        asked.quiet().isEmpty() ? null : asked.quiet(),
        entry.subject().person());
  }
}
