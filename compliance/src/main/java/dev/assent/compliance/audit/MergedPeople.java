package dev.assent.compliance.audit;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Who is one with whom, asked in the order of the journal. */
final class MergedPeople {
  private final List<History.Joined> joins;
  private final Map<UUID, UUID> rootOf = new HashMap<>();
  private final Map<UUID, Set<UUID>> members = new HashMap<>();
  private int next;

  MergedPeople(List<History.Joined> joins) {
    this.joins = joins;
  }

  /** All who are one with the person at that position, themselves included. */
  Set<UUID> oneWith(UUID person, long position) {
    for (; next < joins.size() && joins.get(next).position() < position; next++) {
      History.Joined joined = joins.get(next);
      UUID before = rootOf.remove(joined.person());
      if (before != null) {
        members.getOrDefault(before, new HashSet<>()).remove(joined.person());
      }
      joined
          .root()
          .ifPresent(
              root -> {
                rootOf.put(joined.person(), root);
                members.computeIfAbsent(root, _ -> new HashSet<>()).add(joined.person());
              });
    }
    UUID root = rootOf.getOrDefault(person, person);
    Set<UUID> all = new HashSet<>(members.getOrDefault(root, Set.of()));
    all.add(root);
    all.add(person);
    return all;
  }
}
