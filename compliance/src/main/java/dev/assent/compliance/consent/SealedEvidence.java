package dev.assent.compliance.consent;

import java.util.UUID;

/**
 * A proof of consent that is kept here, sealed under the person's evidence key.
 *
 * @param id of the sealed file
 * @param sha256 of the sealed file as it was kept, lower hex
 * @param state what became of it since; only {@link State#INTACT} proves anything
 */
public record SealedEvidence(UUID id, String sha256, State state) {

  public enum State {
    INTACT,
    MISSING,
    ALTERED
  }
}
