package dev.assent.compliance.store.commit;

import dev.assent.compliance.CallerNumber;
import dev.assent.compliance.Campaign;
import dev.assent.compliance.Licence;
import dev.assent.compliance.SourceProof;
import dev.assent.compliance.access.User;
import dev.assent.compliance.journal.EntryType;
import dev.assent.compliance.policy.LawFile;
import dev.assent.compliance.script.Hearing;
import dev.assent.compliance.script.Script;

/** What is registered as a whole record, its newest form in one row. */
public enum RegisterKind {
  SOURCE(SourceProof.class, EntryType.SOURCE_CHANGED),
  SCRIPT(Script.class, EntryType.SCRIPT_CHANGED),
  HEARING(Hearing.class, EntryType.SCRIPT_HEARD),
  CALLER_NUMBER(CallerNumber.class, EntryType.CALLER_NUMBER_CHANGED),
  CAMPAIGN(Campaign.class, EntryType.CAMPAIGN_CHANGED),
  LICENCE(Licence.class, EntryType.LICENCE_CHANGED),
  USER(User.class, EntryType.USER_CHANGED),
  LAW(LawFile.class, EntryType.LAW_CHANGED);

  final Class<?> record;
  public final EntryType entry;

  RegisterKind(Class<?> record, EntryType entry) {
    this.record = record;
    this.entry = entry;
  }
}
