package dev.assent.compliance.store.commit;

import dev.assent.compliance.access.Approval;
import dev.assent.compliance.journal.EntryType;
import dev.assent.compliance.journal.JournalEntry;
import java.util.UUID;

/** How a second person's signed word stands in the journal, whatever it was given for. */
public final class ApprovalEntry {
  private ApprovalEntry() {}

  /**
   * @param id of the entry; its subject is the approval's own id
   */
  public static JournalEntry of(UUID id, Approval approval) {
    return JournalEntry.operational(
        id,
        EntryType.APPROVED,
        approval.at(),
        approval.approver(),
        approval.id(),
        Json.write(approval));
  }
}
