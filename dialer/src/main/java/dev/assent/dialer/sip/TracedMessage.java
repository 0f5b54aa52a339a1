package dev.assent.dialer.sip;

import dev.assent.dialer.sip.address.Target;
import dev.assent.dialer.sip.message.Redaction;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * One message as it may be shown and logged: what it is and where it stands in its call, with every
 * telephone number masked and nothing of its body.
 *
 * @param sent by us
 * @param peer the other side
 * @param callId as on the wire, but for numbers in one that is not ours
 * @param startLine request line or status line
 * @param cseq number and method
 * @param notes headers that say more, e.g. {@code Reason: Q.850;cause=17}
 */
public record TracedMessage(
    boolean sent, Target peer, String callId, String startLine, String cseq, List<String> notes) {
  public TracedMessage {
    notes = List.copyOf(notes);
  }

  static TracedMessage of(boolean sent, Target peer, byte[] message) {
    Redaction text = Redaction.of(new String(message, StandardCharsets.UTF_8));
    return new TracedMessage(
        sent, peer, text.callId(), text.startLine(), text.cseq(), text.notes());
  }

  /**
   * For example {@code 1f2e3d4c --> 192.0.2.1:5060/UDP INVITE sip:+861*******0002@… (1 INVITE)}.
   */
  public String line() {
    String call = callId.length() <= 8 ? callId : callId.substring(0, 8);
    StringBuilder line = new StringBuilder(160);
    line.append(call).append(sent ? " --> " : " <-- ").append(peer).append("  ").append(startLine);
    line.append(" (").append(cseq).append(')');
    notes.forEach(note -> line.append("  ").append(note));
    return line.toString();
  }
}
