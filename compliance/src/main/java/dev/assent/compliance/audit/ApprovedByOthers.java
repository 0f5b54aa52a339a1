package dev.assent.compliance.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Q09: every approval is another person's than the creator's and carries their signature, and every
 * campaign that called was approved before it did.
 */
final class ApprovedByOthers {
  /** Before a raw Ed25519 key in an X.509 SubjectPublicKeyInfo (RFC 8410). */
  private static final String ED25519 = "302a300506032b6570032100";

  private ApprovedByOthers() {}

  static Answer answer(History history, Period period) {
    List<AuditFinding> findings = new ArrayList<>();
    List<Map<String, Object>> rows = new ArrayList<>();
    for (History.Approved approved : history.approvals) {
      if (!period.contains(approved.at())) {
        continue;
      }
      JsonNode word = approved.body();
      String creator = word.path("creator").asText();
      String approver = word.path("approver").asText();
      boolean self = word.path("selfApproved").asBoolean();
      if (self) {
        findings.add(finding(approved, "SELF_APPROVED", approver));
      } else if (creator.equals(approver)) {
        findings.add(finding(approved, "APPROVED_BY_CREATOR", approver));
      }
      if (!signed(history, approved)) {
        findings.add(finding(approved, "SIGNATURE_WRONG", approver));
      }
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("at", approved.at());
      row.put("kind", word.path("kind").asText());
      row.put("creator", creator);
      row.put("approver", approver);
      row.put("subject", word.path("subject").asText());
      row.put("journal", approved.position());
      rows.add(row);
    }
    unapproved(history, period, findings);
    return new Answer(Map.of("approvals", rows.size()), rows, findings, List.of());
  }

  private static void unapproved(History history, Period period, List<AuditFinding> findings) {
    Map<UUID, Call> firsts = new HashMap<>();
    history.calls(period).forEach(call -> firsts.putIfAbsent(call.campaign, call));
    firsts.forEach(
        (campaign, first) -> {
          Optional<String> approver =
              history
                  .registered("CAMPAIGN", campaign.toString(), first.position)
                  .map(each -> each.body().path("approver").asText(""))
                  .filter(name -> !name.isEmpty() && !name.equals("null"));
          if (approver.isEmpty()) {
            findings.add(first.finding("CALLED_UNAPPROVED", DeniedCalls.name(history, campaign)));
          }
        });
  }

  private static boolean signed(History history, History.Approved approved) {
    JsonNode word = approved.body();
    String approver = word.path("approver").asText();
    Optional<Registration> user = history.registered("USER", approver, approved.position());
    if (user.isEmpty()) {
      return false;
    }
    String message =
        "assent approval 1\n%s\n%s\n%s\n"
            .formatted(word.path("kind").asText(), word.path("subject").asText(), approver);
    try {
      byte[] key = HexFormat.of().parseHex(ED25519 + user.get().body().path("publicKey").asText());
      Signature signature = Signature.getInstance("Ed25519");
      signature.initVerify(
          KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(key)));
      signature.update(message.getBytes(UTF_8));
      return signature.verify(HexFormat.of().parseHex(word.path("signature").asText()));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      return false;
    }
  }

  private static AuditFinding finding(History.Approved approved, String code, String detail) {
    return new AuditFinding(approved.position(), approved.entry(), code, detail);
  }
}
