package dev.assent.compliance.store.review;

import dev.assent.compliance.access.Access;
import dev.assent.compliance.access.LockOut;
import dev.assent.compliance.access.Role;
import dev.assent.compliance.journal.JournalEntry;
import dev.assent.compliance.store.commit.Json;
import dev.assent.compliance.store.commit.Payloads;
import dev.assent.compliance.store.sql.Sql;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/** Accesses, mistakes at the door, and frozen accounts. */
public final class AccessRows {
  private AccessRows() {}

  /** Whose door: a person's or an address's. */
  enum Door {
    USER,
    ADDRESS;

    LockOut lockOut() {
      return this == USER ? LockOut.OF_USER : LockOut.OF_ADDRESS;
    }
  }

  private record Failures(int count, Instant lastAt) {}

  public static void accessed(Sql sql, JournalEntry entry, Access access) throws SQLException {
    sql.update(
        "INSERT INTO access_log (id, at, user_name, kind, action, entity, result, body)"
            + " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        entry.id(),
        entry.at(),
        access.user(),
        access.kind(),
        access.action(),
        access.entity(),
        access.result(),
        Json.write(access));
  }

  public static void codeUsed(Sql sql, JournalEntry entry, Payloads.CodeUsed used)
      throws SQLException {
    sql.update("DELETE FROM sign_in_failure WHERE door = 'USER' AND who = ?", used.user());
    int known =
        sql.update(
            "UPDATE sign_in_step SET step = ?, at = ? WHERE user_name = ?",
            used.step(),
            entry.at(),
            used.user());
    if (known == 0) {
      sql.update(
          "INSERT INTO sign_in_step (user_name, step, at) VALUES (?, ?, ?)",
          used.user(),
          used.step(),
          entry.at());
    }
  }

  public static void failed(Sql sql, JournalEntry entry, Payloads.SignInRefused refused)
      throws SQLException {
    if (refused.user() != null) {
      failed(sql, Door.USER, refused.user(), entry.at());
    }
    failed(sql, Door.ADDRESS, refused.address(), entry.at());
  }

  private static void failed(Sql sql, Door door, String who, Instant at) throws SQLException {
    Optional<Failures> before = failures(sql, door, who);
    if (before.isEmpty()) {
      sql.update(
          "INSERT INTO sign_in_failure (door, who, failures, last_at) VALUES (?, ?, 1, ?)",
          door,
          who,
          at);
      return;
    }
    boolean anew = door.lockOut().forgotten(before.get().lastAt(), at);
    sql.update(
        "UPDATE sign_in_failure SET failures = ?, last_at = ? WHERE door = ? AND who = ?",
        anew ? 1 : before.get().count() + 1,
        at,
        door,
        who);
  }

  /** When somebody may try again; long past when nothing is against it. */
  static Instant shutUntil(Sql sql, Door door, String who, Instant now) throws SQLException {
    return failures(sql, door, who)
        .filter(failures -> !door.lockOut().forgotten(failures.lastAt(), now))
        .map(failures -> door.lockOut().until(failures.count(), failures.lastAt()))
        .orElse(Instant.MIN);
  }

  private static Optional<Failures> failures(Sql sql, Door door, String who) throws SQLException {
    return sql.first(
        "SELECT failures, last_at FROM sign_in_failure WHERE door = ? AND who = ?",
        row -> new Failures(row.getInt("failures"), Sql.at(row, "last_at")),
        door,
        who);
  }

  public static void frozen(Sql sql, JournalEntry entry, Payloads.Frozen frozen)
      throws SQLException {
    sql.update(
        "INSERT INTO account_freeze (id, user_name, cause, at) VALUES (?, ?, ?, ?)",
        entry.about(),
        frozen.user(),
        frozen.cause(),
        entry.at());
  }

  public static void released(Sql sql, JournalEntry entry, Payloads.Released released)
      throws SQLException {
    String by = released.role() == Role.SECURITY ? "security_by" : "compliance_by";
    sql.update(
        "UPDATE account_freeze SET " + by + " = ? WHERE id = ? AND released_at IS NULL",
        entry.actor(),
        entry.about());
    sql.update(
        "UPDATE account_freeze SET released_at = ? WHERE id = ? AND released_at IS NULL"
            + " AND compliance_by IS NOT NULL AND security_by IS NOT NULL",
        entry.at(),
        entry.about());
  }
}
