package dev.assent.compliance.policy;

import static dev.assent.compliance.policy.DialKeys.longest;
import static dev.assent.compliance.policy.DialKeys.shortest;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Suppression lists, retention, people's rights, incidents, and where data may be. */
public final class DataKeys {

  /** How far a refusal reaches. Strictest first. */
  public enum DncScope {
    GLOBAL,
    GROUP,
    CONTROLLER
  }

  public static final PolicyKey<DncScope> DNC_SCOPE =
      PolicyKey.of("dnc.scope", (y, k) -> y.choice(k, DncScope.class), Stricter::first);

  /** Lists of others that must be looked at, and how many days old each may be (R21). */
  public static final PolicyKey<Map<String, Integer>> DNC_EXTERNAL_LISTS =
      PolicyKey.of("dnc.externalLists", DataKeys::lists, Stricter::smallest).orElse(Map.of());

  /** Lists of hospitals, emergency and guest-room lines, and their age in days (R14). */
  public static final PolicyKey<Map<String, Integer>> DNC_PROTECTED_LISTS =
      PolicyKey.of("dnc.protectedLists", DataKeys::lists, Stricter::smallest).orElse(Map.of());

  /** Whether it must be known that the number has not changed hands since the consent (R13). */
  public static final PolicyKey<Boolean> DNC_REASSIGNED = ConsentKeys.demand("dnc.reassignedCheck");

  /** Days that knowledge may be old. */
  public static final PolicyKey<Integer> DNC_REASSIGNED_AGE =
      shortest("dnc.reassignedMaxAgeDays", 1, 3650);

  /** Seconds until a refusal holds everywhere. */
  public static final PolicyKey<Integer> DNC_HONOUR_SEC = shortest("dnc.honourWithinSec", 1, 86400);

  /** Years a refusal is kept at least. Assent keeps it without end. */
  public static final PolicyKey<Integer> DNC_KEEP_YEARS = longest("dnc.keepForYears", 1, 100);

  public static final PolicyKey<Keep> RETENTION_CONTACT = keep("retention.contact");
  public static final PolicyKey<Keep> RETENTION_RECORDING = keep("retention.recording");
  public static final PolicyKey<Keep> RETENTION_CONSENT = keep("retention.consent");
  public static final PolicyKey<Keep> RETENTION_LOG = keep("retention.log");
  public static final PolicyKey<Keep> RETENTION_CDR = keep("retention.cdr");
  public static final PolicyKey<Keep> RETENTION_CERTIFICATE = keep("retention.certificate");

  /** Working days to answer. */
  public static final PolicyKey<Integer> RIGHTS_ACCESS = shortest("rights.access", 1, 365);

  public static final PolicyKey<Integer> RIGHTS_CORRECT = shortest("rights.correct", 1, 365);

  /** Working days by the house clock; the law's is {@link #RIGHTS_DELETE_OUTER}. */
  public static final PolicyKey<Integer> RIGHTS_DELETE = shortest("rights.delete", 1, 365);

  public static final PolicyKey<Integer> RIGHTS_DELETE_OUTER =
      shortest("rights.deleteOuter", 1, 365);

  /** Days until it is gone from backups too. */
  public static final PolicyKey<Integer> RIGHTS_DELETE_DAYS = shortest("rights.deleteDays", 1, 365);

  /** Working days to answer a complaint. */
  public static final PolicyKey<Integer> RIGHTS_COMPLAINT = shortest("rights.complaint", 1, 365);

  /** Regions whose calendars count working days: the earliest deadline counts. */
  public static final PolicyKey<Set<String>> RIGHTS_CALENDAR =
      PolicyKey.of(
          "rights.calendar", (y, k) -> Set.of(PolicyPackFile.region(y, k)), Stricter::union);

  /** Hours until work on an incident has started. */
  public static final PolicyKey<Integer> INCIDENT_START = shortest("incident.startHours", 1, 720);

  /** Hours until the authority knows of a grave one. */
  public static final PolicyKey<Integer> INCIDENT_REPORT = shortest("incident.reportHours", 1, 720);

  /** Hours until the authority knows of any other. */
  public static final PolicyKey<Integer> INCIDENT_REPORT_OUTER =
      shortest("incident.reportOuterHours", 1, 720);

  public static final PolicyKey<Integer> INCIDENT_REVIEW = shortest("incident.reviewDays", 1, 365);

  /** Regions in which the data may be. */
  public static final PolicyKey<Set<String>> RESIDENCY =
      PolicyKey.of("residency", DataKeys::regions, Stricter::common);

  static final List<PolicyKey<?>> ALL =
      List.of(
          DNC_SCOPE,
          DNC_EXTERNAL_LISTS,
          DNC_PROTECTED_LISTS,
          DNC_REASSIGNED,
          DNC_REASSIGNED_AGE,
          DNC_HONOUR_SEC,
          DNC_KEEP_YEARS,
          RETENTION_CONTACT,
          RETENTION_RECORDING,
          RETENTION_CONSENT,
          RETENTION_LOG,
          RETENTION_CDR,
          RETENTION_CERTIFICATE,
          RIGHTS_ACCESS,
          RIGHTS_CORRECT,
          RIGHTS_DELETE,
          RIGHTS_DELETE_OUTER,
          RIGHTS_DELETE_DAYS,
          RIGHTS_COMPLAINT,
          RIGHTS_CALENDAR,
          INCIDENT_START,
          INCIDENT_REPORT,
          INCIDENT_REPORT_OUTER,
          INCIDENT_REVIEW,
          RESIDENCY);

  private DataKeys() {}

  private static PolicyKey<Keep> keep(String path) {
    return PolicyKey.of(path, Keep::read, Keep::and);
  }

  private static Map<String, Integer> lists(YamlMapping yaml, String key) {
    Map<String, Integer> lists = new TreeMap<>();
    yaml.mappings(
        key,
        each -> {
          each.only("name", "maxAgeDays");
          if (lists.put(each.text("name"), each.integer("maxAgeDays", 1, 3650)) != null) {
            throw each.error("name", "stands here a second time; remove one");
          }
          return each;
        });
    return Map.copyOf(lists);
  }

  private static Set<String> regions(YamlMapping yaml, String key) {
    List<String> regions = yaml.texts(key);
    if (regions.isEmpty() || !regions.stream().allMatch(r -> r.matches("[A-Z]{2}"))) {
      throw yaml.error(key, "must be regions of two capital letters such as CN");
    }
    return Set.copyOf(regions);
  }
}
