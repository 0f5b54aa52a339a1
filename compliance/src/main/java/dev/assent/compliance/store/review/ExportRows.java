package dev.assent.compliance.store.review;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.assent.compliance.export.Export;
import dev.assent.compliance.export.ExportOrder;
import dev.assent.compliance.export.Place;
import dev.assent.compliance.journal.JournalEntry;
import dev.assent.compliance.store.commit.Json;
import dev.assent.compliance.store.commit.Payloads;
import dev.assent.compliance.store.seal.Sha256;
import dev.assent.compliance.store.sql.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Exports and the words about them, as rows. */
public record ExportRows(Sql sql) {
  private static final String SELECT =
      "SELECT id, body, openings, opened_by, made_sha256, made_bytes, made_files, made_by,"
          + " made_at"
          + " FROM export_order";

  public void requested(UUID controllerId, JournalEntry entry, Payloads.ExportRequested wish)
      throws SQLException {
    sql.update(
        "INSERT INTO export_order (id, controller_id, attempt_id, body, mark, requested_at,"
            + " openings) VALUES (?, ?, ?, ?, ?, ?, 0)",
        entry.about(),
        controllerId,
        wish.attemptId(),
        wish.body(),
        wish.mark(),
        entry.at());
  }

  public void decided(JournalEntry entry, Payloads.ExportDecided word) throws SQLException {
    sql.update(
        "INSERT INTO export_word (id, export_id, user_name, place, self_approved, signature,"
            + " reason, at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        entry.id(),
        entry.about(),
        entry.actor(),
        word.place(),
        word.selfApproved(),
        word.signature(),
        word.reason(),
        entry.at());
  }

  public void opened(JournalEntry entry) throws SQLException {
    sql.update(
        "UPDATE export_order SET openings = openings + 1, opened_by = ? WHERE id = ?",
        entry.actor(),
        entry.about());
  }

  public void made(JournalEntry entry, Payloads.ExportMade made) throws SQLException {
    sql.update(
        "UPDATE export_order SET made_sha256 = ?, made_bytes = ?, made_files = ?, made_by = ?,"
            + " made_at = ?"
            + " WHERE id = ? AND made_at IS NULL",
        made.sha256(),
        made.bytes(),
        Json.write(made.files()),
        entry.actor(),
        entry.at(),
        entry.about());
  }

  /** All, the oldest first. */
  List<Export> all() throws SQLException {
    List<Export> all = new ArrayList<>();
    for (UUID id :
        sql.list(
            "SELECT id FROM export_order ORDER BY requested_at, id", row -> Sql.id(row, "id"))) {
      find(id).ifPresent(all::add);
    }
    return all;
  }

  Optional<Export> find(UUID id) throws SQLException {
    return found(SELECT + " WHERE id = ?", id);
  }

  /** The same, which nobody changes until the transaction ends. */
  Optional<Export> locked(UUID id) throws SQLException {
    return found(SELECT + " WHERE id = ? FOR UPDATE", id);
  }

  private Optional<Export> found(String select, UUID id) throws SQLException {
    Optional<Export> bare = sql.first(select, ExportRows::bare, id);
    if (bare.isEmpty()) {
      return bare;
    }
    List<Export.Word> words =
        sql.list(
            "SELECT user_name, place, self_approved, signature, reason, at FROM export_word"
                + " WHERE export_id = ? ORDER BY at, id",
            ExportRows::word,
            id);
    Export found = bare.get();
    return Optional.of(
        new Export(
            found.order(), found.hash(), words, found.openings(), found.openedBy(), found.made()));
  }

  /** Hex of the seed of its mark. */
  Optional<String> mark(UUID id) throws SQLException {
    return sql.first(
        "SELECT mark FROM export_order WHERE id = ?", row -> row.getString("mark"), id);
  }

  private static Export bare(ResultSet row) throws SQLException {
    String body = row.getString("body");
    @Nullable Instant madeAt = Sql.atOrNull(row, "made_at");
    return new Export(
        Json.read(body, ExportOrder.class),
        Sha256.of(body.getBytes(UTF_8)),
        List.of(),
        row.getInt("openings"),
        row.getString("opened_by"),
        madeAt == null
            ? null
            : new Export.Made(
                row.getString("made_sha256"),
                row.getLong("made_bytes"),
                files(row.getString("made_files")),
                row.getString("made_by"),
                madeAt));
  }

  @SuppressWarnings("unchecked") // written by made() above
  private static Map<String, String> files(String json) {
    return Json.read(json, Map.class);
  }

  private static Export.Word word(ResultSet row) throws SQLException {
    @Nullable String place = row.getString("place");
    return new Export.Word(
        row.getString("user_name"),
        place == null ? null : Place.valueOf(place),
        row.getBoolean("self_approved"),
        row.getString("signature"),
        row.getString("reason"),
        Sql.at(row, "at"));
  }
}
