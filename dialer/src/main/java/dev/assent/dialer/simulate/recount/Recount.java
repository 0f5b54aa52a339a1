package dev.assent.dialer.simulate.recount;

import dev.assent.dialer.simulate.recount.Bounds.Cap;
import dev.assent.dialer.simulate.recount.Finding.Kind;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What the people of a simulation saw, each step held against the bounds as it happens. One thread
 * at a time.
 */
public final class Recount {
  /** A word against calls stops a telephone that rings. */
  private static final Duration HONOURED_WITHIN = Duration.ofSeconds(1);

  private final Map<UUID, Bounds> bounds;
  private final Map<String, Callee> callees = new HashMap<>();
  private final Map<UUID, Open> open = new HashMap<>();
  private final Map<UUID, Open> unknown = new HashMap<>();
  private final Set<UUID> placed = new HashSet<>();
  private final Set<String> callIds = new HashSet<>();
  private final Map<UUID, Instant> refused = new HashMap<>();
  private final Map<UUID, Instant> agreed = new HashMap<>();
  private final Set<Ban> bans = new LinkedHashSet<>();
  private final List<Finding> findings = new ArrayList<>();
  private long checks;

  /** One number. */
  private static final class Callee {
    private final List<Instant> attempts = new ArrayList<>();
    private Person person = new Person();
    private @Nullable Instant listed;
  }

  /** Whoever is reached at one number or more. */
  private static final class Person {
    private final List<Instant> rings = new ArrayList<>();
    private final Map<UUID, InCampaign> campaigns = new HashMap<>();
    private int open;
    private @Nullable Instant refused;

    private InCampaign in(UUID campaign) {
      return campaigns.computeIfAbsent(campaign, _ -> new InCampaign());
    }
  }

  /** What one campaign did to one person. */
  private static final class InCampaign {
    private final List<Instant> attempts = new ArrayList<>();
    private final Set<UUID> unknown = new HashSet<>();
    private boolean answered;

    private void add(InCampaign other) {
      attempts.addAll(other.attempts);
      attempts.sort(null);
      unknown.addAll(other.unknown);
      answered |= other.answered;
    }
  }

  /**
   * @param at the instant its INVITE came: from that on the periods of the caps run
   */
  private record Open(Callee callee, UUID campaign, Instant at, Bounds by) {
    InCampaign inCampaign() {
      return callee.person.in(campaign);
    }
  }

  /**
   * @param campaign null for all
   */
  private record Ban(@Nullable UUID campaign, String why) {}

  /**
   * @param bounds of each campaign
   */
  public Recount(Map<UUID, Bounds> bounds) {
    this.bounds = new HashMap<>(bounds);
  }

  /** From now on other bounds hold for a campaign. */
  public void bound(UUID campaign, Bounds by) {
    bounds.put(campaign, by);
  }

  private Bounds boundsOf(UUID campaign) {
    Bounds known = bounds.get(campaign);
    if (known == null) {
      throw new IllegalArgumentException("no bounds of this campaign");
    }
    return known;
  }

  /**
   * No INVITE may come from now on.
   *
   * @param campaign of this campaign; null for any
   * @param why different reasons hold beside each other
   */
  public void forbid(@Nullable UUID campaign, String why) {
    bans.add(new Ban(campaign, why));
  }

  /** That reason is none any more. */
  public void allow(@Nullable UUID campaign, String why) {
    bans.remove(new Ban(campaign, why));
  }

  private Callee callee(String name) {
    return callees.computeIfAbsent(name, _ -> new Callee());
  }

  /** Two numbers turn out to be one person's: all that is known of either is known of both. */
  public void onePerson(String name, String other) {
    Person one = callee(name).person;
    Person gone = callee(other).person;
    if (one == gone) {
      return;
    }
    one.rings.addAll(gone.rings);
    one.open += gone.open;
    gone.campaigns.forEach((campaign, more) -> one.in(campaign).add(more));
    one.refused = one.refused == null ? gone.refused : one.refused;
    for (Callee callee : callees.values()) {
      if (callee.person == gone) {
        callee.person = one;
      }
    }
  }

  /** An INVITE arrived for somebody. */
  public void invited(String name, UUID campaign, UUID attempt, String callId, Instant at) {
    Callee callee = callee(name);
    Person person = callee.person;
    InCampaign before = person.in(campaign);
    Bounds by = boundsOf(campaign);
    String of = "attempt " + attempt;
    check(by.isOpen(at), Kind.OUTSIDE_WINDOW, at, of);
    check(!by.closed().contains(by.day(at)), Kind.ON_A_HOLIDAY, at, of);
    check(person.refused == null, Kind.AFTER_OPT_OUT, at, of);
    check(callee.listed == null, Kind.ON_A_LIST, at, of);
    check(person.open == 0, Kind.TWICE_AT_ONCE, at, of);
    check(before.unknown.isEmpty(), Kind.AFTER_UNKNOWN, at, of);
    check(!before.answered, Kind.AFTER_ANSWER, at, of);
    check(placed.add(attempt) && callIds.add(callId), Kind.PLACED_TWICE, at, of);
    for (Ban ban : bans) {
      boolean other = ban.campaign() != null && !ban.campaign().equals(campaign);
      check(other, Kind.WHILE_FORBIDDEN, at, of + ", " + ban.why());
    }
    for (Cap cap : by.caps()) {
      check(within(by, cap, person.rings, at) < cap.limit(), Kind.OVER_CAP, at, of + ", " + cap);
    }
    for (Cap cap : by.carrier()) {
      check(
          within(by, cap, callee.attempts, at) < cap.limit(), Kind.TOO_OFTEN, at, of + ", " + cap);
    }
    check(before.attempts.size() < by.attempts(), Kind.TOO_OFTEN, at, of);
    check(
        before.attempts.isEmpty() || !at.isBefore(before.attempts.getLast().plus(by.gap())),
        Kind.TOO_OFTEN,
        at,
        of + ", too soon");
    callee.attempts.add(at);
    before.attempts.add(at);
    person.open++;
    open.put(attempt, new Open(callee, campaign, at, by));
  }

  private static long within(Bounds by, Cap cap, List<Instant> calls, Instant at) {
    Instant from =
        switch (cap) {
          case Cap.Day _ -> by.startOf(by.day(at));
          case Cap.Week _ ->
              by.startOf(by.day(at).with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY)));
          case Cap.Month _ -> by.startOf(by.day(at).withDayOfMonth(1));
          // One exactly that long ago is out of it.
          case Cap.Rolling(Duration period, _) -> at.minus(period).plusNanos(1);
        };
    long count = 0;
    for (Instant call : calls) {
      count += call.isBefore(from) ? 0 : 1;
    }
    return count;
  }

  /** The telephone began to ring. */
  public void ringing(UUID attempt, Instant at) {
    Open call = open.get(attempt);
    if (call != null) {
      call.callee().person.rings.add(call.at());
    }
    ringsStill(attempt, at);
  }

  /** It still rang then. */
  public void ringsStill(UUID attempt, Instant at) {
    Open call = open.get(attempt);
    if (call != null) {
      String rings = "attempt " + attempt + " rings";
      // Whose hours are made shorter while it rings was called when it was lawful.
      check(call.by().isOpen(at), Kind.OUTSIDE_WINDOW, at, rings);
      check(inTime(call.callee().person.refused, at), Kind.AFTER_OPT_OUT, at, rings);
      check(inTime(call.callee().listed, at), Kind.ON_A_LIST, at, rings);
    }
  }

  private static boolean inTime(@Nullable Instant word, Instant at) {
    return word == null || !at.isAfter(word.plus(HONOURED_WITHIN));
  }

  /** Nobody knows whether it reached the person. */
  public void unknown(UUID attempt) {
    Open call = open.get(attempt);
    if (call != null) {
      call.inCampaign().unknown.add(attempt);
      unknown.put(attempt, call);
    }
  }

  /**
   * Of a call of unknown end it is known now what became of it, and accepted.
   *
   * @param placed whether there was such a call at all
   */
  public void known(UUID attempt, boolean placed) {
    Open call = unknown.remove(attempt);
    if (call != null) {
      InCampaign before = call.inCampaign();
      before.unknown.remove(attempt);
      if (!placed) {
        before.attempts.remove(call.at());
        call.callee().attempts.remove(call.at());
      }
    }
  }

  /** The person, or a network before them, has given an answer that no further call may ask for. */
  public void answered(UUID attempt) {
    Open call = open.get(attempt);
    if (call != null) {
      call.inCampaign().answered = true;
    }
  }

  /** The call is over. */
  public void over(UUID attempt) {
    Open call = open.remove(attempt);
    if (call != null) {
      call.callee().person.open--;
    }
  }

  /** The machine that calls died: of what was in the air nobody knows the end. */
  public void died() {
    List.copyOf(open.keySet())
        .forEach(
            attempt -> {
              unknown(attempt);
              over(attempt);
            });
  }

  /**
   * Somebody was told that they will not be called again.
   *
   * @param word the id under which the journal must know it
   */
  public void refused(String name, UUID word, Instant at) {
    Person person = callee(name).person;
    person.refused = person.refused == null ? at : person.refused;
    refused.put(word, at);
  }

  /**
   * The numbers on a list of the public that is in force from now on, in place of any before it.
   */
  public void listed(Set<String> names, Instant at) {
    callees.values().forEach(callee -> callee.listed = null);
    names.forEach(name -> callee(name).listed = at);
  }

  /** A yes was taken as durable, and so a recording begins. */
  public void agreed(UUID attempt, Instant at) {
    answered(attempt);
    agreed.put(attempt, at);
  }

  /** An engine whose machine was well failed in so many attempts. */
  public void faults(int count, Instant at) {
    check(count == 0, Kind.ENGINE_FAULT, at, count + " attempts");
  }

  /** Holds what was acknowledged against what the journal says. */
  public void compare(JournalRecount journal, Instant at) {
    check(journal.intact(), Kind.JOURNAL_DAMAGED, at, "verification");
    for (UUID attempt : placed) {
      check(journal.held().contains(attempt), Kind.NOT_IN_JOURNAL, at, "attempt " + attempt);
    }
    refused.forEach(
        (word, when) ->
            check(journal.refusals().contains(word), Kind.REFUSAL_LOST, when, "refusal " + word));
    agreed.forEach(
        (attempt, when) -> {
          check(
              journal.agreed().contains(attempt),
              Kind.RECORDED_WITHOUT_YES,
              when,
              "attempt " + attempt);
          check(
              open.containsKey(attempt) || journal.recorded().contains(attempt),
              Kind.NOT_RECORDED,
              when,
              "attempt " + attempt);
        });
    journal
        .agreed()
        .forEach(
            attempt ->
                check(
                    agreed.containsKey(attempt) || journal.cut().contains(attempt),
                    Kind.NOT_RECORDED,
                    at,
                    "attempt " + attempt));
  }

  private void check(boolean asItMustBe, Kind kind, Instant at, String detail) {
    checks++;
    if (!asItMustBe) {
      findings.add(new Finding(kind, at, detail));
    }
  }

  /** What must never have happened, in the order in which it did. */
  public List<Finding> findings() {
    return List.copyOf(findings);
  }

  /** How often something was held against a bound. */
  public long checks() {
    return checks;
  }
}
