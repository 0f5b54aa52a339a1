package dev.assent.dialer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.compliance.Requirement;
import dev.assent.dialer.engine.socket.SignedAct;
import dev.assent.dialer.keys.Person;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whoever could read what goes to the engine's socket and gives it again, as it was, later, from
 * elsewhere, or changed: nothing is done twice and nothing in another's name.
 */
@Timeout(180)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Requirement({"A-22", "A-23"})
class ReplayedActTest {
  private static final UUID NONE = new UUID(0, 0);

  private Office office;
  private ServedPages pages;
  private Person carol;
  private byte[] secret;

  @BeforeAll
  void open(@TempDir Path directory) throws Exception {
    office = new Office(directory);
    pages = new ServedPages(office);
    secret = pages.enrol("carol");
    carol = pages.person("carol", Office.CAROL);
  }

  @AfterAll
  void close() throws Exception {
    carol.close();
    pages.close();
    office.close();
  }

  private SignedAct act(UUID session, String device, String address, String action, String body) {
    return at(office.now, session, device, address, action, body);
  }

  private SignedAct at(
      Instant at, UUID session, String device, String address, String action, String body) {
    return SignedAct.of(pages.home, carol, session, device, address, at, action, body);
  }

  private SignedAct begin() {
    String code = pages.code(secret);
    return act(NONE, "mine", "192.0.2.1", "session.begin", "{\"code\":\"" + code + "\"}");
  }

  private static UUID session(String begun) {
    Matcher id = Pattern.compile("\"session\":\"([0-9a-f-]{36})\"").matcher(begun);
    assertThat(id.find()).as(begun).isTrue();
    return UUID.fromString(id.group(1));
  }

  private SignedAct queue(UUID session) {
    return act(session, "mine", "192.0.2.1", "qa.queue", "{}");
  }

  @Test
  void anActCountsOnceBeforeAndAfterARestartOfTheEngine() throws Exception {
    SignedAct begin = begin();
    UUID session = session(begin.give());
    assertThat(begin.give()).isEqualTo("NOT_PROVED");
    SignedAct look = queue(session);
    assertThat(look.give()).startsWith("DONE");
    assertThat(look.give()).isEqualTo("NOT_PROVED");
    assertThat(queue(session).give()).as("another one of the same").startsWith("DONE");

    pages.restartEngine(); // remembers no nonce
    assertThat(look.give()).as("still fresh").isEqualTo("SESSION_ENDED");
    assertThat(begin.give()).as("its code was used").isEqualTo("SIGN_IN_REFUSED");
    assertThat(session(begin().give())).isNotEqualTo(session);
    assertThat(look.give()).isIn("NOT_PROVED", "SESSION_ENDED");
  }

  @Test
  void anActIsFreshForAMinuteEitherWay() throws Exception {
    UUID session = session(begin().give());
    for (int seconds : new int[] {-60, 60}) {
      assertThat(stale(session, seconds)).as("%d s", seconds).startsWith("DONE");
    }
    for (int seconds : new int[] {-61, 61, -86_400}) {
      assertThat(stale(session, seconds)).as("%d s", seconds).isEqualTo("NOT_PROVED");
    }
  }

  private String stale(UUID session, int seconds) throws Exception {
    return at(
            office.now.plus(Duration.ofSeconds(seconds)),
            session,
            "mine",
            "192.0.2.1",
            "qa.queue",
            "{}")
        .give();
  }

  @Test
  void nothingOfItCanBeChanged() throws Exception {
    UUID session = session(begin().give());
    Map<String, String> changes =
        Map.of(
            "home", new UUID(1, 1).toString(),
            "user", "bob",
            "session", new UUID(1, 2).toString(),
            "device", "another",
            "address", "192.0.2.2",
            "at", office.now.plusSeconds(1).toString(),
            "nonce", new UUID(1, 3).toString(),
            "action", "qa.reveal",
            "body", "{\"state\":\"DONE\"}");
    for (var change : changes.entrySet()) {
      assertThat(queue(session).with(change.getKey(), change.getValue()).give())
          .as(change.getKey())
          .isEqualTo("NOT_PROVED");
    }
    assertThat(queue(session).give()).startsWith("DONE");
  }

  /** Well signed, in a session that belongs to another browser or another place: it ends. */
  @Test
  void aSessionIsBoundToItsDeviceAndItsAddress() throws Exception {
    UUID elsewhere = session(begin().give());
    assertThat(act(elsewhere, "mine", "192.0.2.2", "qa.queue", "{}").give())
        .isEqualTo("SESSION_ENDED");
    assertThat(queue(elsewhere).give()).as("ended for all").isEqualTo("SESSION_ENDED");

    UUID otherDevice = session(begin().give());
    assertThat(act(otherDevice, "yours", "192.0.2.1", "qa.queue", "{}").give())
        .isEqualTo("SESSION_ENDED");
    assertThat(queue(otherDevice).give()).isEqualTo("SESSION_ENDED");

    assertThat(queue(session(begin().give())).give()).startsWith("DONE");
  }

  /** Bob's good signature in carol's session ends nothing and does nothing. */
  @Test
  void nobodyActsInAnothersSession() throws Exception {
    UUID session = session(begin().give());
    try (Person bob = pages.person("bob", Office.BOB)) {
      assertThat(
              SignedAct.of(
                      pages.home, bob, session, "mine", "192.0.2.1", office.now, "qa.queue", "{}")
                  .give())
          .isEqualTo("SESSION_ENDED");
    }
    assertThat(queue(session).give()).startsWith("DONE");
  }
}
