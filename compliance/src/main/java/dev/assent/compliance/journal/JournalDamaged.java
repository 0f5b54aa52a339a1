package dev.assent.compliance.journal;

/** The journal cannot be trusted: nothing may be dialed on it, and nothing was changed. */
public final class JournalDamaged extends RuntimeException {
  private final transient Verification.Damaged finding;

  JournalDamaged(Verification.Damaged finding) {
    super(
        "journal damaged: %s at byte %d, entry %d%s: %s. Restore it from journal.mirror or a backup"
            .formatted(
                finding.file(),
                finding.offset(),
                finding.position(),
                finding.id().map(id -> " (" + id + ")").orElse(""),
                finding.why()));
    this.finding = finding;
  }

  public Verification.Damaged finding() {
    return finding;
  }
}
