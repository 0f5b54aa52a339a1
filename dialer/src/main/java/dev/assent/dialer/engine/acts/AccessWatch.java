package dev.assent.dialer.engine.acts;

import dev.assent.compliance.access.Access;
import dev.assent.compliance.access.AccessLimits;
import dev.assent.compliance.store.review.Accesses;
import dev.assent.compliance.store.review.Accesses.Freeze;
import dev.assent.dialer.Exit;
import dev.assent.dialer.Message;
import dev.assent.dialer.UserError;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Freezes an account that does what nobody's work needs (R54), and keeps frozen ones from doing
 * anything. Any thread.
 */
public final class AccessWatch {
  private static final Logger LOG = LoggerFactory.getLogger(AccessWatch.class);
  private static final Duration HOUR = Duration.ofHours(1);

  private final InstantSource clock;
  private final Supplier<Accesses> accesses;
  private final Supplier<AccessLimits> limits;
  private final BiConsumer<String, String> endSessions;

  /**
   * @param endSessions of a person, for a cause
   */
  public AccessWatch(
      InstantSource clock,
      Supplier<Accesses> accesses,
      Supplier<AccessLimits> limits,
      BiConsumer<String, String> endSessions) {
    this.clock = clock;
    this.accesses = accesses;
    this.limits = limits;
    this.endSessions = endSessions;
  }

  /**
   * @throws UserError exit 4 when the account is frozen
   */
  public void requireFree(String user) {
    Optional<Freeze> freeze = accesses.get().freezeOf(user);
    if (freeze.isPresent()) {
      throw frozen(user, freeze.get().cause());
    }
  }

  private static UserError frozen(String user, String cause) {
    return new UserError(
        Exit.NOT_PERMITTED, Message.of("user.frozen", user, cause), "assent user unfreeze " + user);
  }

  /**
   * Writes an access down; one too many freezes the account and is not given.
   *
   * @throws UserError exit 4 when it did
   */
  public void accessed(Access access) {
    accesses.get().accessed(access);
    if (access.kind() == Access.Kind.REVEAL || access.kind() == Access.Kind.PLAY) {
      Instant now = clock.instant();
      long done = accesses.get().count(access.user(), access.kind(), now.minus(HOUR));
      if (done > limits.get().of(access.kind(), now)) {
        freeze(access.user(), limits.get().cause(access.kind(), now));
      }
    }
  }

  /**
   * The pages saw a player fetch what nobody could hear.
   *
   * @throws UserError exit 4 when it was once too often
   */
  void fetchedInBulk(String user, String action) {
    Instant since = clock.instant().minus(HOUR);
    if (accesses.get().countOf(user, action, since) >= AccessLimits.BULK) {
      freeze(user, "BULK");
    }
  }

  private void freeze(String user, String cause) {
    accesses.get().freeze(user, cause, "engine");
    LOG.error("ALERT: account {} is frozen: {}", user, cause);
    endSessions.accept(user, "FROZEN");
    throw frozen(user, cause);
  }
}
