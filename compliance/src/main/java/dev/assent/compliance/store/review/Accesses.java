package dev.assent.compliance.store.review;

import dev.assent.compliance.access.Access;
import dev.assent.compliance.access.NotAllowed;
import dev.assent.compliance.access.Role;
import dev.assent.compliance.access.User;
import dev.assent.compliance.journal.EntryType;
import dev.assent.compliance.journal.Journal;
import dev.assent.compliance.journal.JournalEntry;
import dev.assent.compliance.store.commit.Commits;
import dev.assent.compliance.store.commit.Json;
import dev.assent.compliance.store.commit.Payloads;
import dev.assent.compliance.store.sql.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Who came in through the pages, what they did there, and who may not (A-22, A-23, R54). What a
 * method writes is in the journal, forced, when it returns. Any thread.
 */
public final class Accesses {
  private static final String FREEZE =
      "SELECT id, user_name, cause, at, compliance_by, security_by FROM account_freeze";

  private final Commits commits;
  private final Commits.Source source;
  private final Journal journal;

  public Accesses(Commits commits, Commits.Source source, Journal journal) {
    this.commits = commits;
    this.source = source;
    this.journal = journal;
  }

  /**
   * An account that may do nothing.
   *
   * @param complianceBy who of COMPLIANCE has said that it may again; null for nobody yet
   * @param securityBy the same of SECURITY
   */
  public record Freeze(
      UUID id,
      String user,
      String cause,
      Instant at,
      @Nullable String complianceBy,
      @Nullable String securityBy) {}

  /** One line of the access log. */
  public record Logged(UUID id, Instant at, Access access) {}

  /** Writes an access down, before anything is given out. */
  public void accessed(Access access) {
    write(EntryType.ACCESS, access.user(), access.entity(), access);
  }

  /** Somebody signed in with a code of that time step; no step counts twice. */
  public void sessionBegun(UUID session, String user, String device, String address, long step) {
    write(
        EntryType.SESSION_BEGUN, user, session, new Payloads.CodeUsed(user, step, device, address));
  }

  /** Somebody proved again to be themselves. */
  public void sessionSteppedUp(
      UUID session, String user, String device, String address, long step) {
    write(
        EntryType.SESSION_STEPPED_UP,
        user,
        session,
        new Payloads.CodeUsed(user, step, device, address));
  }

  /**
   * @param cause {@code SIGNED_OUT}, {@code IDLE}, {@code LEFT}, …
   */
  public void sessionEnded(UUID session, String user, String cause) {
    note(EntryType.SESSION_ENDED, user, session, new Payloads.SessionEnded(user, cause));
  }

  /**
   * @param user null when nobody has that name: what was typed may be a passphrase
   */
  public void signInRefused(@Nullable String user, String address, String cause) {
    write(
        EntryType.SIGN_IN_REFUSED,
        user == null ? "nobody" : user,
        null,
        new Payloads.SignInRefused(user, address, cause));
  }

  /** A second factor was given to somebody. */
  public void codeNamed(String user, String by) {
    note(EntryType.CODE_NAMED, by, JournalEntry.NO_ID, new Payloads.CodeNamed(user));
  }

  /** When somebody may try to sign in; long past when now. */
  public Instant shutUntil(@Nullable String user, String address) {
    Instant now = source.now();
    return commits
        .database()
        .transaction(
            sql -> {
              Instant door = AccessRows.shutUntil(sql, AccessRows.Door.ADDRESS, address, now);
              Instant person =
                  user == null
                      ? Instant.MIN
                      : AccessRows.shutUntil(sql, AccessRows.Door.USER, user, now);
              return door.isAfter(person) ? door : person;
            });
  }

  /** The last time step somebody used; −1 for none. */
  public long lastStep(String user) {
    return commits
        .database()
        .transaction(
            sql ->
                sql.first(
                        "SELECT step FROM sign_in_step WHERE user_name = ?",
                        row -> row.getLong("step"),
                        user)
                    .orElse(-1L));
  }

  /** How often somebody did that since then. */
  public long count(String user, Access.Kind kind, Instant since) {
    return commits
        .database()
        .transaction(
            sql ->
                sql.first(
                        "SELECT COUNT(*) AS n FROM access_log WHERE user_name = ? AND kind = ?"
                            + " AND result = 'ALLOWED' AND at > ?",
                        row -> row.getLong("n"),
                        user,
                        kind,
                        since)
                    .orElse(0L));
  }

  /** How often somebody was let do that since then. */
  public long countOf(String user, String action, Instant since) {
    return commits
        .database()
        .transaction(
            sql ->
                sql.first(
                        "SELECT COUNT(*) AS n FROM access_log WHERE user_name = ? AND action = ?"
                            + " AND result = 'ALLOWED' AND at > ?",
                        row -> row.getLong("n"),
                        user,
                        action,
                        since)
                    .orElse(0L));
  }

  /** What was logged since then, the oldest first. */
  public List<Logged> since(Instant since, int atMost) {
    return commits
        .database()
        .transaction(
            sql ->
                sql.list(
                    "SELECT id, at, body FROM access_log WHERE at >= ? ORDER BY at, id LIMIT ?",
                    row ->
                        new Logged(
                            Sql.id(row, "id"),
                            Sql.at(row, "at"),
                            Json.read(row.getString("body"), Access.class)),
                    since,
                    atMost));
  }

  /** Since when somebody has the roles they have; empty before the engine knew them. */
  public Optional<Instant> namedSince(String user) {
    return commits
        .database()
        .transaction(
            sql ->
                sql.first(
                    "SELECT changed_at FROM register WHERE kind = 'USER' AND id = ?",
                    row -> Sql.at(row, "changed_at"),
                    user));
  }

  /** When somebody last gave a right code. */
  public Optional<Instant> lastSignIn(String user) {
    return commits
        .database()
        .transaction(
            sql ->
                sql.first(
                    "SELECT at FROM sign_in_step WHERE user_name = ?",
                    row -> Sql.at(row, "at"),
                    user));
  }

  /**
   * Stops an account (R54). A second freeze while it is frozen adds nothing.
   *
   * @param by who or what noticed
   */
  public void freeze(String user, String cause, String by) {
    commits.run(
        tx -> {
          if (freezeOf(tx.sql(), user).isEmpty()) {
            tx.write(
                entry(EntryType.ACCOUNT_FROZEN, by, source.id(), new Payloads.Frozen(user, cause)));
          }
          return true;
        });
  }

  /** Why somebody may do nothing; empty when they may. */
  public Optional<Freeze> freezeOf(String user) {
    return commits.database().transaction(sql -> freezeOf(sql, user));
  }

  /** Everybody who may do nothing. */
  public List<Freeze> frozen() {
    return commits
        .database()
        .transaction(
            sql ->
                sql.list(FREEZE + " WHERE released_at IS NULL ORDER BY at, id", Accesses::freeze));
  }

  /**
   * One of the two words it takes; with the second the account works again.
   *
   * @param sole in a home of one person, whose word counts for both and for themselves
   * @return whether it works again
   * @throws NotAllowed when it is not frozen, or they may not, or are the same person
   */
  public boolean release(String user, User by, boolean sole) throws NotAllowed {
    boolean compliance = by.roles().contains(Role.COMPLIANCE);
    if (!by.active() || (!compliance && !by.roles().contains(Role.SECURITY))) {
      throw new NotAllowed("COMPLIANCE and SECURITY release an account, each for themselves");
    }
    if (by.name().equals(user) && !sole) {
      throw new NotAllowed("nobody releases their own account");
    }
    Role role = compliance ? Role.COMPLIANCE : Role.SECURITY;
    Optional<Boolean> released =
        commits.run(
            tx -> {
              Optional<Freeze> freeze = freezeOf(tx.sql(), user);
              if (freeze.isEmpty()) {
                return Optional.<Boolean>empty();
              }
              for (Role word : sole ? List.of(Role.COMPLIANCE, Role.SECURITY) : List.of(role)) {
                tx.write(
                    entry(
                        EntryType.ACCOUNT_RELEASED,
                        by.name(),
                        freeze.get().id(),
                        new Payloads.Released(user, word)));
              }
              return Optional.of(freezeOf(tx.sql(), user).isEmpty());
            });
    return released.orElseThrow(() -> new NotAllowed(user + " is not frozen"));
  }

  private static Optional<Freeze> freezeOf(Sql sql, String user) throws SQLException {
    return sql.first(
        FREEZE + " WHERE user_name = ? AND released_at IS NULL", Accesses::freeze, user);
  }

  private static Freeze freeze(ResultSet row) throws SQLException {
    return new Freeze(
        Sql.id(row, "id"),
        row.getString("user_name"),
        row.getString("cause"),
        Sql.at(row, "at"),
        row.getString("compliance_by"),
        row.getString("security_by"));
  }

  private void write(EntryType type, String actor, @Nullable UUID about, Object payload) {
    commits.run(
        tx -> {
          tx.write(entry(type, actor, about == null ? JournalEntry.NO_ID : about, payload));
          return true;
        });
  }

  /** What changes nothing in the database stands in the journal alone. */
  private void note(EntryType type, String actor, UUID about, Object payload) {
    journal.append(List.of(entry(type, actor, about, payload)));
  }

  private JournalEntry entry(EntryType type, String actor, UUID about, Object payload) {
    return JournalEntry.operational(
        source.id(), type, source.now(), actor, about, Json.write(payload));
  }
}
