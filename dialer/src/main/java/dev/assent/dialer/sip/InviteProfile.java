package dev.assent.dialer.sip;

import org.jspecify.annotations.Nullable;

/**
 * What a trunk's carrier wants in every INVITE.
 *
 * @param identity where the caller number stands besides From; it is the same number
 * @param privacyNone {@code Privacy: none}: the caller number shall be shown (RFC 3323). There is
 *     no way to ask for the opposite (D-d)
 * @param sessionTimer null: no session timer unless the far end insists (422)
 * @param largeInvites an INVITE of more than 1300 bytes may go over UDP (RFC 3261 section 18.1.1)
 */
public record InviteProfile(
    AssertedIdentity identity,
    boolean privacyNone,
    @Nullable SessionTimer sessionTimer,
    ReliableProvisional reliableProvisional,
    boolean largeInvites) {

  /** Nothing is asked. */
  public static final InviteProfile PLAIN =
      new InviteProfile(AssertedIdentity.NONE, false, null, ReliableProvisional.OFF, false);
}
