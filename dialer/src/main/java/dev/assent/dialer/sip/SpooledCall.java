package dev.assent.dialer.sip;

import dev.assent.dialer.sip.address.Target;
import dev.assent.dialer.sip.dialog.DialogState;
import dev.assent.dialer.sip.message.RequestHead;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * What must survive a crash so that nobody is left hanging: enough to CANCEL an open INVITE and to
 * BYE every dialog. Holds telephone numbers: seal it.
 *
 * @param invite the newest INVITE sent, as a CANCEL must repeat it
 * @param target where it went
 * @param open the INVITE has no final answer yet
 * @param dialogs dialogs that are up
 */
public record SpooledCall(
    RequestHead invite, Target target, boolean open, List<DialogState> dialogs) {
  private static final int VERSION = 2;

  /** Without transport and TLS name: what a release before these may have left open. */
  private static final int UDP_ONLY = 1;

  private static final int DIALOG_LIMIT = 64;

  public SpooledCall {
    dialogs = List.copyOf(dialogs);
  }

  public String callId() {
    return invite.callId();
  }

  public byte[] encode() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
    DataOutputStream out = new DataOutputStream(bytes);
    try {
      out.writeByte(VERSION);
      invite.write(out);
      target.write(out);
      out.writeBoolean(open);
      out.writeByte(dialogs.size());
      for (DialogState dialog : dialogs) {
        dialog.write(out);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e); // a header value beyond 64 KiB: longer than any packet
    }
    return bytes.toByteArray();
  }

  /**
   * @throws IllegalArgumentException if these bytes are not from {@link #encode}
   */
  public static SpooledCall decode(byte[] bytes) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      int version = in.readByte();
      if (version != VERSION && version != UDP_ONLY) {
        throw new IllegalArgumentException("Not a spooled call of version " + VERSION);
      }
      RequestHead invite = RequestHead.read(in);
      Target target = version == UDP_ONLY ? Target.readAddress(in) : Target.read(in);
      boolean open = in.readBoolean();
      int count = in.readUnsignedByte();
      if (count > DIALOG_LIMIT) {
        throw new IllegalArgumentException("A spooled call with " + count + " dialogs");
      }
      List<DialogState> dialogs = new ArrayList<>(count);
      for (int i = 0; i < count; i++) {
        dialogs.add(DialogState.read(in));
      }
      if (in.read() != -1) {
        throw new IllegalArgumentException("A spooled call with bytes left over");
      }
      return new SpooledCall(invite, target, open, dialogs);
    } catch (IOException e) {
      throw new IllegalArgumentException("A spooled call cut short", e);
    }
  }

  /** Says nothing of the numbers. */
  @Override
  public String toString() {
    return "SpooledCall[callId="
        + callId()
        + ", open="
        + open
        + ", dialogs="
        + dialogs.size()
        + "]";
  }
}
