package dev.assent.compliance.store.sql;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/**
 * Whose rows a statement asks for: a few each by a parameter, thousands as one array. In a long IN,
 * H2 looks through all of it for each row, and each length is another statement to parse.
 */
public record Ids(Collection<UUID> ids) {
  private static final int FEW = 3;

  /** How many different texts {@link #in} of one column can be. */
  static final int SHAPES = FEW + 1;

  /** Which of them it is, from 0. */
  int shape() {
    return ids.size() <= FEW ? ids.size() : 0;
  }

  /** Follows the last table of the statement; more conditions may follow with AND. */
  public String in(String column) {
    return shape() > 0
        ? " WHERE " + column + " IN (" + Sql.marks(ids.size()) + ")"
        : " JOIN UNNEST(CAST(? AS UUID ARRAY)) AS wanted(wanted_id) ON "
            + column
            + " = wanted.wanted_id WHERE TRUE";
  }

  /** For each {@link #in} of the statement. */
  public List<Object> parameters() {
    return shape() > 0 ? new ArrayList<>(ids) : List.of((Object) ids.toArray(UUID[]::new));
  }
}
