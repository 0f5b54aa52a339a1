package dev.assent.dialer.cli.command;

import dev.assent.compliance.access.Approval;
import dev.assent.dialer.cli.output.Printer;
import dev.assent.dialer.engine.EngineContext;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Shows an approval, and loudly so when creator and approver are one. */
public final class Approvals {
  private Approvals() {}

  /** Creator, approver, what was approved, and the mark of one who approved their own. */
  public static void print(EngineContext context, String what, Approval approval) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("approved", what);
    fields.put("creator", approval.creator());
    fields.put("approver", approval.approver());
    fields.put("mark", approval.selfApproved() ? "SELF_APPROVED" : "");
    fields.put("subject", approval.subject());
    new Printer(context.request(), context.terminal()).fields(fields);
  }
}
