package dev.assent.dialer.console;

import dev.assent.compliance.access.Role;
import dev.assent.dialer.Exit;
import dev.assent.dialer.Message;
import dev.assent.dialer.UserError;
import dev.assent.dialer.engine.acts.EngineActs;
import dev.assent.dialer.engine.home.Home;
import dev.assent.dialer.engine.socket.ActRefused;
import dev.assent.dialer.keys.OperatorKeyset;
import dev.assent.dialer.keys.Person;
import dev.assent.dialer.keys.QaKeys;
import dev.assent.dialer.keys.QaKeyset;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * Signs people in: the passphrase is proved here, because it opens their keys; the code is proved
 * by the engine, which also counts mistakes. Any thread.
 */
final class Door {
  /** Each passphrase takes a quarter of a gigabyte and a second. */
  private static final int AT_ONCE = 2;

  private static final int LONGEST_PASSPHRASE = 1000;

  private final Home home;
  private final InstantSource clock;
  private final SecureRandom random;
  private final Semaphore places = new Semaphore(AT_ONCE);

  Door(Home home, InstantSource clock, SecureRandom random) {
    this.home = home;
    this.clock = clock;
    this.random = random;
  }

  /**
   * @param passphrase for the caller to wipe
   * @throws ActRefused SIGN_IN_REFUSED with the same words whatever was wrong, LOCKED_OUT,
   *     TOO_FAST, NO_CODE_DEVICE, FROZEN, ENGINE_LOCKED, ENGINE_GONE
   */
  WebPerson signIn(String user, char[] passphrase, String code, String device, String address) {
    if (passphrase.length > LONGEST_PASSPHRASE || user.length() > 100) {
      throw refused();
    }
    if (!places.tryAcquire()) {
      throw ActRefused.of("TOO_FAST", Message.of("page.too_fast"), null);
    }
    Person person;
    @Nullable QaKeys qaKeys = null;
    try {
      EngineActs.requireOpenDoor(home, user, address);
      person = prove(user, passphrase, address);
      try {
        qaKeys = person.user().hasAny(Set.of(Role.QA)) ? qaKeys(person) : null;
      } catch (RuntimeException e) {
        person.close();
        throw e;
      }
    } finally {
      places.release();
    }
    return begin(person, qaKeys, code, device, address);
  }

  private Person prove(String user, char[] passphrase, String address) {
    try {
      return OperatorKeyset.read(home.keys(), id()).authenticate(user, passphrase).signingOnly();
    } catch (UserError error) {
      if (error.exit() != Exit.NOT_PERMITTED) {
        throw error;
      }
      EngineActs.mistaken(home, user, address);
      throw refused();
    }
  }

  private static ActRefused refused() {
    return ActRefused.of("SIGN_IN_REFUSED", Message.of("page.sign_in_refused"), null);
  }

  /** Null for somebody who is named QA and was not let in yet: they see, and hear nothing. */
  private @Nullable QaKeys qaKeys(Person person) {
    try {
      return QaKeyset.read(home.keys(), id()).open(person);
    } catch (UserError error) {
      if (error.exit() != Exit.NOT_PERMITTED) {
        throw error;
      }
      return null;
    }
  }

  private UUID id() {
    return home.marker().id();
  }

  private WebPerson begin(
      Person person, @Nullable QaKeys qaKeys, String code, String device, String address) {
    try {
      var acts = new EngineActs(home, clock, random, person, device, address);
      Instant endsAt = Instant.parse(acts.begin(code).path("endsAt").asText());
      return new WebPerson(
          person, qaKeys, acts, device, address, Browser.secret(random), clock.instant(), endsAt);
    } catch (RuntimeException e) {
      if (qaKeys != null) {
        qaKeys.close();
      }
      person.close();
      throw e;
    }
  }
}
