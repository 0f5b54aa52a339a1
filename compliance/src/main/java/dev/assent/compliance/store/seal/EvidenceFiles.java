package dev.assent.compliance.store.seal;

import dev.assent.compliance.consent.SealedEvidence;
import java.util.Optional;
import java.util.UUID;

/** Where proofs of consent lie, sealed. Any thread. */
public interface EvidenceFiles {
  /** Keeps a new file; on return it lasts through a power cut. */
  void keep(UUID id, byte[] sealed);

  Optional<byte[]> read(UUID id);

  /**
   * What became of a file.
   *
   * @param sha256 of the file as it was kept, lower hex
   */
  SealedEvidence.State state(UUID id, String sha256);

  /** Removes a file nothing rests on any more. Idempotent. */
  void remove(UUID id);
}
