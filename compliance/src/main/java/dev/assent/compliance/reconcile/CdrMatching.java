package dev.assent.compliance.reconcile;

import static java.util.stream.Collectors.groupingBy;

import dev.assent.compliance.Outcome;
import dev.assent.compliance.numbering.PhoneNumber;
import dev.assent.compliance.reconcile.Finding.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Holds a carrier's records against our attempts: by Call-ID first, then by number and time. One
 * thread, used once.
 *
 * <p>Whatever is not certain stays unknown. That a call is not in the file proves that it was never
 * placed only if the file covers its time and tells of unanswered calls too, and shows that it
 * does: it knows a call of ours over that trunk before it and one after it, it knows every one of
 * that time that must stand in it, and no line that is nobody's could be this call.
 */
public final class CdrMatching {
  private final CdrDocument document;
  private final List<OurCall> ours;
  private final Map<PhoneNumber, UUID> numbers;
  private final Map<String, OurCall> byCallId = new HashMap<>();
  private final Map<UUID, List<OurCall>> byNumber;
  private final Map<UUID, List<CdrRecord>> named = new HashMap<>();
  private final Map<UUID, List<CdrRecord>> near = new HashMap<>();
  private final Set<UUID> unclear = new HashSet<>();
  private final List<CdrRecord> nobodys = new ArrayList<>();
  private final List<Finding> findings = new ArrayList<>();
  private final List<Proposal> proposals = new ArrayList<>();

  /**
   * @param ours every attempt of the time of the file and its tolerance, whatever campaign
   * @param numbers ids of the numbers in the file that this home knows
   */
  public CdrMatching(CdrDocument document, List<OurCall> ours, Map<PhoneNumber, UUID> numbers) {
    this.document = document;
    this.ours = List.copyOf(ours);
    this.numbers = Map.copyOf(numbers);
    ours.forEach(call -> byCallId.put(call.callId(), call));
    byNumber = ours.stream().collect(groupingBy(OurCall::number));
  }

  /** What it comes to; findings in the order of the file. */
  public record Result(List<Proposal> proposals, List<Finding> findings) {
    public Result {
      proposals = List.copyOf(proposals);
      findings = List.copyOf(findings);
    }
  }

  /**
   * @param campaign whose unknowns are looked for
   * @param trunk over which the file tells of calls
   */
  public Result match(UUID campaign, String trunk) {
    List<CdrRecord> nameless = new ArrayList<>();
    for (CdrRecord line : document.records()) {
      OurCall call = byCallId.get(line.callId());
      if (call == null) {
        nameless.add(line);
      } else {
        byCallId(call, line);
      }
    }
    nameless.forEach(this::byNumber);
    ours.stream().filter(call -> call.outcome() != null && !call.unknown()).forEach(this::compare);
    Optional<CdrDocument.Period> proven = proven(trunk);
    ours.stream()
        .filter(OurCall::unknown)
        .filter(call -> call.campaign().equals(campaign) && call.trunk().equals(trunk))
        .sorted(Comparator.comparing(OurCall::placedAt).thenComparing(OurCall::attempt))
        .forEach(call -> resolve(call, proven));
    findings.sort(Comparator.comparingLong(Finding::line));
    return new Result(proposals, findings);
  }

  private void byCallId(OurCall call, CdrRecord line) {
    if (called(line).filter(call.number()::equals).isEmpty()) {
      tell(Kind.OTHER_NUMBER, line, "called", call);
      unclear.add(call.attempt());
    }
    named.computeIfAbsent(call.attempt(), _ -> new ArrayList<>()).add(line);
  }

  /** A call that another line names is not the one of this line. */
  private void byNumber(CdrRecord line) {
    List<OurCall> candidates =
        called(line).stream()
            .flatMap(number -> byNumber.getOrDefault(number, List.of()).stream())
            .filter(call -> !named.containsKey(call.attempt()))
            .filter(call -> apart(call, line).compareTo(document.tolerance()) <= 0)
            .toList();
    if (candidates.isEmpty()) {
      nobodys.add(line);
      findings.add(new Finding(Kind.NOT_OURS, line.line(), "callId", ""));
    }
    if (candidates.size() > 1) {
      candidates.forEach(call -> tell(Kind.AMBIGUOUS, line, "start", call));
      candidates.forEach(call -> unclear.add(call.attempt()));
    }
    for (OurCall call : candidates) {
      List<CdrRecord> lines = near.computeIfAbsent(call.attempt(), _ -> new ArrayList<>());
      lines.add(line);
      if (candidates.size() == 1 && lines.size() > 1 && unclear.add(call.attempt())) {
        lines.forEach(each -> tell(Kind.AMBIGUOUS, each, "start", call));
      }
    }
  }

  private Optional<UUID> called(CdrRecord line) {
    return Optional.ofNullable(line.called()).map(numbers::get);
  }

  private static Duration apart(OurCall call, CdrRecord line) {
    return Duration.between(call.placedAt(), line.start()).abs();
  }

  private void tell(Kind kind, CdrRecord line, String field, OurCall call) {
    findings.add(new Finding(kind, line.line(), field, call.attempt().toString()));
  }

  private List<CdrRecord> lines(OurCall call) {
    return named.getOrDefault(call.attempt(), near.getOrDefault(call.attempt(), List.of()));
  }

  /** Of a call whose end we saw. */
  private void compare(OurCall call) {
    List<CdrRecord> lines = lines(call);
    if (lines.isEmpty() || unclear.contains(call.attempt())) {
      return;
    }
    boolean answered = lines.stream().anyMatch(CdrRecord::answered);
    if (call.outcome() == Outcome.NOT_SENT || answered != call.answered()) {
      tell(Kind.DIFFERS, lines.getFirst(), "answer", call);
    }
  }

  /**
   * From the first to the last call of ours over that trunk which the file knows: it may be cut off
   * before and after. Empty when it knows none, or lacks one that must stand in it.
   */
  private Optional<CdrDocument.Period> proven(String trunk) {
    List<OurCall> over = ours.stream().filter(call -> call.trunk().equals(trunk)).toList();
    List<OurCall> lacking =
        over.stream()
            .filter(call -> lines(call).isEmpty() && mustStandInIt(call) && covered(call))
            .toList();
    lacking.forEach(
        call ->
            findings.add(
                new Finding(Kind.NOT_KNOWN_TO_CARRIER, 0, "callId", call.attempt().toString())));
    List<Instant> known =
        over.stream()
            .filter(call -> !lines(call).isEmpty())
            .map(OurCall::placedAt)
            .sorted()
            .toList();
    return known.isEmpty() || !lacking.isEmpty()
        ? Optional.empty()
        : Optional.of(new CdrDocument.Period(known.getFirst(), known.getLast()));
  }

  /** Whether the carrier answered for it: with that end it must have a record of it. */
  private boolean mustStandInIt(OurCall call) {
    Outcome outcome = call.outcome();
    if (call.answered() || outcome == null) {
      return call.answered();
    }
    return document.everyCall()
        && switch (outcome) {
          case NO_ANSWER, BUSY, UNWANTED, BLOCKED -> true;
          case FAILED,
              AGREED,
              REFUSED,
              REFUSED_TIMEOUT,
              OPTED_OUT,
              OPT_OUT_PENDING,
              NO_KEY_PATH,
              HUNG_UP,
              ANSWERED_UNHEARD,
              CANCELLED,
              CANCELLED_DNC,
              REC_FAIL,
              UNKNOWN,
              NOT_SENT ->
              false;
        };
  }

  private boolean covered(OurCall call) {
    CdrDocument.Period covers = document.covers();
    return covers != null && covers.surely(call.placedAt(), document.tolerance());
  }

  /** Its number may be written otherwise there, or its time by another clock. */
  private boolean mayBeNobodys(OurCall call) {
    return nobodys.stream()
        .anyMatch(
            line ->
                apart(call, line).compareTo(document.tolerance()) <= 0
                    || called(line).filter(call.number()::equals).isPresent());
  }

  private boolean provenAbsent(OurCall call, Optional<CdrDocument.Period> proven) {
    return covered(call)
        && proven
            .filter(period -> !call.placedAt().isBefore(period.from()))
            .filter(period -> !call.placedAt().isAfter(period.to()))
            .isPresent()
        && !mayBeNobodys(call);
  }

  private void resolve(OurCall call, Optional<CdrDocument.Period> proven) {
    List<CdrRecord> lines = lines(call);
    // The same Call-ID once more is our further INVITE after a refusal; two answers are not.
    boolean twice = lines.stream().filter(CdrRecord::answered).count() > 1;
    if (twice) {
      lines.forEach(line -> tell(Kind.AMBIGUOUS, line, "callId", call));
    }
    if (unclear.contains(call.attempt()) || twice) {
      return;
    }
    if (!lines.isEmpty()) {
      proposals.add(proposal(call, strongest(lines)));
    } else if (provenAbsent(call, proven)) {
      Outcome outcome = document.everyCall() ? Outcome.NOT_SENT : Outcome.NO_ANSWER;
      proposals.add(new Proposal(call.attempt(), outcome, 0, null, null, ""));
    } else {
      findings.add(new Finding(Kind.STAYS_UNKNOWN, 0, "callId", call.attempt().toString()));
    }
  }

  /** What weighs most: an answer, then a refusal, then what may have rung, then what did not. */
  private static CdrRecord strongest(List<CdrRecord> lines) {
    return lines.stream().max(Comparator.comparingInt(CdrMatching::weight)).orElseThrow();
  }

  private static int weight(CdrRecord line) {
    return switch (line.outcome()) {
      case ANSWERED_UNHEARD -> 5;
      case UNWANTED -> 4;
      case BLOCKED -> 3;
      case NO_ANSWER -> 2;
      case BUSY -> 1;
      case FAILED,
          AGREED,
          REFUSED,
          REFUSED_TIMEOUT,
          OPTED_OUT,
          OPT_OUT_PENDING,
          NO_KEY_PATH,
          HUNG_UP,
          CANCELLED,
          CANCELLED_DNC,
          REC_FAIL,
          UNKNOWN,
          NOT_SENT ->
          0;
    };
  }

  private static Proposal proposal(OurCall call, CdrRecord line) {
    return new Proposal(
        call.attempt(),
        line.outcome(),
        line.line(),
        line.answeredAt(),
        line.seconds(),
        line.code());
  }
}
