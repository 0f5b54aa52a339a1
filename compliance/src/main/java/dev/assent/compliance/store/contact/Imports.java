package dev.assent.compliance.store.contact;

import dev.assent.compliance.access.NotAllowed;
import dev.assent.compliance.store.commit.Commits;
import dev.assent.compliance.store.commit.RegisterKind;
import dev.assent.compliance.store.nodes.Cluster;
import dev.assent.compliance.store.register.Registered;
import dev.assent.compliance.store.seal.Protection;
import dev.assent.compliance.store.sql.Sql;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Takes contact lists. A list is staged and then counts as a whole, or not at all (2.4). */
public final class Imports {
  private static final int DELETE_AT_ONCE = 5_000;

  private final Commits commits;
  private final Commits.Source source;
  private final Protection protection;
  private final UUID controllerId;
  private final Runnable listsChanged;

  public Imports(
      Commits commits,
      Commits.Source source,
      Protection protection,
      UUID controllerId,
      Runnable listsChanged) {
    this.commits = commits;
    this.source = source;
    this.protection = protection;
    this.controllerId = controllerId;
    this.listsChanged = listsChanged;
  }

  /** A list as it was imported. */
  public record Batch(UUID id, UUID sourceId, String fileSha256, long rows, Instant importedAt) {}

  /**
   * Begins a list. Another import of the same file for the same source replaces its contacts under
   * the same ids.
   *
   * @param fileSha256 of the file, lower hex
   * @throws NotAllowed when the source is not registered
   */
  public ImportBatch begin(UUID sourceId, String fileSha256, String actor) throws NotAllowed {
    return begin(sourceId, fileSha256, actor, ImportBatch.ROWS_AT_ONCE);
  }

  /**
   * @param lot rows a transaction
   */
  public ImportBatch begin(UUID sourceId, String fileSha256, String actor, int lot)
      throws NotAllowed {
    UUID loadId = source.id();
    Optional<UUID> batchId = stage(sourceId, fileSha256, loadId);
    ImportBatch.Target target =
        new ImportBatch.Target(
            batchId.orElseThrow(
                () -> new NotAllowed("no such source: `assent source add` comes first")),
            loadId,
            sourceId,
            fileSha256,
            controllerId,
            actor);
    return new ImportBatch(commits, source, protection, this, target, lot);
  }

  private Optional<UUID> stage(UUID sourceId, String fileSha256, UUID loadId) {
    return commits.persistently(
        tx -> {
          Sql sql = tx.sql();
          if (Registered.body(sql, RegisterKind.SOURCE, sourceId.toString()).isEmpty()) {
            return Optional.<UUID>empty();
          }
          lockBeginning(sql);
          sql.update("INSERT INTO idle_load (load_id, node_id) VALUES (?, ?)", loadId, node());
          return Optional.of(
              sql.first(
                      "SELECT id FROM batch WHERE source_id = ? AND file_sha256 = ?",
                      row -> Sql.id(row, "id"),
                      sourceId,
                      fileSha256)
                  .orElseGet(source::id));
        });
  }

  /**
   * Keys of people whose contacts are gone must not be destroyed while a list that may bring them
   * again already counts on those keys, whichever node takes it in. When this is true none begins
   * before the transaction ends.
   */
  public static boolean noneBegins(Sql sql) throws SQLException {
    lockBeginning(sql);
    return sql.first("SELECT load_id FROM idle_load", row -> Sql.id(row, "load_id")).isEmpty();
  }

  private static void lockBeginning(Sql sql) throws SQLException {
    sql.list("SELECT journal_id FROM home FOR UPDATE", row -> Sql.id(row, "journal_id"));
  }

  /** All lists that count, the oldest first. */
  public List<Batch> batches() {
    return commits
        .database()
        .transaction(
            sql ->
                sql.list(
                    "SELECT id, source_id, file_sha256, row_count, imported_at FROM batch"
                        + " ORDER BY imported_at, id",
                    row ->
                        new Batch(
                            Sql.id(row, "id"),
                            Sql.id(row, "source_id"),
                            row.getString("file_sha256"),
                            row.getLong("row_count"),
                            Sql.at(row, "imported_at"))));
  }

  void switched() {
    listsChanged.run();
    dropIdle(Optional.empty());
  }

  /** Deletes contacts of loads that never counted or no longer do. */
  public void dropIdle(Optional<UUID> only) {
    List<UUID> idle =
        only.map(List::of)
            .orElseGet(
                () ->
                    commits
                        .database()
                        .transaction(
                            sql ->
                                sql.list(
                                    "SELECT load_id FROM idle_load WHERE load_id NOT IN"
                                        + " (SELECT load_id FROM batch)"
                                        + " AND (node_id IS NULL OR node_id = ?)",
                                    row -> Sql.id(row, "load_id"),
                                    node())));
    idle.forEach(this::drop);
  }

  private @Nullable UUID node() {
    return commits.cluster().map(Cluster::id).orElse(null);
  }

  private void drop(UUID loadId) {
    while (commits.database().transaction(sql -> dropSome(sql, loadId)) > 0) {
      // Some thousand rows a transaction, so that nobody waits long behind it.
    }
    // The files go first: a row that is left names one that is gone, and never the other way round.
    commits
        .database()
        .transaction(
            sql ->
                sql.list(
                    "SELECT evidence_id FROM consent_grant WHERE load_id = ?"
                        + " AND evidence_id IS NOT NULL",
                    row -> Sql.id(row, "evidence_id"),
                    loadId))
        .forEach(protection.evidence()::remove);
    commits
        .database()
        .transaction(
            sql -> {
              sql.update("DELETE FROM dispute WHERE load_id = ?", loadId);
              sql.update("DELETE FROM consent_grant WHERE load_id = ?", loadId);
              return sql.update("DELETE FROM idle_load WHERE load_id = ?", loadId);
            });
  }

  /**
   * All up to the last of the next some: by their ids in an IN, H2 finds them anew for each row.
   */
  private static int dropSome(Sql sql, UUID loadId) throws SQLException {
    List<UUID> next =
        sql.list(
            "SELECT id FROM contact WHERE load_id = ? ORDER BY load_id, id LIMIT " + DELETE_AT_ONCE,
            row -> Sql.id(row, "id"),
            loadId);
    return next.isEmpty()
        ? 0
        : sql.update("DELETE FROM contact WHERE load_id = ? AND id <= ?", loadId, next.getLast());
  }
}
