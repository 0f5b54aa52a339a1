package dev.assent.compliance.access;

import java.time.Instant;
import java.util.HexFormat;
import java.util.UUID;

/**
 * Creator and approver are two people. A home of a single user is told apart by a mark on each of
 * its approvals.
 *
 * @param sole whether the home was made for one user
 */
public record FourEyes(boolean sole, ApprovalVerifier verifier) {
  /**
   * Checks an approval and gives it its form.
   *
   * @throws NotAllowed when the approver lacks the role, is the creator, or did not sign this
   */
  public Approval approve(
      UUID id,
      Approval.Kind kind,
      String subject,
      String creator,
      User approver,
      byte[] signature,
      Instant at)
      throws NotAllowed {
    boolean self = creator.equals(approver.name());
    if (!approver.mayApprove()) {
      throw new NotAllowed(approver.name() + " has no role that approves");
    }
    if (self && !sole) {
      throw new NotAllowed("whoever made it may not approve it: ask another user");
    }
    if (!verifier.verify(approver, Approval.message(kind, subject, approver.name()), signature)) {
      throw new NotAllowed("the signature does not fit: sign what is shown now");
    }
    return new Approval(
        id, kind, subject, creator, approver.name(), self, HexFormat.of().formatHex(signature), at);
  }
}
