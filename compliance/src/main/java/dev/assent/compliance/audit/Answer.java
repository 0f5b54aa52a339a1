package dev.assent.compliance.audit;

import java.util.List;
import java.util.Map;

/**
 * What the journal says to one question.
 *
 * @param figures name and value, in the order they are to be read
 * @param rows further lines of a table, such as denials by day; each the same keys
 * @param findings what should not be; none is what an auditor hopes for
 * @param limits codes of what this recount cannot see, such as {@code territories}
 */
public record Answer(
    Map<String, Object> figures,
    List<Map<String, Object>> rows,
    List<AuditFinding> findings,
    List<String> limits) {}
