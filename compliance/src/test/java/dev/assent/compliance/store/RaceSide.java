package dev.assent.compliance.store;

import dev.assent.compliance.Attempt;
import dev.assent.compliance.Campaign;
import dev.assent.compliance.Decision;
import dev.assent.compliance.Facts;
import dev.assent.compliance.Found;
import dev.assent.compliance.Gate;
import dev.assent.compliance.Hold;
import dev.assent.compliance.Outcome;
import dev.assent.compliance.Redemption;
import dev.assent.compliance.World;
import dev.assent.compliance.consent.DncReach;
import dev.assent.compliance.consent.DncScope;
import dev.assent.compliance.consent.GrantScope;
import dev.assent.compliance.consent.Manner;
import dev.assent.compliance.intake.ContactRow;
import dev.assent.compliance.numbering.PhoneNumber;
import dev.assent.compliance.store.commit.ListTerms;
import dev.assent.compliance.store.suppression.ListImport;
import dev.assent.compliance.store.suppression.Refused;
import dev.assent.compliance.suppression.ListKind;
import dev.assent.compliance.suppression.ListTitle;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** One side of a race: its threads call the same people as the other's, one of them disturbs. */
public final class RaceSide {
  static final int NUMBERS_EACH = 2;

  private final LawfulHome home;
  private final int side;
  private final int threads;
  private final List<Callee> callees = new ArrayList<>();
  private final Queue<RaceEvent> events = new ConcurrentLinkedQueue<>();

  private record Callee(int person, PhoneNumber number, Attempt attempt) {}

  RaceSide(LawfulHome home, int side, int threads) {
    this.home = home;
    this.side = side;
    this.threads = threads;
    Campaign campaign = home.store().registers().campaigns().getFirst();
    home.store()
        .lists()
        .forEachContact(
            campaign.id(),
            id -> {
              Attempt attempt = new Attempt(campaign.id(), id, World.TRUNK);
              Facts facts = home.store().of(attempt, RacePhase.FIRST_DAY.at);
              PhoneNumber number = facts.contact().number();
              int line = Integer.parseInt(number.e164().substring("+86199".length()));
              callees.add(new Callee(line / NUMBERS_EACH, number, attempt));
            });
  }

  /** Whom both sides call: so many people with two numbers each. */
  public static List<ContactRow> people(int count) {
    List<ContactRow> rows = new ArrayList<>();
    for (int i = 0; i < NUMBERS_EACH * count; i++) {
      ContactRow row = TestHome.row(i);
      rows.add(
          new ContactRow(
              row.line(),
              row.number(),
              null,
              "customer " + i / NUMBERS_EACH,
              row.whereabouts(),
              row.language(),
              row.ageBand(),
              row.quiet(),
              row.expiresAt(),
              row.grants()));
    }
    return rows;
  }

  /** Everybody of the phase is called by every thread, in an order of its own. */
  List<RaceEvent> run(RacePhase phase, long seed) throws Exception {
    home.at(phase.at);
    events.clear();
    CountDownLatch start = new CountDownLatch(1);
    List<Future<?>> running = new ArrayList<>();
    try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int t = 0; t < threads; t++) {
        int thread = t;
        running.add(
            callers.submit(
                () -> {
                  start.await();
                  call(phase, thread, new Random(seed + 1_000L * side + thread));
                  return null;
                }));
      }
      start.countDown();
      for (Future<?> caller : running) {
        caller.get(200, TimeUnit.SECONDS);
      }
    }
    return List.copyOf(events);
  }

  private void call(RacePhase phase, int thread, Random random) throws Exception {
    List<Callee> order =
        new ArrayList<>(callees.stream().filter(c -> phase.calls(c.person())).toList());
    Collections.shuffle(order, random);
    for (int i = 0; i < order.size(); i++) {
      if (thread == 0 && i == order.size() / 3) {
        disturb(phase);
      }
      call(phase, order.get(i));
    }
  }

  private void call(RacePhase phase, Callee callee) {
    Gate gate = home.gate();
    if (!(gate.decide(callee.attempt()) instanceof Decision.Allow(var permit, _))) {
      return;
    }
    long begun = System.nanoTime();
    if (gate.redeem(permit, "call@" + begun + "." + side) instanceof Redemption.Cleared cleared) {
      long done = System.nanoTime();
      long looked = System.nanoTime();
      boolean free = gate.holdFree(cleared.clearance());
      events.add(
          new RaceEvent(
              RaceEvent.Kind.CLEARED,
              phase.name(),
              callee.person(),
              begun,
              done,
              free ? looked : 0));
      home.store()
          .attempts()
          .ended(cleared.clearance().attemptId(), Outcome.NO_ANSWER, Map.of("rang", "true"));
    }
  }

  private void disturb(RacePhase phase) throws Exception {
    switch (phase) {
      case FIRST_DAY, THIRD_DAY -> {}
      case SECOND_DAY -> refuse(phase);
      case HOLD -> {
        if (side == 0) {
          told(phase, RaceEvent.Kind.HELD, -1, () -> hold());
        }
      }
      case LIST -> {
        if (side == 0) {
          switchList(phase);
        }
      }
      case WITHDRAWAL -> withdraw(phase);
    }
  }

  private interface Word {
    void said() throws Exception;
  }

  private void told(RacePhase phase, RaceEvent.Kind kind, int person, Word word) throws Exception {
    long begun = System.nanoTime();
    word.said();
    events.add(new RaceEvent(kind, phase.name(), person, begun, System.nanoTime(), 0));
  }

  /** Of two numbers only the first is named. */
  private List<Callee> refusing(RacePhase phase) {
    List<Integer> seen = new ArrayList<>();
    List<Callee> some = new ArrayList<>();
    for (Callee callee : callees) {
      if (phase.refuses(callee.person(), side) && !seen.contains(callee.person())) {
        seen.add(callee.person());
        some.add(callee);
      }
    }
    return some;
  }

  private void refuse(RacePhase phase) throws Exception {
    for (Callee callee : refusing(phase)) {
      told(
          phase,
          RaceEvent.Kind.REFUSED,
          callee.person(),
          () -> {
            if (!(home.store().refusals().add(callee.number(), TestHome.optOut(phase.at), "anna")
                instanceof Refused.Durable)) {
              throw new IllegalStateException("a refusal was not durable");
            }
          });
    }
  }

  /** The consent to be called alone: nothing is refused. */
  private void withdraw(RacePhase phase) throws Exception {
    for (Callee callee : refusing(phase)) {
      told(
          phase,
          RaceEvent.Kind.WITHDRAWN,
          callee.person(),
          () ->
              home.store()
                  .grants()
                  .withdraw(callee.number(), GrantScope.CALL, Set.of(), Manner.MAIL, "anna"));
    }
  }

  private void hold() {
    home.store().killSwitches().set(Hold.Scope.GLOBAL, "", "race", "anna");
  }

  /** The hold of the phase before is over. */
  void lift() throws Exception {
    if (home.store().holds() instanceof Found.Present(var holds)) {
      for (Hold hold : holds) {
        home.store().killSwitches().lift(hold.id(), TestHome.BOB);
      }
    }
  }

  private void switchList(RacePhase phase) throws Exception {
    ListTerms terms =
        new ListTerms(
            new ListTitle("race", ListKind.REFUSALS, "1"),
            phase.at,
            null,
            new ListTerms.Bulk(Manner.REGULATOR, new DncReach(DncScope.GLOBAL, Set.of(), null)),
            "ab".repeat(32),
            0);
    List<Callee> named = refusing(phase);
    long begun = System.nanoTime();
    try (ListImport list = home.store().suppression().begin(terms, "anna")) {
      for (Callee callee : named) {
        list.add(callee.number(), null);
      }
      list.switchOver(0);
    }
    long done = System.nanoTime();
    named.forEach(
        callee ->
            events.add(
                new RaceEvent(
                    RaceEvent.Kind.LISTED, phase.name(), callee.person(), begun, done, 0)));
  }
}
