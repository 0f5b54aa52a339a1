package dev.assent.compliance.rules;

import static dev.assent.compliance.ReasonCode.SOURCE_BANNED;
import static dev.assent.compliance.ReasonCode.SOURCE_UNPROVEN;
import static dev.assent.compliance.ReasonCode.SUPPLIER_EXPIRED;

import dev.assent.compliance.Facts;
import dev.assent.compliance.Found.Present;
import dev.assent.compliance.SourceProof;
import dev.assent.compliance.SourceProof.Clause;
import dev.assent.compliance.SourceProof.Document;
import dev.assent.compliance.SourceProof.DocumentKind;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.Set;

/**
 * R18: the data comes from a lawful source, with its papers, reviewed by a second person.
 */
public final class R18SourceProof implements Rule {

  @Override
  public String id() {
    return "R18";
  }

  @Override
  public void judge(Facts facts, Objections objections) {
    if (!(facts.source() instanceof Present<SourceProof>(var source))) {
      objections.deny(SOURCE_UNPROVEN, "no source");
      return;
    }
    reviewed(facts, source, objections);
    Set<DocumentKind> missing = required(source.type());
    source.documents().forEach(document -> missing.remove(document.kind()));
    if (!missing.isEmpty()) {
      objections.deny(SOURCE_UNPROVEN, "without " + missing);
    }
    if (source.type().fromAnother() && source.contractClauses().size() < Clause.values().length) {
      objections.deny(SOURCE_UNPROVEN, "contract with only " + source.contractClauses());
    }
    if (source.noticeVersion().isBlank()) {
      objections.deny(SOURCE_UNPROVEN, "no notice was given");
    }
    inDate(facts.today(), source, objections);
  }

  private static void reviewed(Facts facts, SourceProof source, Objections objections) {
    switch (source.state()) {
      case REVOKED -> objections.deny(SOURCE_BANNED, "revoked");
      case DRAFT -> objections.deny(SOURCE_UNPROVEN, "not reviewed");
      case REVIEWED -> {
        if (source.reviewer() == null
            || source.reviewedAt() == null
            || source.reviewedAt().isAfter(facts.now())) {
          objections.deny(SOURCE_UNPROVEN, "not reviewed");
        } else if (broughtBy(source, source.reviewer()) && !source.selfReviewed()) {
          objections.deny(SOURCE_UNPROVEN, "reviewed by its creator");
        }
      }
    }
  }

  private static boolean broughtBy(SourceProof source, String reviewer) {
    return reviewer.equals(source.creator())
        || source.documents().stream().anyMatch(paper -> reviewer.equals(paper.addedBy()));
  }

  private static Set<DocumentKind> required(SourceProof.Type type) {
    return switch (type) {
      case PURCHASED, PARTNER ->
          EnumSet.of(DocumentKind.DATA_SOURCE_PROOF, DocumentKind.BUSINESS_LICENCE);
      case OWN_HISTORY -> EnumSet.of(DocumentKind.DATA_SOURCE_PROOF);
      case SELF_WEB, SELF_PAPER, SELF_CALL -> EnumSet.of(DocumentKind.COLLECTION_FORM);
    };
  }

  private static void inDate(LocalDate today, SourceProof source, Objections objections) {
    if (today.isAfter(source.validTo())) {
      objections.deny(SUPPLIER_EXPIRED, "to be reviewed again by " + source.validTo());
    }
    for (Document document : source.documents()) {
      LocalDate validTo = document.validTo();
      if (validTo != null && today.isAfter(validTo)) {
        objections.deny(SUPPLIER_EXPIRED, document.kind() + " valid to " + validTo);
      }
    }
  }
}
