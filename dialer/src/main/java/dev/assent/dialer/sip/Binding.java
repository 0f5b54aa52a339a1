package dev.assent.dialer.sip;

import dev.assent.dialer.sip.address.Target;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** Where we are, as a carrier is told by REGISTER (RFC 3261 section 10). From any thread. */
public interface Binding {

  /**
   * Tells the carrier; asked again, it refreshes. One at a time: a second one before the first has
   * ended is refused with {@link Registered.NoAnswer}.
   *
   * @param expires asked for; zero takes the binding back
   * @return what came of it; completed on a worker: dependents must not block
   */
  CompletableFuture<Registered> register(Target target, Duration expires);

  /**
   * Takes back every binding of this address of record, whoever made it; else as {@link #register}.
   */
  CompletableFuture<Registered> clear(Target target);
}
