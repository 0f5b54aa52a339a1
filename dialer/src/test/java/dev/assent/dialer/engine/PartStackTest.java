package dev.assent.dialer.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class PartStackTest {
  private final PartStack stack = new PartStack();
  private final List<String> ended = new ArrayList<>();

  private Part<AutoCloseable> part(String name) {
    return stack.part(name, () -> () -> ended.add(name));
  }

  @Test
  void whatWasOpenedLastClosesFirstAndMayBeOpenedAgain() {
    Part<AutoCloseable> store = part("store");
    Part<AutoCloseable> law = part("law");
    var _ = store.get();
    AutoCloseable first = law.get();
    assertThat(law.get()).isSameAs(first);
    stack.closeAll();
    assertThat(ended).containsExactly("law", "store");
    assertThat(law.get()).isNotSameAs(first);
    stack.close();
    assertThatThrownBy(law::get).isInstanceOf(IllegalStateException.class);
  }

  /** What looks at a shared database must not go on when its engine has left it. */
  @Test
  void aPartThatIsNotInEveryHomeIsClosedWhereItIs() {
    Part<Optional<AutoCloseable>> nodes =
        stack.part("nodes", () -> Optional.of(() -> ended.add("nodes")));
    Part<Optional<AutoCloseable>> none = stack.part("none", Optional::empty);
    assertThat(nodes.get()).isPresent();
    assertThat(none.get()).isEmpty();
    stack.close();
    assertThat(ended).containsExactly("nodes");
  }

  /**
   * A regular job at work when the engine is locked: the close waits for it, and it comes to its
   * end.
   */
  @Test
  void aJobThatClosingWaitsForHasItsPartsAndNoNewOnes() throws Exception {
    Part<AutoCloseable> law = part("law");
    Part<AutoCloseable> never = part("never");
    var closing = new CountDownLatch(1);
    var job = new CompletableFuture<String>();
    Part<AutoCloseable> daily =
        stack.part(
            "daily",
            () -> {
              var _ = law.get();
              return () -> {
                closing.countDown();
                ended.add("daily, " + job.join());
              };
            });
    var _ = daily.get();
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                closing.await();
                var _ = law.get();
                never.get();
              } catch (IllegalStateException refused) {
                job.complete("refused what was not open");
              } catch (Exception e) {
                job.completeExceptionally(e);
              }
            });
    stack.closeAll();
    assertThat(ended).containsExactly("daily, refused what was not open", "law");
  }
}
