package dev.assent.compliance;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
   * @param kept whether the paper itself was brought, or only its hash is known
   */
  public record Document(
      DocumentKind kind,
      String sha256,
      @Nullable LocalDate validTo,
      @Nullable String addedBy,
      boolean kept) {

    /** One that came with the source: its hash. */
    public Document(DocumentKind kind, String sha256, @Nullable LocalDate validTo) {
      this(kind, sha256, validTo, null, false);
    }

    /** One that was brought itself. */
    public static Document brought(
        DocumentKind kind, String sha256, @Nullable LocalDate validTo, String by) {
      return new Document(kind, sha256, validTo, by, true);
    }
  }

  /** The paper with that hash, if the source has it. */
  public Optional<Document> document(String sha256) {
    return documents.stream().filter(document -> document.sha256().equals(sha256)).findFirst();
  }

  /** After a paper was brought that the source names already: nothing it says is another. */
  public SourceProof withKept(String sha256) {
    return new SourceProof(
        id,
        name,
        type,
        supplier,
        documents.stream()
            .map(
                had ->
                    had.sha256().equals(sha256)
                        ? new Document(had.kind(), sha256, had.validTo(), had.addedBy(), true)
                        : had)
            .toList(),
        contractClauses,
        collectedAt,
        noticeVersion,
        validTo,
        state,
        creator,
        reviewer,
        reviewedAt,
        selfReviewed);
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
