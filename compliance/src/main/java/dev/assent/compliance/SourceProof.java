package dev.assent.compliance;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Where contacts come from, and the proof that it is lawful.
 *
 * @param supplier who provided the data; empty for our own collection
 * @param noticeVersion the privacy notice people saw
 * @param validTo last day before the supplier must be reviewed again
 * @param reviewer who reviewed it; null while nobody has
 * @param selfReviewed true when the only user of a sole home reviewed their own source
 */
public record SourceProof(
    UUID id,
    String name,
    Type type,
    String supplier,
    List<Document> documents,
    Set<Clause> contractClauses,
    LocalDate collectedAt,
    String noticeVersion,
    LocalDate validTo,
    State state,
    String creator,
    @Nullable String reviewer,
    @Nullable Instant reviewedAt,
    boolean selfReviewed) {

  /** Closed on purpose: bought black data, scraping and swapping have no name here. */
  public enum Type {
    SELF_WEB,
    SELF_PAPER,
    SELF_CALL,
    PURCHASED,
    PARTNER,
    OWN_HISTORY;

    /** Whether the data was somebody else's before. */
    public boolean fromAnother() {
      return this == PURCHASED || this == PARTNER;
    }
  }

  public enum State {
    DRAFT,
    REVIEWED,
    REVOKED
  }

  public enum Clause {
    LEGALITY,
    SECRECY,
    LIABILITY
  }

  public enum DocumentKind {
    DATA_SOURCE_PROOF,
    BUSINESS_LICENCE,
    CONTRACT,
    COLLECTION_FORM
  }

  /**
   * @param sha256 lower hex
   * @param validTo last day of validity; null when it does not run out
   * @param addedBy who attached it later; null when it came with the source
   */
  public record Document(
      DocumentKind kind, String sha256, @Nullable LocalDate validTo, @Nullable String addedBy) {

    /** One that came with the source. */
    public Document(DocumentKind kind, String sha256, @Nullable LocalDate validTo) {
      this(kind, sha256, validTo, null);
    }
  }

  /** With one more paper: what was reviewed is another thing now. */
  public SourceProof with(Document document) {
    List<Document> all = new ArrayList<>(documents);
    all.add(document);
    return new SourceProof(
        id,
        name,
        type,
        supplier,
        all,
        contractClauses,
        collectedAt,
        noticeVersion,
        validTo,
        State.DRAFT,
        creator,
        null,
        null,
        false);
  }

  public SourceProof {
    documents = List.copyOf(documents);
    contractClauses = Set.copyOf(contractClauses);
  }
}
