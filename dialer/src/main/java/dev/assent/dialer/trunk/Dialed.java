package dev.assent.dialer.trunk;

import dev.assent.dialer.call.Call;
import java.util.List;

/** How dialling one number ended. Whoever reads it must face every case. */
public sealed interface Dialed {
  /** Somebody, or something, picked up; the caller owns the call and closes it. */
  record Answered(Call call) implements Dialed {}

  /**
   * 486, 600, or another answer whose Reason says so.
   *
   * @param rang whether an 18x was seen: it then counts as a call (spec §2.4)
   */
  record Busy(int status, boolean rang) implements Dialed {}

  /** It rang, or may have, and nobody picked up in time; or 480, 408 after ringing. */
  record NoAnswer() implements Dialed {}

  /**
   * The network or the callee said no.
   *
   * @param disposition what it means
   * @param status the SIP status, 300 to 699
   * @param phrase its reason phrase, as sent
   * @param reasons Reason headers, as sent (Q.850 and SIP causes; kept for redress)
   * @param callInfo Call-Info headers, as sent: of a 608, who blocked and how to reach them
   * @param rang whether an 18x was seen: it then counts as a call (spec §2.4)
   */
  record Rejected(
      Disposition disposition,
      int status,
      String phrase,
      List<String> reasons,
      List<String> callInfo,
      boolean rang)
      implements Dialed {}

  /**
   * We gave up before an answer.
   *
   * @param forRefusal a refusal of the same person arrived while it rang (R20)
   * @param rang whether an 18x was seen
   */
  record Cancelled(boolean forRefusal, boolean rang) implements Dialed {}

  /** The answer carried no sound we can speak: hung up at once. */
  record NoCommonSound(String why) implements Dialed {}

  /** It may have rung. Counted, never dialled again by software. */
  record Unknown(String cause) implements Dialed {}

  /** Not one byte left this machine: proven unsent. */
  record NotSent(String cause) implements Dialed {}
}
