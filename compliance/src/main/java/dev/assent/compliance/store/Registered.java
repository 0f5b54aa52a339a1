package dev.assent.compliance.store;

import dev.assent.compliance.Found;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Reads registered records. Any thread; the same text is decoded once. */
final class Registered {
  private static final int DECODED_AT_MOST = 512;

  private final Map<String, Object> decoded = new ConcurrentHashMap<>();

  /** Names a record. */
  record Name(RegisterKind kind, String id) {}

  /** Records that were read together. */
  final class Shelf {
    private final Map<Name, String> bodies;

    private Shelf(Map<Name, String> bodies) {
      this.bodies = bodies;
    }

    <T> Found<T> find(RegisterKind kind, Class<T> type, String id) {
      return found(bodies.get(new Name(kind, id)), kind, type);
    }

    /** Those of the kind; unreadable when one of them is. */
    <T> Found<List<T>> all(RegisterKind kind, Class<T> type) {
      List<T> all = new ArrayList<>();
      for (Map.Entry<Name, String> entry : bodies.entrySet()) {
        if (entry.getKey().kind() == kind) {
          switch (found(entry.getValue(), kind, type)) {
            case Found.Present<T>(T record) -> all.add(record);
            case Found.Unreadable<T>(String why) -> {
              return Found.unreadable(why);
            }
            case Found.Absent<T> _ -> {}
          }
        }
      }
      return Found.present(all);
    }
  }

  <T> Found<T> find(Sql sql, RegisterKind kind, Class<T> type, String id) throws SQLException {
    return found(body(sql, kind, id).orElse(null), kind, type);
  }

  /** By one statement: the named ones, and all of a kind. */
  Shelf read(Sql sql, Collection<Name> names, RegisterKind all) throws SQLException {
    String one = "SELECT kind, id, body FROM register WHERE kind = ?";
    List<Object> parameters = new ArrayList<>();
    StringBuilder text = new StringBuilder();
    for (Name name : names) {
      text.append(one).append(" AND id = ? UNION ALL ");
      parameters.add(name.kind());
      parameters.add(name.id());
    }
    text.append(one);
    parameters.add(all);
    Map<Name, String> bodies = new HashMap<>();
    sql.each(
        text.toString(),
        row ->
            bodies.put(
                new Name(RegisterKind.valueOf(row.getString("kind")), row.getString("id")),
                row.getString("body")),
        parameters.toArray());
    return new Shelf(bodies);
  }

  <T> List<T> all(Sql sql, RegisterKind kind, Class<T> type) throws SQLException {
    return sql.list(
        "SELECT body FROM register WHERE kind = ? ORDER BY changed_at, id",
        row -> decode(row.getString("body"), type),
        kind);
  }

  static Optional<String> body(Sql sql, RegisterKind kind, String id) throws SQLException {
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
