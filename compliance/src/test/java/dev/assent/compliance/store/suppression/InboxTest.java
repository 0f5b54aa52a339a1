package dev.assent.compliance.store.suppression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assent.compliance.Found;
import dev.assent.compliance.Hold;
import dev.assent.compliance.Requirement;
import dev.assent.compliance.access.NotAllowed;
import dev.assent.compliance.consent.DncReach;
import dev.assent.compliance.consent.DncState;
import dev.assent.compliance.consent.Manner;
import dev.assent.compliance.journal.EntryType;
import dev.assent.compliance.store.Tables;
import dev.assent.compliance.store.TestDatabase;
import dev.assent.compliance.store.TestHome;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Refusals dropped into a folder: each counts once, whatever happens on the way. */
@Timeout(240)
class InboxTest {
  private static final Inbox.Sweep NOTHING = new Inbox.Sweep(0, 0, 0);

  private static Inbox inbox(TestHome home, InboxInMemory folder) {
    return home.store().inbox(folder, "CN");
  }

  /** Two looks, with the quiet time between them. */
  private static Inbox.Sweep settle(TestHome home, Inbox inbox) throws IOException {
    inbox.sweep();
    home.tick(Inbox.QUIET);
    return inbox.sweep();
  }

  private static List<Hold> holds(TestHome home) {
    return home.store().killSwitches().inForce() instanceof Found.Present(List<Hold> holds)
        ? holds
        : List.of();
  }

  @ParameterizedTest
  @EnumSource
  @Requirement({"C-06", "R40", "X-19", "A-26"})
  void aDroppedWordCountsWithinTheQuietTimeAndRingsNoMore(TestDatabase database) throws Exception {
    try (TestHome home = TestHome.on(database)) {
      home.open();
      home.register(3);
      List<Set<UUID>> told = new ArrayList<>();
      home.store().refusals().onRefusal(told::add);
      home.redeem(home.contact(0));
      UUID person = home.facts(home.contact(0)).contact().personId();
      InboxInMemory folder = new InboxInMemory(home.crashes);
      Inbox inbox = inbox(home, folder);
      folder.drop("sms.csv", "number,text,at\n19900000000,td,2026-03-02T11:00:00+08:00\n");
      folder.drop("web.jsonl", "{\"number\":\"19900000001\",\"manner\":\"WEB\"}\n");
      assertThat(inbox.sweep()).isEqualTo(new Inbox.Sweep(0, 2, 0));
      assertThat(told).isEmpty();
      home.tick(Inbox.QUIET);
      assertThat(inbox.sweep()).isEqualTo(new Inbox.Sweep(2, 0, 0));
      assertThat(told).contains(Set.of(person));
      assertThat(folder.dropped).isEmpty();
      assertThat(folder.kept).hasSize(2);
      assertThat(home.store().refusals().why(TestHome.number(0)))
          .singleElement()
          .satisfies(
              why -> {
                assertThat(why.entry().manner()).isEqualTo(Manner.SMS);
                assertThat(why.source()).isEqualTo("inbox");
                assertThat(why.entry().at()).isEqualTo("2026-03-02T03:00:00Z");
              });
      assertThat(home.facts(home.contact(1)).dnc()).isInstanceOf(DncState.Listed.class);
      assertThat(home.facts(home.contact(2)).dnc()).isInstanceOf(DncState.NotListed.class);

      folder.drop("again.csv", "number,text,at\n19900000000,td,2026-03-02T11:00:00+08:00\n");
      assertThat(settle(home, inbox).taken()).isEqualTo(1);
      assertThat(home.store().refusals().why(TestHome.number(0))).hasSize(1);
    }
  }

  @Test
  void aFileThatGrowsOrHasNoEndIsNotTaken() throws Exception {
    try (TestHome home = TestHome.on(TestDatabase.H2)) {
      home.open();
      InboxInMemory folder = new InboxInMemory(home.crashes);
      Inbox inbox = inbox(home, folder);
      folder.drop("a.csv", "number,manner\n19900000000,MAIL\n");
      inbox.sweep();
      home.tick(Inbox.QUIET);
      folder.drop("a.csv", "number,manner\n19900000000,MAIL\n1990000");
      assertThat(inbox.sweep().waiting()).isEqualTo(1);
      home.tick(Inbox.QUIET);
      assertThat(inbox.sweep().waiting()).isEqualTo(1);
      assertThat(holds(home)).isEmpty();
      home.tick(Inbox.QUIET_WITHOUT_END);
      assertThat(inbox.sweep().held()).isEqualTo(1);
      assertThat(home.store().refusals().why(TestHome.number(0))).hasSize(1);
      assertThat(inbox.open()).extracting(Inbox.Row::reason).containsExactly("CUT");
    }
  }

  @ParameterizedTest
  @EnumSource
  @Requirement("R40")
  void anUnreadableRowStopsEveryCallUntilAPersonSettlesIt(TestDatabase database) throws Exception {
    TestHome home = TestHome.on(database);
    home.open();
    InboxInMemory folder = new InboxInMemory(home.crashes);
    folder.drop(
        "mail.csv", "number,manner\n1990000000X,MAIL\n19900000001,MAIL\n19900000002,PIGEON\n");
    assertThat(settle(home, inbox(home, folder)).held()).isEqualTo(1);
    assertThat(home.store().refusals().why(TestHome.number(1))).hasSize(1);
    assertThat(holds(home)).singleElement().matches(hold -> hold.scope() == Hold.Scope.GLOBAL);
    home.close();

    home.open(); // it survives the process
    Inbox inbox = inbox(home, folder);
    assertThat(holds(home)).hasSize(1);
    List<Inbox.Row> open = inbox.open();
    assertThat(open).extracting(Inbox.Row::line).containsExactly(2L, 4L);
    assertThat(open.toString()).doesNotContain("1990000");
    assertThatThrownBy(() -> inbox.discard(open.getFirst(), "mine", TestHome.ANNA))
        .isInstanceOf(NotAllowed.class);
    inbox.settle(
        open.getFirst(),
        TestHome.number(0),
        Manner.MAIL,
        DncReach.EVERY_CALL,
        "a letter O",
        TestHome.BOB);
    assertThat(holds(home)).hasSize(1);
    inbox.discard(open.getLast(), "a test of the gateway", TestHome.BOB);
    assertThat(holds(home)).isEmpty();
    assertThat(home.store().refusals().why(TestHome.number(0)))
        .singleElement()
        .matches(why -> why.actor().equals("bob"));
    assertThat(settle(home, inbox)).isEqualTo(new Inbox.Sweep(1, 0, 0));
    assertThat(folder.dropped).isEmpty();
    assertThatThrownBy(() -> inbox.discard(open.getLast(), "again", TestHome.BOB))
        .isInstanceOf(NotAllowed.class);
    home.close();
    if (database == TestDatabase.H2) {
      Map<String, List<String>> before = Tables.facts(home.settings);
      home.settings = TestDatabase.H2.fresh();
      home.open();
      home.close();
      assertThat(Tables.facts(home.settings)).isEqualTo(before);
    }
  }

  @Test
  void aFolderNobodyCanReadStopsThisNodeUntilItCanBeRead() throws Exception {
    try (TestHome home = TestHome.on(TestDatabase.H2)) {
      home.open();
      InboxInMemory folder = new InboxInMemory(home.crashes);
      Inbox inbox = inbox(home, folder);
      folder.readable = false;
      assertThatThrownBy(inbox::sweep).isInstanceOf(IOException.class);
      assertThatThrownBy(inbox::sweep).isInstanceOf(IOException.class);
      assertThat(holds(home)).hasSize(1);
      folder.readable = true;
      assertThat(inbox.sweep()).isEqualTo(NOTHING);
      assertThat(holds(home)).isEmpty();
    }
  }

  @Test
  @Requirement({"R40", "A-26"})
  void aCrashAnywhereLosesNoRowAndDoublesNone() throws Exception {
    String text = "number,manner\n19900000000,SMS\n19900000001,WEB\n19900000002,MAIL\n";
    int effect = 0;
    boolean crashed = true;
    while (crashed) {
      TestHome home = TestHome.on(TestDatabase.H2);
      home.open();
      InboxInMemory folder = new InboxInMemory(home.crashes);
      folder.drop("a.csv", text);
      home.crashes.crashAfter(effect);
      try {
        settle(home, inbox(home, folder));
      } catch (RuntimeException e) {
        // The machine stopped.
      }
      crashed = home.crashes.crashed();
      home.kill();
      if (effect % 2 == 1) {
        home.files.loseAllNotForced();
      }
      home.open();
      home.tick(Duration.ofSeconds(5));
      settle(home, inbox(home, folder));
      String at = "after effect " + effect;
      assertThat(folder.dropped).as(at).isEmpty();
      assertThat(folder.kept).as(at).hasSize(1);
      for (int i = 0; i < 3; i++) {
        assertThat(home.store().refusals().why(TestHome.number(i))).as(at).hasSize(1);
      }
      List<UUID> entries = new ArrayList<>();
      home.journal()
          .forEach(
              placed -> {
                if (placed.entry().type() == EntryType.OPT_OUT) {
                  entries.add(placed.entry().id());
                }
              });
      assertThat(entries).as(at).hasSize(3).doesNotHaveDuplicates();
      home.close();
      effect++;
    }
    assertThat(effect).isGreaterThan(8);
  }
}
