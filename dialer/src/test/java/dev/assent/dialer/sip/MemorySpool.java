package dev.assent.dialer.sip;

import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;

/** A spool in memory, through the encoded form. Thread-safe. */
public final class MemorySpool implements CallSpool {
  private final Map<String, byte[]> open = new ConcurrentHashMap<>();
  private final BlockingQueue<String> log = new LinkedBlockingQueue<>();

  @Override
  public void inviting(SpooledCall call) {
    log.add("inviting");
    open.put(call.callId(), call.encode());
  }

  @Override
  public void confirmed(SpooledCall call) {
    log.add("confirmed " + call.dialogs().size());
    open.put(call.callId(), call.encode());
  }

  @Override
  public void closed(String callId) {
    log.add("closed");
    open.remove(callId);
  }

  /** What a crash now would leave behind. */
  public SpooledCall leftOver(String callId) {
    byte[] bytes = open.get(callId);
    return bytes == null ? null : SpooledCall.decode(bytes);
  }

  public boolean isEmpty() {
    return open.isEmpty();
  }

  /** The calls so far, in order. */
  public BlockingQueue<String> log() {
    return log;
  }
}
