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
 * @param sealTo X-Wing public key, 1216 bytes: what is sealed to it this person alone opens
 */
@SuppressWarnings("ArrayRecordComponent") // secrets and keys are bytes; never compared
public record User(String name, Set<Role> roles, byte[] publicKey, byte[] sealTo) {
  public User {
    if (!isName(name)) {
      throw new IllegalArgumentException("not a user name: " + name);
    }
    if (roles.isEmpty()) {
      throw new IllegalArgumentException("a user needs a role");
    }
    roles = Set.copyOf(EnumSet.copyOf(roles));
    publicKey = publicKey.clone();
    sealTo = sealTo.clone();
  }

  public static boolean isName(String name) {
    return name.matches("[a-z0-9][a-z0-9._-]{0,31}");
  }

  @Override
  public byte[] publicKey() {
    return publicKey.clone();
  }

  @Override
  public byte[] sealTo() {
    return sealTo.clone();
  }

  /** Names both keys, for people to compare: 16 hex digits. */
  public String fingerprint() {
    return HexFormat.of().formatHex(Hashes.sha256(publicKey, sealTo), 0, 8);
  }

  /** This person as approvals and registers know them. */
  public dev.assent.compliance.access.User access() {
    return new dev.assent.compliance.access.User(
        name, roles, HexFormat.of().formatHex(publicKey), true);
  }

  public boolean hasAny(Set<Role> wanted) {
    return roles.stream().anyMatch(wanted::contains);
  }

  /** People who only listen, take down, audit or run the machine hold nothing that opens keys. */
  public boolean opensOperatorKeyset() {
    return roles.stream().anyMatch(Role::opensKeys);
  }
}
