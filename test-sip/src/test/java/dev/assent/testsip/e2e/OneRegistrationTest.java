package dev.assent.testsip.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.testsip.carrier.Registration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two engines on one PostgreSQL, and a carrier that takes one registration only: one of them is
 * registered at any moment, and nobody is needed when it dies.
 */
@Tag("rehearsal")
@Timeout(300)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class OneRegistrationTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final String FIRST = "@127.0.0.1:";
  private static final String SECOND = "@127.0.0.2:";

  private Rehearsal first;
  private SecondNode second;

  @BeforeAll
  void admitTheSecond(@TempDir Path root) throws Exception {
    first = new Rehearsal(root, "127.0.0.1", OneRegistrationTest::share);
    first.carrier.takeAtMost(1);
    awaitOnly(FIRST);
    second = new SecondNode(first);
  }

  @AfterAll
  void close() throws Exception {
    second.close();
    first.close();
  }

  /** Whoever rings back must be answered, so nobody waits for a campaign to register. */
  private static void share(Path home) throws IOException {
    SecondNode.share(home);
    Path trunk = home.resolve("conf/trunks/loopback.yaml");
    Files.writeString(
        trunk,
        Files.readString(trunk)
                .replace("inbound: unavailable", "inbound: {redirect: \"tel:+8619900009001\"}")
            + "register: {nodes: one, expires: 60}\n");
  }

  private List<Registration> registrations() {
    return first.carrier.registrations();
  }

  private void awaitOnly(String node) throws InterruptedException {
    first.carrier.awaitRegistrations(
        LIMIT,
        all ->
            !all.isEmpty()
                && all.getLast().bound().size() == 1
                && all.getLast().bound().getFirst().contains(node));
  }

  /** Until its engine has said so itself. */
  private void awaitStandingBy(Supplier<String> status) {
    String seen = "";
    for (int look = 0; !seen.contains("another node holds this registration"); look++) {
      assertThat(look).as(seen).isLessThan(3_000);
      LockSupport.parkNanos(10_000_000); // it looks each second
      seen = status.get();
    }
  }

  private String statusOfFirst() {
    return first.done("trunk", "status", "--as", "alice", "-o", "json");
  }

  private String statusOfSecond() {
    return second.done("trunk status --as alice -o json");
  }

  @Test
  @Order(1)
  void theSecondStandsByWhileTheFirstIsRegistered() {
    awaitStandingBy(this::statusOfSecond);
    assertThat(registrations()).noneMatch(each -> each.from().toString().contains("127.0.0.2"));
  }

  @Test
  @Order(2)
  void theSecondRegistersWhenTheFirstHasTakenItsBack() throws Exception {
    first.stopEngine();
    awaitOnly(SECOND);
    first.startEngine();
    awaitStandingBy(this::statusOfFirst);
    awaitOnly(SECOND);
  }

  @Test
  @Order(3)
  void theFirstRegistersWhenTheSecondDied() throws Exception {
    second.kill();
    awaitOnly(FIRST);
    second.startAgain();
    awaitStandingBy(this::statusOfSecond);
    awaitOnly(FIRST);
  }

  /** Nobody heard of it for as long as if it had died, and then it goes on. */
  @Test
  @Order(4)
  void whoStoodStillTakesBackWhatItSaidAndNothingElse() throws Exception {
    first.stopEngine();
    awaitOnly(SECOND);
    first.startEngine();
    awaitStandingBy(this::statusOfFirst);
    second.freeze();
    awaitOnly(FIRST);
    int before = registrations().size();
    second.thaw();
    List<Registration> after =
        first.carrier.awaitRegistrations(LIMIT, all -> all.size() > before).stream()
            .skip(before)
            .toList();
    assertThat(after.getFirst().from().toString()).contains("127.0.0.2");
    assertThat(after.getFirst().asked().values()).containsExactly(0L);
    assertThat(statusOfSecond()).contains("another node holds this registration");
    awaitOnly(FIRST);
  }

  @Test
  @Order(5)
  void neverWereThereTwoByOurDoing() {
    assertThat(registrations()).allMatch(Registration::granted);
    assertThat(registrations()).allMatch(each -> each.bound().size() <= 1);
  }
}
