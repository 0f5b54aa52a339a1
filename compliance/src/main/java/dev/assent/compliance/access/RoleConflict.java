package dev.assent.compliance.access;

import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** Roles nobody may have both of: one half of each control is worth nothing in the same hands. */
public enum RoleConflict {
  /** Who makes a campaign, a script or a list never approves one. */
  CREATOR_AND_APPROVER,

  /** Who looks after the machine holds no keys to what is on it. */
  ADMIN_AND_KEYS,

  /** Who listens or takes refusals down opens none of the engine's keys. */
  LISTENER_AND_KEYS,

  /** What needs both of them needs two people. */
  BOTH_SIGNATURES;

  /** Those in one person's roles; empty when they go together. */
  public static List<RoleConflict> in(Set<Role> roles) {
    return Arrays.stream(values()).filter(conflict -> conflict.isIn(roles)).toList();
  }

  private boolean isIn(Set<Role> roles) {
    boolean keys = roles.stream().anyMatch(Role::opensKeys);
    return switch (this) {
      case CREATOR_AND_APPROVER ->
          any(roles, Role.OPERATOR, Role.DATA_ADMIN) && roles.stream().anyMatch(Role::approves);
      case ADMIN_AND_KEYS -> any(roles, Role.SYS_ADMIN) && (keys || any(roles, Role.QA));
      case LISTENER_AND_KEYS -> any(roles, Role.QA, Role.INTAKE, Role.AGENT) && keys;
      case BOTH_SIGNATURES -> any(roles, Role.COMPLIANCE) && any(roles, Role.SECURITY);
    };
  }

  private static boolean any(Set<Role> roles, Role... wanted) {
    return Arrays.stream(wanted).anyMatch(roles::contains);
  }
}
