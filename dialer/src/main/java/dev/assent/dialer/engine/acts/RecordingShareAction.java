package dev.assent.dialer.engine.acts;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assent.compliance.access.Access;
import dev.assent.compliance.access.Role;
import dev.assent.dialer.Message;
import dev.assent.dialer.engine.socket.ActRefused;
import dev.assent.dialer.engine.socket.ShareGrant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Set;
import java.util.UUID;

/** Share B of one recording for one access: purpose and case are asked, R52. */
public final class RecordingShareAction implements PageAction {
  static final String NAME = "recording.share";
  private static final Set<String> PURPOSES =
      Set.of("QUALITY", "TRAINING", "DISPUTE", "COMPLIANCE");

  private final ShareDesk desk;

  public RecordingShareAction(ShareDesk desk) {
    this.desk = desk;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Set<Role> roles() {
    return Set.of(Role.QA);
  }

  @Override
  public Access.Kind kind() {
    return Access.Kind.PLAY;
  }

  @Override
  public ObjectNode handle(ObjectNode body, PageActor actor) {
    ShareGrant grant = desk.release(recording(body), actor.user(), why(body));
    try {
      return JsonNodeFactory.instance
          .objectNode()
          // As text: a node of bytes would hold the very array that is wiped below.
          .put("share", Base64.getEncoder().encodeToString(grant.shareB()))
          .put("position", grant.journalPosition());
    } finally {
      Arrays.fill(grant.shareB(), (byte) 0);
    }
  }

  /**
   * A purpose, and a case after a space where there is one (R52).
   *
   * @throws ActRefused PURPOSE or CASE
   */
  public static String why(ObjectNode body) {
    String purpose = body.path("purpose").asText();
    String caseId = body.path("caseId").asText();
    if (!PURPOSES.contains(purpose) || caseId.length() > 100) {
      throw ActRefused.of("PURPOSE", Message.of("page.purpose"), null);
    }
    if (caseId.isBlank() && (purpose.equals("DISPUTE") || purpose.equals("COMPLIANCE"))) {
      throw ActRefused.of("CASE", Message.of("page.case"), null);
    }
    return (purpose + " " + caseId).strip();
  }

  private static UUID recording(ObjectNode body) {
    try {
      return UUID.fromString(body.path("recording").asText());
    } catch (IllegalArgumentException e) {
      throw ActRefused.of("BAD_REQUEST", Message.of("page.bad_request"), null);
    }
  }
}
