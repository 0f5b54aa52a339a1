package dev.assent.compliance.access;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Somebody's access to data through a page, as the access log keeps it (A-23, B-11).
 *
 * @param user who
 * @param roles they had, joined by {@code +}
 * @param kind what was done to the data
 * @param action the page's act, {@code qa.reveal}
 * @param entity the recording, contact … it was about; null for a list
 * @param field what was seen of it, {@code number}; null for the whole
 * @param purpose one of R52; null where none is asked
 * @param caseId of the complaint or dispute; null for none
 * @param session the page's session
 * @param device a digest of the browser's own secret
 * @param address where the browser was
 * @param result {@code ALLOWED}, or why not
 */
public record Access(
    String user,
    String roles,
    Kind kind,
    String action,
    @Nullable UUID entity,
    @Nullable String field,
    @Nullable String purpose,
    @Nullable String caseId,
    UUID session,
    String device,
    String address,
    String result) {
  public static final String ALLOWED = "ALLOWED";

  /** What an access does. */
  public enum Kind {
    VIEW,
    QUERY,
    EDIT,
    REVEAL,
    PLAY,
    EXPORT,
    DELETE
  }
}
