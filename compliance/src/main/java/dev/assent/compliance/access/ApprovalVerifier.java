package dev.assent.compliance.access;

/** Checks a signature with a user's Ed25519 key. */
public interface ApprovalVerifier {
  /** Whether {@code signature} is this user's over {@code message}. */
  boolean verify(User approver, byte[] message, byte[] signature);
}
