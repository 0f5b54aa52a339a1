package dev.assent.dialer.sip;

import java.net.InetAddress;

/** What becomes of calls nobody here asked for. Called on a worker; must not block. */
public interface InboundCalls {

  /** How calls of one trunk are taken. */
  sealed interface Treatment {
    /** 480; nothing is kept of the call. */
    record Unavailable() implements Treatment {}

    /**
     * 302; nothing is kept of the call.
     *
     * @param uri where to call instead, {@code sip:} or {@code tel:}
     */
    record Redirect(String uri) implements Treatment {}

    /** The call rings, and {@link InboundCalls#ringing} says more. */
    record Ring() implements Treatment {}
  }

  /** Nobody can be called here. */
  InboundCalls NONE =
      new InboundCalls() {
        @Override
        public Treatment treatment(InetAddress source) {
          return new Treatment.Unavailable();
        }

        @Override
        public void ringing(IncomingCall call) {
          call.refuse(480, "Temporarily Unavailable");
        }
      };

  Treatment treatment(InetAddress source);

  /** Somebody will accept or refuse this call within 20 s; else it is refused with 480. */
  void ringing(IncomingCall call);
}
