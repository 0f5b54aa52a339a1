package dev.assent.dialer.engine.acts;

import dev.assent.compliance.store.review.Accesses;
import dev.assent.dialer.Message;
import dev.assent.dialer.engine.socket.ActRefused;
import dev.assent.dialer.keys.Keyring;
import dev.assent.dialer.keys.Totp;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The door of the pages: codes, mistakes and how long each keeps it shut. What counts is in the
 * journal and outlives this engine. Any thread.
 */
public final class SignIns {
  private final Keyring keyring;
  private final InstantSource clock;
  private final Supplier<Accesses> accesses;

  /** One at a time: between reading the last step and writing the next nobody may come. */
  private final ReentrantLock door = new ReentrantLock();

  public SignIns(Keyring keyring, InstantSource clock, Supplier<Accesses> accesses) {
    this.keyring = keyring;
    this.clock = clock;
    this.accesses = accesses;
  }

  /**
   * Whether somebody may try a passphrase.
   *
   * @throws ActRefused LOCKED_OUT
   */
  public void requireOpen(String user, String address) {
    Instant until = accesses.get().shutUntil(known(user), address);
    Instant now = clock.instant();
    if (now.isBefore(until)) {
      long minutes = Duration.between(now, until).plusSeconds(59).toMinutes();
      throw ActRefused.of("LOCKED_OUT", Message.of("page.locked_out", minutes), null);
    }
  }

  /** Somebody gave a wrong passphrase or a name nobody has. */
  public void mistaken(String user, String address, String cause) {
    accesses.get().signInRefused(known(user), address, cause);
  }

  private @Nullable String known(String user) {
    return keyring.require().user(user).isPresent() ? user : null;
  }

  /** A code that was right; what it is for is written down before the door opens for the next. */
  @FunctionalInterface
  interface Used {
    void used(Accesses accesses, long step);
  }

  /**
   * Takes a code of somebody's code device.
   *
   * @throws ActRefused LOCKED_OUT, NO_CODE_DEVICE or SIGN_IN_REFUSED
   */
  void code(PageActor actor, String code, Used used) {
    byte[] secret = keyring.require().totp(actor.name()).orElseThrow(() -> noDevice(actor));
    door.lock();
    try {
      requireOpen(actor.name(), actor.address());
      long last = accesses.get().lastStep(actor.name());
      OptionalLong step = Totp.match(secret, code, actor.at(), last);
      if (step.isEmpty()) {
        mistaken(actor.name(), actor.address(), "CODE");
        throw ActRefused.of("SIGN_IN_REFUSED", Message.of("page.sign_in_refused"), null);
      }
      used.used(accesses.get(), step.getAsLong());
    } finally {
      door.unlock();
      Arrays.fill(secret, (byte) 0);
    }
  }

  private static ActRefused noDevice(PageActor actor) {
    return ActRefused.of(
        "NO_CODE_DEVICE", Message.of("page.no_code_device"), "assent user totp " + actor.name());
  }

  /** The session's actor, for the first time. */
  static PageActor in(PageActor actor, UUID session) {
    return new PageActor(actor.user(), session, actor.device(), actor.address(), actor.at());
  }
}
