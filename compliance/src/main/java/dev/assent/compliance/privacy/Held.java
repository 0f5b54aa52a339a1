package dev.assent.compliance.privacy;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What one key of the ledger keeps readable of a person.
 *
 * @param keyRow row of the key, or of share B, in the key ledger
 * @param recording null unless the kind says so
 * @param records how many rows or files
 * @param from when the youngest of them began to be kept: floors count from there
 * @param campaigns whose packs say how long; empty when none called
 * @param proofs files that are removed with it
 */
public record Held(
    HeldKind kind,
    UUID person,
    long keyRow,
    @Nullable UUID recording,
    long records,
    Instant from,
    Set<UUID> campaigns,
    List<UUID> proofs) {
  public Held {
    campaigns = Set.copyOf(campaigns);
    proofs = List.copyOf(proofs);
  }
}
