package dev.assent.compliance.store.privacy;

import dev.assent.compliance.privacy.DestructionCertificate;
import dev.assent.compliance.privacy.HeldKind;
import dev.assent.compliance.privacy.Medium;
import dev.assent.compliance.store.sql.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Certificates, read from what erasures left. An erasure that is not done has none yet. */
final class CertificateRows {
  private static final String SELECT =
      "SELECT id, cause, request_id, operator, approver, self_approved, done_at, files,"
          + " overwritten, medium, copies_until, final_at FROM erasure WHERE done_at IS NOT NULL";

  private CertificateRows() {}

  static List<DestructionCertificate> all(Sql sql, String condition, Object... parameters)
      throws SQLException {
    Map<UUID, List<DestructionCertificate.Line>> lines = lines(sql, condition, parameters);
    return sql.list(
        SELECT + condition + " ORDER BY done_at, id",
        row -> certificate(row, lines.getOrDefault(Sql.id(row, "id"), List.of())),
        parameters);
  }

  static Optional<DestructionCertificate> find(Sql sql, UUID id) throws SQLException {
    return all(sql, " AND id = ?", id).stream().findFirst();
  }

  static List<DestructionCertificate> of(Sql sql, UUID request) throws SQLException {
    return all(sql, " AND request_id = ?", request);
  }

  private static Map<UUID, List<DestructionCertificate.Line>> lines(
      Sql sql, String condition, Object... parameters) throws SQLException {
    Map<UUID, List<DestructionCertificate.Line>> lines = new HashMap<>();
    sql.each(
        "SELECT i.erasure_id, i.kind, COUNT(*) AS keys_gone, SUM(i.records) AS records_gone"
            + " FROM erasure_item i WHERE i.erasure_id IN (SELECT id FROM erasure"
            + " WHERE done_at IS NOT NULL"
            + condition
            + ") GROUP BY i.erasure_id, i.kind ORDER BY i.erasure_id, i.kind",
        row ->
            lines
                .computeIfAbsent(Sql.id(row, "erasure_id"), _ -> new ArrayList<>())
                .add(
                    new DestructionCertificate.Line(
                        HeldKind.valueOf(row.getString("kind")),
                        row.getInt("keys_gone"),
                        row.getLong("records_gone"))),
        parameters);
    return lines;
  }

  private static DestructionCertificate certificate(
      ResultSet row, List<DestructionCertificate.Line> lines) throws SQLException {
    @Nullable UUID request = row.getObject("request_id", UUID.class);
    return new DestructionCertificate(
        Sql.id(row, "id"),
        row.getString("cause"),
        request,
        Sql.at(row, "done_at"),
        lines,
        row.getString("operator"),
        row.getString("approver"),
        row.getBoolean("self_approved"),
        DestructionCertificate.CRYPTO_ERASE,
        row.getInt("files"),
        row.getInt("overwritten"),
        Medium.valueOf(row.getString("medium")),
        Sql.at(row, "copies_until"),
        Sql.atOrNull(row, "final_at"));
  }
}
