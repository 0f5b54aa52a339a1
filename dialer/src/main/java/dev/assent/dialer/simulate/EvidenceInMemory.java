package dev.assent.dialer.simulate;

import dev.assent.compliance.consent.SealedEvidence;
import dev.assent.compliance.store.seal.EvidenceFiles;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** Sealed proofs of a simulated home. Any thread. */
final class EvidenceInMemory implements EvidenceFiles {
  private final Map<UUID, byte[]> files = new ConcurrentHashMap<>();

  @Override
  public void keep(UUID id, byte[] sealed) {
    files.put(id, sealed.clone());
  }

  @Override
  public Optional<byte[]> read(UUID id) {
    return Optional.ofNullable(files.get(id)).map(byte[]::clone);
  }

  @Override
  public SealedEvidence.State state(UUID id, String sha256) {
    return files.containsKey(id) ? SealedEvidence.State.INTACT : SealedEvidence.State.MISSING;
  }

  @Override
  public void remove(UUID id) {
    files.remove(id);
  }
}
