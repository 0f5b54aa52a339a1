package dev.assent.compliance.store;

import dev.assent.compliance.access.NotAllowed;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Takes contact lists. A list is staged and then counts as a whole, or not at all (2.4). */
public final class Imports {
  private static final int DELETE_AT_ONCE = 5_000;

  private final Commits commits;
  private final Commits.Source source;
  private final Protection protection;
  private final UUID controllerId;
  private final Runnable listsChanged;

  Imports(
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
  ImportBatch begin(UUID sourceId, String fileSha256, String actor, int lot) throws NotAllowed {
    UUID loadId = source.id();
    Optional<UUID> batchId =
        commits
            .database()
            .transaction(
                sql -> {
                  if (Registered.body(sql, RegisterKind.SOURCE, sourceId.toString()).isEmpty()) {
                    return Optional.<UUID>empty();
                  }
                  sql.update("INSERT INTO idle_load (load_id) VALUES (?)", loadId);
                  return Optional.of(
                      sql.first(
                              "SELECT id FROM batch WHERE source_id = ? AND file_sha256 = ?",
                              row -> Sql.id(row, "id"),
                              sourceId,
                              fileSha256)
                          .orElseGet(source::id));
                });
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
  void dropIdle(Optional<UUID> only) {
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
                                        + " (SELECT load_id FROM batch)",
                                    row -> Sql.id(row, "load_id"))));
    idle.forEach(this::drop);
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

  private static int dropSome(Sql sql, UUID loadId) throws SQLException {
    return sql.update(
        "DELETE FROM contact WHERE load_id = ? AND id IN"
            + " (SELECT id FROM contact WHERE load_id = ? LIMIT "
            + DELETE_AT_ONCE
            + ")",
        loadId,
        loadId);
  }
}
