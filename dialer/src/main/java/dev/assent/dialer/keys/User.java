package dev.assent.dialer.keys;

import dev.assent.compliance.access.Role;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Set;

/**
 * A named person.
 *
 * @param name as it appears in every entry; 1..32 of a-z 0-9 . _ -
 * @param roles at least one
 * @param publicKey raw Ed25519 key, 32 bytes: checks what this person signed
 */
@SuppressWarnings("ArrayRecordComponent") // secrets and keys are bytes; never compared
public record User(String name, Set<Role> roles, byte[] publicKey) {
  public User {
    if (!isName(name)) {
      throw new IllegalArgumentException("not a user name: " + name);
    }
    if (roles.isEmpty()) {
      throw new IllegalArgumentException("a user needs a role");
    }
    roles = Set.copyOf(EnumSet.copyOf(roles));
    publicKey = publicKey.clone();
  }

  public static boolean isName(String name) {
    return name.matches("[a-z0-9][a-z0-9._-]{0,31}");
  }

  @Override
  public byte[] publicKey() {
    return publicKey.clone();
  }

  /** This person as approvals and registers know them. */
  public dev.assent.compliance.access.User access() {
    return new dev.assent.compliance.access.User(
        name, roles, HexFormat.of().formatHex(publicKey), true);
  }

  public boolean hasAny(Set<Role> wanted) {
    return roles.stream().anyMatch(wanted::contains);
  }

  /** QA people hold no slot of the operators' keyset unless they have another role too. */
  public boolean opensOperatorKeyset() {
    return roles.stream().anyMatch(role -> role != Role.QA && role != Role.AUDITOR);
  }
}
