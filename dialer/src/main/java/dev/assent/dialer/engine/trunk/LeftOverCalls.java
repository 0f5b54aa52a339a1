package dev.assent.dialer.engine.trunk;

import dev.assent.dialer.sip.SpooledCall;
import dev.assent.dialer.sip.UserAgent;
import dev.assent.dialer.sip.auth.Credentials;
import dev.assent.dialer.trunk.CallSpoolFile;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends what a killed engine left on the line, so that nobody is left hanging (DESIGN §3). */
public final class LeftOverCalls {
  private static final Logger LOG = LoggerFactory.getLogger(LeftOverCalls.class);

  private LeftOverCalls() {}

  /**
   * CANCEL or BYE for each; a trunk that challenges the BYE gets its credentials. Returns at once.
   *
   * @return done when every one was answered or timed out
   */
  public static CompletableFuture<Void> end(
      UserAgent agent,
      List<SpooledCall> leftOver,
      CallSpoolFile spool,
      Function<SpooledCall, @Nullable Credentials> credentials) {
    return CompletableFuture.allOf(
        leftOver.stream()
            .map(
                call ->
                    agent
                        .settle(call, credentials.apply(call))
                        .handle(
                            (settled, failure) -> {
                              LOG.warn(
                                  "a call left open by a crash: {}",
                                  failure == null ? settled : "not settled");
                              spool.closed(call.callId());
                              return (Void) null;
                            }))
            .toArray(CompletableFuture<?>[]::new));
  }
}
