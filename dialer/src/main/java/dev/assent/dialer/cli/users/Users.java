package dev.assent.dialer.cli.users;

import dev.assent.compliance.access.Role;
import dev.assent.compliance.access.RoleConflict;
import dev.assent.dialer.Exit;
import dev.assent.dialer.Message;
import dev.assent.dialer.UserError;
import dev.assent.dialer.cli.command.Arguments;
import dev.assent.dialer.keys.User;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** People as they are named on the command line: {@code dave:SECURITY+AUDITOR}. */
public final class Users {
  private static final String FORM = "NAME:ROLE[+ROLE…], roles " + List.of(Role.values());

  private Users() {}

  /** Somebody a home is made with, and what they may do. */
  public record Named(String name, Set<Role> roles) {}

  /**
   * @throws dev.assent.dialer.UserError exit 2 unless it reads NAME:ROLE[+ROLE…]
   */
  public static Named parse(String option, String text) {
    return Arguments.parse(option, text, Users::parse);
  }

  /**
   * Nobody has both halves of a control.
   *
   * @throws UserError exit 2 for roles that do not go together
   */
  public static void requireTogether(Named person) {
    List<RoleConflict> conflicts = RoleConflict.in(person.roles());
    if (!conflicts.isEmpty()) {
      throw new UserError(
          Exit.USAGE,
          Message.of("user.conflict", person.name(), Message.of(code(conflicts.getFirst()))),
          null);
    }
  }

  private static String code(RoleConflict conflict) {
    return "conflict." + conflict.name().toLowerCase(Locale.ROOT);
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
