package dev.assent.compliance.requirements;

import java.util.List;
import java.util.Locale;

/**
 * One duty (requirements, section 1).
 *
 * @param id such as {@code A-26}
 * @param binds {@code S} the system, {@code P} a process, {@code H} people; empty for a remark
 * @param references rules, commands and files that meet it; what is missing begins with {@code not
 *     yet:}
 * @param tests that name the id, as {@code Class.method}
 * @param ruleTests that name a rule it is met by
 */
public record RequirementEntry(
    String id,
    String binds,
    Met met,
    List<String> references,
    String english,
    String chinese,
    List<String> tests,
    List<String> ruleTests) {

  /** How a duty is met. */
  public enum Met {
    /** Judged before or during each call. */
    RULE,
    /** Built in; nobody can switch it off. */
    MECHANISM,
    COMMAND,
    REGISTER,
    REPORT,
    /** People must do it: a tool keeps papers and reminds, and claims no more. */
    ORGANISATIONAL,
    NOT_YET,
    /** Nothing to do. */
    NOTE
  }

  public RequirementEntry {
    references = List.copyOf(references);
    tests = List.copyOf(tests);
    ruleTests = List.copyOf(ruleTests);
  }

  public String title(Locale locale) {
    return locale.getLanguage().equals(Locale.CHINESE.getLanguage()) ? chinese : english;
  }
}
