package dev.assent.compliance.access;

import java.util.Set;

/**
 * A named person who works with Assent.
 *
 * @param name what commands and entries call them, 1 to 100 characters
 * @param publicKey Ed25519, as hex; checks what they sign
 * @param active false once they left or were frozen
 */
public record User(String name, Set<Role> roles, String publicKey, boolean active) {
  public User {
    roles = Set.copyOf(roles);
    if (name.isBlank() || name.length() > 100) {
      throw new IllegalArgumentException("a user name has 1 to 100 characters");
    }
  }

  public boolean mayApprove() {
    return active && roles.stream().anyMatch(Role::approves);
  }
}
