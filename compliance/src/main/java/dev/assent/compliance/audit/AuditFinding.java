package dev.assent.compliance.audit;

import java.util.UUID;

/**
 * Something that should not be, and where it stands.
 *
 * @param position of the journal's entry, from 0
 * @param entry its id
 * @param code stable, such as {@code OUTSIDE_WINDOW}
 * @param detail figures that explain it; no personal data
 */
public record AuditFinding(long position, UUID entry, String code, String detail) {}
