package dev.assent.compliance.store.register;

import dev.assent.compliance.Found;
import dev.assent.compliance.store.commit.Json;
import dev.assent.compliance.store.commit.RegisterKind;
import dev.assent.compliance.store.sql.Sql;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Reads registered records. Any thread; the same text is decoded once. */
public final class Registered {
  private static final int DECODED_AT_MOST = 512;

  private final Map<String, Object> decoded = new ConcurrentHashMap<>();

  public <T> Found<T> find(Sql sql, RegisterKind kind, Class<T> type, String id)
      throws SQLException {
    return found(body(sql, kind, id).orElse(null), kind, type);
  }

  /** All of a kind; unreadable when one of them is. */
  public <T> Found<List<T>> every(Sql sql, RegisterKind kind, Class<T> type) throws SQLException {
    try {
      return Found.present(List.copyOf(all(sql, kind, type)));
    } catch (IllegalStateException _) {
      return Found.unreadable("a register entry " + kind + " cannot be read");
    }
  }

  public <T> List<T> all(Sql sql, RegisterKind kind, Class<T> type) throws SQLException {
    return sql.list(
        "SELECT body FROM register WHERE kind = ? ORDER BY changed_at, id",
        row -> decode(row.getString("body"), type),
        kind);
  }

  /**
   * Before what stands there is read to be changed: of two who change it at once, the later one
   * sees what the earlier one made of it. Held until the transaction ends.
   */
  static void lock(Sql sql, RegisterKind kind, String id) throws SQLException {
    sql.list("SELECT id FROM register WHERE kind = ? AND id = ? FOR UPDATE", _ -> true, kind, id);
  }

  public static Optional<String> body(Sql sql, RegisterKind kind, String id) throws SQLException {
    return sql.first(
        "SELECT body FROM register WHERE kind = ? AND id = ?",
        row -> row.getString("body"),
        kind,
        id);
  }

  private <T> Found<T> found(@Nullable String body, RegisterKind kind, Class<T> type) {
    if (body == null) {
      return Found.absent();
    }
    try {
      return Found.present(decode(body, type));
    } catch (IllegalStateException _) {
      return Found.unreadable("the register entry " + kind + " cannot be read");
    }
  }

  private <T> T decode(String body, Class<T> type) {
    if (decoded.size() > DECODED_AT_MOST) {
      decoded.clear();
    }
    return type.cast(decoded.computeIfAbsent(body, text -> Json.read(text, type)));
  }
}
