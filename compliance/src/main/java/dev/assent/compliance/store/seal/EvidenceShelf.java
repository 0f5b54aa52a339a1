package dev.assent.compliance.store.seal;

import dev.assent.compliance.consent.SealedEvidence;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.UUID;

/**
 * Seals proofs of consent and opens them again. A file is {@code "AEV1" | row of the key (i64) |
 * sealed}, so that it opens without the database, and erasing the key erases it in every copy.
 */
public final class EvidenceShelf {
  private static final int MAGIC = 0x41455631;
  private static final int HEADER = Integer.BYTES + Long.BYTES;

  private final ColumnCipher cipher;
  private final EvidenceFiles files;

  public EvidenceShelf(Protection protection) {
    this.cipher = protection.cipher();
    this.files = protection.evidence();
  }

  /**
   * On return it lasts.
   *
   * @param keyRow the person's evidence key
   */
  public SealedEvidence keep(UUID id, long keyRow, byte[] proof) {
    byte[] sealed = cipher.seal(keyRow, cell(id), proof);
    byte[] file =
        ByteBuffer.allocate(HEADER + sealed.length)
            .putInt(MAGIC)
            .putLong(keyRow)
            .put(sealed)
            .array();
    files.keep(id, file);
    return new SealedEvidence(id, Sha256.of(file), SealedEvidence.State.INTACT);
  }

  public SealedEvidence asFound(SealedEvidence kept) {
    return new SealedEvidence(kept.id(), kept.sha256(), files.state(kept.id(), kept.sha256()));
  }

  /** Empty when the file is gone or its key was destroyed. */
  public Optional<byte[]> open(UUID id) {
    return files
        .read(id)
        .filter(file -> file.length > HEADER)
        .flatMap(
            file -> {
              ByteBuffer bytes = ByteBuffer.wrap(file);
              if (bytes.getInt() != MAGIC) {
                throw new IllegalStateException("evidence " + id + " is not a sealed proof");
              }
              long keyRow = bytes.getLong();
              byte[] sealed = new byte[bytes.remaining()];
              bytes.get(sealed);
              return cipher.open(keyRow, cell(id), sealed);
            });
  }

  public void remove(UUID id) {
    files.remove(id);
  }

  private static String cell(UUID id) {
    return "evidence|" + id;
  }
}
