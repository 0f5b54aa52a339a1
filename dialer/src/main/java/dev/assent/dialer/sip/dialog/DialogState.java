package dev.assent.dialer.sip.dialog;

import dev.assent.dialer.sip.message.RequestHead;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.List;

/**
 * A dialog that is up, as it survives a crash.
 *
 * @param local From of our requests, with our tag
 * @param remote To of our requests, with the far end's tag
 * @param target the far end's Contact: Request-URI of our requests
 * @param routes values of the Route headers, topmost first
 * @param cseq of the newest request we sent in it
 */
public record DialogState(
    String callId, String local, String remote, String target, List<String> routes, long cseq) {
  public DialogState {
    routes = List.copyOf(routes);
  }

  public void write(DataOutputStream out) throws IOException {
    out.writeUTF(callId);
    out.writeUTF(local);
    out.writeUTF(remote);
    out.writeUTF(target);
    RequestHead.writeList(out, routes);
    out.writeLong(cseq);
  }

  public static DialogState read(DataInputStream in) throws IOException {
    return new DialogState(
        in.readUTF(),
        in.readUTF(),
        in.readUTF(),
        in.readUTF(),
        RequestHead.readList(in),
        in.readLong());
  }

  /** Says nothing of the numbers. */
  @Override
  public String toString() {
    return "DialogState[callId=" + callId + "]";
  }
}
