package dev.assent.dialer.cli;

import dev.assent.compliance.access.Role;
import dev.assent.dialer.keys.User;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** People as they are named on the command line: {@code alice:OPERATOR+AUDITOR}. */
final class Users {
  private static final String FORM = "NAME:ROLE[+ROLE…], roles " + List.of(Role.values());

  private Users() {}

  record Named(String name, Set<Role> roles) {}

  /**
   * @throws dev.assent.dialer.UserError exit 2 unless it reads NAME:ROLE[+ROLE…]
   */
  static Named parse(String option, String text) {
    return Arguments.parse(option, text, Users::parse);
  }

  private static Named parse(String text) {
    String[] parts = text.split(":", 2);
    if (parts.length < 2 || !User.isName(parts[0])) {
      throw new IllegalArgumentException(FORM);
    }
    Set<Role> roles = EnumSet.noneOf(Role.class);
    for (String role : parts[1].split("\\+")) {
      try {
        roles.add(Role.valueOf(role.toUpperCase(Locale.ROOT)));
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(FORM, e);
      }
    }
    return new Named(parts[0], roles);
  }
}
