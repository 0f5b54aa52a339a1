package dev.assent.dialer.keys;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The opened operator keyset: what the engine needs to dial and to keep its proof. {@link #close}
 * wipes it. Any thread.
 */
public final class OperatorKeys implements AutoCloseable {
  private final byte[] kek;
  private final SecretBag secrets;
  private final List<User> users;

  OperatorKeys(byte[] kek, SecretBag secrets, List<User> users) {
    this.kek = kek.clone();
    this.secrets = secrets;
    this.users = List.copyOf(users);
  }

  /** 32 bytes, a copy the caller owns; CONTROLLER has 16 and a recipient 1216. */
  public byte[] secret(SecretName name) {
    return secrets
        .get(name)
        .orElseThrow(() -> new IllegalStateException("the keyset holds no " + name));
  }

  public SigningKey recorderSigning() {
    return new SigningKey(secret(SecretName.RECORDER_SIGNING));
  }

  public UUID controllerId() {
    var bytes = java.nio.ByteBuffer.wrap(secret(SecretName.CONTROLLER));
    return new UUID(bytes.getLong(), bytes.getLong());
  }

  /** The users as whoever held the keyset last wrote them. */
  public List<User> users() {
    return users;
  }

  public Optional<User> user(String name) {
    return users.stream().filter(user -> user.name().equals(name)).findFirst();
  }

  public PublicRecipients recipients() {
    return new PublicRecipients(
        secrets.get(SecretName.QA_RECIPIENT), secret(SecretName.RECOVERY_RECIPIENT));
  }

  /** What that person's code device counts with, a copy the caller owns; empty without one. */
  public Optional<byte[]> totp(String user) {
    return secrets.totp(user);
  }

  SecretBag secrets() {
    return secrets;
  }

  /** Opens the keyset file again without a passphrase. */
  byte[] kek() {
    return kek.clone();
  }

  @Override
  public void close() {
    Arrays.fill(kek, (byte) 0);
    secrets.close();
  }
}
