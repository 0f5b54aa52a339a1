package dev.assent.dialer.keys;

import dev.assent.compliance.access.Role;
import java.util.EnumSet;
import java.util.Set;

/**
 * Somebody about to be named in a home.
 *
 * @param passphrase at least {@link #LEAST_PASSPHRASE} characters; wiped by whoever made it
 */
@SuppressWarnings("ArrayRecordComponent") // secrets and keys are bytes; never compared
public record NewUser(String name, Set<Role> roles, char[] passphrase) {
  public static final int LEAST_PASSPHRASE = 12;

  public NewUser {
    roles = Set.copyOf(EnumSet.copyOf(roles));
    passphrase = passphrase.clone();
  }
}
