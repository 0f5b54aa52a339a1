package dev.assent.compliance.store.commit;

import dev.assent.compliance.journal.JournalEntry;
import dev.assent.compliance.store.seal.ColumnCipher;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** By which blind indexes the number of an entry is known, for rows a database lost. */
public interface Identities {
  /**
   * @param bi null when only the refusal is left of the number
   */
  record Identity(@Nullable String bi, String dncBi) {}

  /** Empty where rows exist, and where an erasure took the answer. */
  Optional<Identity> of(JournalEntry entry);

  /** For live facts: the row was just locked. */
  Identities KNOWN_ROWS = _ -> Optional.empty();

  private static Payloads.Withdrawn withdrawn(JournalEntry entry) {
    return Json.read(entry.refusal().orElseThrow(), Payloads.Withdrawn.class);
  }

  /** Opens payloads, for facts applied again. */
  static Identities fromPayloads(ColumnCipher cipher) {
    return entry ->
        switch (entry.type()) {
          case ATTEMPT_HELD,
              PERSON_RESTRICTED,
              PERSON_RELEASED,
              PERSON_FLAGGED,
              PERSON_UNFLAGGED,
              PERSON_ASKED,
              RIGHT_ASKED,
              TEST_NUMBER_ADDED ->
              entry
                  .person()
                  .flatMap(
                      payload ->
                          cipher.open(
                              payload.keyRow(),
                              PersonPayload.cell(entry.id()),
                              payload.bytes().toByteArray()))
                  .map(json -> PersonPayload.read(json, Payloads.Called.class))
                  .map(called -> new Identity(called.bi(), called.dncBi()));
          case CONSENT_GRANTED, PERSON_MERGED, PERSON_SPLIT ->
              entry
                  .person()
                  .flatMap(
                      payload ->
                          cipher.open(
                              payload.keyRow(),
                              PersonPayload.cell(entry.id()),
                              payload.bytes().toByteArray()))
                  .map(json -> PersonPayload.read(json, Identity.class));
          case CONSENT_WITHDRAWN -> Optional.of(new Identity(null, withdrawn(entry).dncBi()));
          case PERSON_ERASED ->
              entry
                  .refusal()
                  .map(json -> Json.read(json, Payloads.Forgotten.class))
                  .map(forgotten -> new Identity(null, forgotten.dncBi()));
          case OPT_OUT -> Optional.of(new Identity(null, Payloads.Refused.of(entry).dncBi()));
          default -> Optional.empty();
        };
  }
}
