package dev.assent.dialer.sip.message;

/** A packet that is no usable SIP message. Its text names the fault, never a value. */
public final class MalformedMessage extends Exception {
  public MalformedMessage(String fault) {
    super(fault, null, false, false);
  }
}
