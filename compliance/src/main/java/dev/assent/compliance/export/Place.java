package dev.assent.compliance.export;

import dev.assent.compliance.access.Role;
import dev.assent.compliance.access.User;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** Whose word an export needs: one of each, by two people (R53, B-13). */
public enum Place {
  /** Whoever answers for the business and its law. */
  DEPARTMENT,
  SECURITY;

  /** One of these fills it. */
  public Set<Role> roles() {
    return switch (this) {
      case DEPARTMENT -> Set.of(Role.COMPLIANCE, Role.LEGAL);
      case SECURITY -> Set.of(Role.SECURITY);
    };
  }

  /** Those that somebody may fill; none for who has left or is frozen. */
  public static List<Place> of(User user) {
    return Arrays.stream(values())
        .filter(place -> user.active() && user.roles().stream().anyMatch(place.roles()::contains))
        .toList();
  }
}
