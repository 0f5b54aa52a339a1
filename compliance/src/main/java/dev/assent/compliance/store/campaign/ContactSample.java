package dev.assent.compliance.store.campaign;

import dev.assent.compliance.store.sql.Sql;
import java.math.BigInteger;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Some contacts from all over a campaign's lists, always the same ones; all of them where there are
 * no more than that.
 */
final class ContactSample {
  /** Places of a list at which some are taken for a sample. */
  private static final int PLACES = 40;

  private ContactSample() {}

  static List<UUID> of(Sql sql, UUID campaignId, int most) throws SQLException {
    List<UUID> all = new ArrayList<>();
    long imported = ListedContacts.imported(sql, campaignId);
    for (UUID load : ListedContacts.loads(sql, campaignId)) {
      all.addAll(
          imported <= most
              ? ListedContacts.page(sql, load, ListedContacts.FIRST, most)
              : spread(sql, load, most, imported));
    }
    return all;
  }

  /** A few after each of some places between its first and its last id. */
  private static List<UUID> spread(Sql sql, UUID load, int most, long imported)
      throws SQLException {
    long size =
        ListedContacts.count(sql, "SELECT COUNT(*) AS n FROM contact c WHERE c.load_id = ?", load);
    int wanted = (int) Math.max(1, most * size / imported);
    Optional<UUID> first = edge(sql, load, false);
    Optional<UUID> last = edge(sql, load, true);
    if (first.isEmpty() || last.isEmpty()) {
      return List.of();
    }
    Set<UUID> found = new LinkedHashSet<>();
    BigInteger from = new BigInteger(Long.toUnsignedString(first.get().getMostSignificantBits()));
    BigInteger to = new BigInteger(Long.toUnsignedString(last.get().getMostSignificantBits()));
    int places = Math.min(wanted, PLACES);
    for (int place = 0; place < places; place++) {
      long high =
          from.add(
                  to.subtract(from)
                      .multiply(BigInteger.valueOf(place))
                      .divide(BigInteger.valueOf(places)))
              .longValue();
      found.addAll(ListedContacts.page(sql, load, new UUID(high, 0), Math.ceilDiv(wanted, places)));
    }
    return List.copyOf(found);
  }

  private static Optional<UUID> edge(Sql sql, UUID load, boolean last) throws SQLException {
    String order = last ? " DESC" : "";
    return sql.first(
        "SELECT id FROM contact WHERE load_id = ? ORDER BY load_id"
            + order
            + ", id"
            + order
            + " LIMIT 1",
        row -> Sql.id(row, "id"),
        load);
  }
}
