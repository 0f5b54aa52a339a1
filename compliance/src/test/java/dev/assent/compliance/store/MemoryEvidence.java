package dev.assent.compliance.store;

import dev.assent.compliance.consent.SealedEvidence;
import dev.assent.compliance.store.seal.EvidenceFiles;
import dev.assent.compliance.store.seal.Sha256;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** Proofs in memory, which a test may take away or change. */
public final class MemoryEvidence implements EvidenceFiles {
  public final Map<UUID, byte[]> files = new ConcurrentHashMap<>();

  @Override
  public void keep(UUID id, byte[] sealed) {
    files.put(id, sealed.clone());
  }

  @Override
  public Optional<byte[]> read(UUID id) {
    return Optional.ofNullable(files.get(id));
  }

  @Override
  public SealedEvidence.State state(UUID id, String sha256) {
    byte[] file = files.get(id);
    if (file == null) {
      return SealedEvidence.State.MISSING;
    }
    return Sha256.of(file).equals(sha256)
        ? SealedEvidence.State.INTACT
        : SealedEvidence.State.ALTERED;
  }

  @Override
  public void remove(UUID id) {
    files.remove(id);
  }
}
