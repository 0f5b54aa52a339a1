package dev.assent.compliance;

import dev.assent.compliance.policy.Purpose;
import java.time.Instant;
import java.util.List;
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
    @Nullable PreNotice preNotice) {

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
   */
  public record Pacing(int callsPerSecond, int concurrency) {}

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
    productClasses = productClasses == null ? Set.of() : Set.copyOf(productClasses);
  }
}
