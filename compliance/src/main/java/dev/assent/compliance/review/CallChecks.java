package dev.assent.compliance.review;

import java.util.List;
import java.util.Optional;

/** Every check, in the order their findings are told. Any thread. */
public final class CallChecks {
  private static final List<Check> ALL =
      List.of(
          new ConsentBeforeRecording(),
          new KeyAndEvidence(),
          new NoticeAsApproved(),
          new NoticeWhole(),
          new NoticeVerifiable(),
          new IdentityInTime(),
          new RecordingThere(),
          new LostSeconds(),
          new OneWaySound(),
          new Clipping(),
          new Silence(),
          new EarlyHangUp());

  private CallChecks() {}

  /** What is wrong with a call; empty when nothing is. */
  public static List<Finding> of(EndedCall call) {
    return ALL.stream().map(check -> check.look(call)).flatMap(Optional::stream).toList();
  }
}
