package dev.assent.compliance;

import dev.assent.compliance.policy.Purpose;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A list of calls with one purpose and one script.
 *
 * @param packs names of the policy packs, combined by intersection
 * @param scriptHash hash of the approved script, lower hex
 * @param callerNumbers E.164, each covered by the register; a person is always shown the same one
 * @param from first instant a call may leave
 * @param to first instant no call may leave any more
 * @param selfApproved true when the only user of a sole home approved their own campaign
 * @param productClasses what is offered, in the words packs ban products by, such as {@code
 *     high-risk}
 * @param sensitive whether sensitive data is used, such as health (R24)
 * @param publicDisclosure whether data is made public (R24)
 * @param preNotice what everybody on its lists was told before; null when they were not (E-03)
 * @param thresholds what is expected of its calls; may only make it dial less
 * @param dialling when and how often it dials, and before which others
 * @param recordingMandatory no call while the recorder is not ready, no talk without a recording
 */
public record Campaign(
    UUID id,
    String name,
    Purpose purpose,
    List<String> packs,
    String scriptHash,
    List<String> callerNumbers,
    String trunk,
    Instant from,
    Instant to,
    State state,
    String creator,
    @Nullable String approver,
    boolean selfApproved,
    OnRefuse onRefuse,
    boolean recordingMandatory,
    Pacing pacing,
    Set<String> productClasses,
    boolean sensitive,
    boolean publicDisclosure,
    @Nullable PreNotice preNotice,
    List<Threshold> thresholds,
    Dialling dialling) {

  public enum State {
    DRAFT,
    SUBMITTED,
    APPROVED,
    RUNNING,
    PAUSED,
    DRAINING,
    STOPPED,
    FINISHED
  }

  /** After the callee refused the recording. */
  public enum OnRefuse {
    END,
    CONTINUE
  }

  /**
   * @param callsPerSecond 1–1000
   * @param concurrency calls ringing or up at once, 1–100000
   * @param rampUpSeconds until all calls a second are dialled, after the start and after a rest of
   *     more than a minute; 0–3600
   */
  public record Pacing(int callsPerSecond, int concurrency, int rampUpSeconds) {
    public Pacing(int callsPerSecond, int concurrency) {
      this(callsPerSecond, concurrency, 0);
    }
  }

  /**
   * @param priority of the trunk's calls a second and channels, where several campaigns want them,
   *     each gets in proportion to it; 1–{@value #HIGHEST_PRIORITY}
   * @param schedule the hours it keeps; null for those of the law
   * @param retries at most one for each end of an attempt
   */
  public record Dialling(
      int priority, @Nullable CampaignSchedule schedule, List<RetryStep> retries) {
    public static final int HIGHEST_PRIORITY = 100;
    public static final int USUAL_PRIORITY = 10;

    /** What a file without any of it says. */
    public static final Dialling USUAL = new Dialling(USUAL_PRIORITY, null, List.of());

    public Dialling {
      retries = List.copyOf(retries);
    }

    /** What the file says of calling again after such an end. */
    public Optional<RetryStep> after(RetryStep.After end) {
      return retries.stream().filter(step -> step.after() == end).findFirst();
    }
  }

  /**
   * A message that went to everybody a campaign calls, by SMS or mail, and said that they would be
   * called and recorded.
   *
   * @param id of the sending, as whoever sent it names it
   */
  public record PreNotice(String id, Instant sentAt) {}

  public Campaign {
    packs = List.copyOf(packs);
    callerNumbers = List.copyOf(callerNumbers);
    // Campaigns registered before there were any.
    thresholds = thresholds == null ? List.of() : List.copyOf(thresholds);
    dialling = dialling == null ? Dialling.USUAL : dialling;
    productClasses = productClasses == null ? Set.of() : Set.copyOf(productClasses);
  }

  /** The instant not before this one at which its own hours are open; empty when none is near. */
  public Optional<Instant> opening(Instant from) {
    CampaignSchedule hours = dialling.schedule();
    return hours == null ? Optional.of(from) : hours.nextOpening(from);
  }
}
