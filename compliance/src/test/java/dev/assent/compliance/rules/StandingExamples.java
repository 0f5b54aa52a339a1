package dev.assent.compliance.rules;

import static dev.assent.compliance.ReasonCode.*;
import static dev.assent.compliance.With.with;
import static dev.assent.compliance.World.CAMPAIGN;
import static dev.assent.compliance.World.beijing;
import static dev.assent.compliance.rules.Example.allows;
import static dev.assent.compliance.rules.Example.denies;

import dev.assent.compliance.Campaign.State;
import dev.assent.compliance.ClockState;
import dev.assent.compliance.Found;
import dev.assent.compliance.Hold;
import dev.assent.compliance.Hold.Scope;
import dev.assent.compliance.RecorderState;
import dev.assent.compliance.World;
import dev.assent.compliance.policy.Calendars;
import dev.assent.compliance.policy.DialKeys;
import dev.assent.compliance.policy.Policy;
import dev.assent.compliance.policy.PolicyKey;
import dev.assent.compliance.policy.Purpose;
import dev.assent.compliance.script.Script;
import dev.assent.compliance.script.SegmentType;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Examples of the rules about the house: holds, clock, policy, campaign, script, caller number. */
final class StandingExamples {

  private StandingExamples() {}

  static List<Example> all() {
    List<Example> all = new ArrayList<>();
    all.addAll(holds());
    all.addAll(clock());
    all.addAll(policy());
    all.addAll(campaign());
    all.addAll(script());
    all.addAll(caller());
    all.addAll(recorder());
    return all;
  }

  private static List<Example> holds() {
    return List.of(
        denies("R01", "a global hold", w -> hold(w, Scope.GLOBAL, ""), HOLD_ACTIVE),
        denies(
            "R01", "its campaign", w -> hold(w, Scope.CAMPAIGN, CAMPAIGN.toString()), HOLD_ACTIVE),
        allows("R01", "another campaign", w -> hold(w, Scope.CAMPAIGN, new UUID(7, 7).toString())),
        denies("R01", "its trunk", w -> hold(w, Scope.TRUNK, World.TRUNK), HOLD_ACTIVE),
        allows("R01", "another trunk", w -> hold(w, Scope.TRUNK, "spare")),
        denies("R01", "its range", w -> hold(w, Scope.NUMBER_RANGE, "+861990000"), HOLD_ACTIVE),
        allows("R01", "another range", w -> hold(w, Scope.NUMBER_RANGE, "+861990001")),
        denies(
            "R01",
            "holds that cannot be read",
            w -> w.holds = Found.unreadable("down"),
            HOLD_STATE_UNKNOWN),
        denies("R01", "no holds table", w -> w.holds = Found.absent(), HOLD_STATE_UNKNOWN));
  }

  private static void hold(World world, Scope scope, String target) {
    world.holds =
        Found.present(List.of(new Hold(new UUID(0, 8), scope, target, "x", "y", world.now)));
  }

  private static List<Example> clock() {
    return List.of(
        allows("R02", "one second off", w -> offset(w, Duration.ofSeconds(1))),
        allows("R02", "one second behind", w -> offset(w, Duration.ofSeconds(-1))),
        denies("R02", "more", w -> offset(w, Duration.ofMillis(1001)), CLOCK_UNTRUSTED),
        denies("R02", "more behind", w -> offset(w, Duration.ofMillis(-1001)), CLOCK_UNTRUSTED),
        denies(
            "R02",
            "not synchronised",
            w -> w.clock = new ClockState(false, Duration.ZERO, "no peer", "2026a"),
            CLOCK_UNTRUSTED),
        allows("R02", "last year's zones", w -> w.clock = with(w.clock, "tzdata", "2025a")),
        denies(
            "R02",
            "zones of the year before last",
            w -> w.clock = with(w.clock, "tzdata", "2024b"),
            TZDATA_STALE),
        denies("R02", "no zones", w -> w.clock = with(w.clock, "tzdata", ""), TZDATA_STALE));
  }

  private static void offset(World world, Duration offset) {
    world.clock = new ClockState(true, offset, "", "2026a");
  }

  private static List<Example> policy() {
    return List.of(
        denies(
            "R03",
            "no policy",
            w -> w.policy = Found.absent(),
            POLICY_MISSING,
            LICENCE_MISSING,
            CLI_NOT_FILED,
            ABANDON_LIMIT,
            JURISDICTION_UNKNOWN,
            CONSENT_MISSING,
            PURPOSE_MISMATCH,
            SEPARATE_CONSENT_MISSING,
            COOL_OFF,
            RESIDENCY_VIOLATION,
            CALENDAR_MISSING,
            OUTSIDE_WINDOW,
            ATTEMPTS_EXHAUSTED,
            COUNTER_UNAVAILABLE,
            TRUNK_LIMIT),
        denies(
            "R03",
            "marketing from a call centre's number (X-13)",
            w -> w.policy = World.BOOK.policy(List.of("cn-callcentre")),
            PURPOSE_FORBIDDEN),
        denies(
            "R03",
            "marketing when any pack forbids it",
            w -> w.policy = World.BOOK.policy(List.of("cn-own-customer", "cn-callcentre")),
            PURPOSE_FORBIDDEN),
        denies(
            "R03",
            "before the pack is in force",
            w -> {
              w.at("2024-12-31T10:00:00");
              w.calendars = new Calendars(List.of(year2024()));
              w.campaign = with(w.campaign, "from", beijing("2024-01-01T00:00:00"));
              w.caller = with(w.caller, "filedAt", LocalDate.of(2024, 1, 1));
            },
            POLICY_EXPIRED));
  }

  /** An invented quiet year: only its being loaded matters. */
  private static dev.assent.compliance.policy.HolidayCalendar year2024() {
    return new dev.assent.compliance.policy.HolidayCalendar(
        "CN", 2024, "x", "x", LocalDate.of(2023, 11, 1), Set.of(), Set.of(), Set.of());
  }

  private static List<Example> campaign() {
    List<Example> examples =
        new ArrayList<>(
            List.of(
                allows(
                    "R04", "approved", w -> w.campaign = with(w.campaign, "state", State.APPROVED)),
                denies(
                    "R04",
                    "unknown campaign",
                    w -> w.campaignKnown = false,
                    CAMPAIGN_NOT_APPROVED,
                    PURPOSE_FORBIDDEN,
                    SCRIPT_NOT_APPROVED,
                    CLI_NOT_FILED,
                    PURPOSE_MISMATCH,
                    SEPARATE_CONSENT_MISSING),
                denies(
                    "R04",
                    "no approver",
                    w -> w.campaign = with(w.campaign, "approver", null),
                    CAMPAIGN_NOT_APPROVED),
                denies(
                    "R04",
                    "approved by its creator",
                    w -> w.campaign = with(w.campaign, "approver", "creator"),
                    CAMPAIGN_NOT_APPROVED),
                allows(
                    "R04",
                    "approved by its creator in a sole home, and marked so",
                    w ->
                        w.campaign =
                            with(with(w.campaign, "approver", "creator"), "selfApproved", true)),
                allows(
                    "R04", "its first instant", w -> w.campaign = with(w.campaign, "from", w.now)),
                denies(
                    "R04",
                    "before it",
                    w -> w.campaign = with(w.campaign, "from", w.now.plusMillis(1)),
                    CAMPAIGN_NOT_APPROVED),
                allows(
                    "R04",
                    "its last instant",
                    w -> w.campaign = with(w.campaign, "to", w.now.plusMillis(1))),
                denies(
                    "R04",
                    "its end",
                    w -> w.campaign = with(w.campaign, "to", w.now),
                    CAMPAIGN_NOT_APPROVED),
                denies(
                    "R04",
                    "approved for another trunk",
                    w -> w.campaign = with(w.campaign, "trunk", "spare"),
                    CAMPAIGN_NOT_APPROVED)));
    for (State state :
        List.of(
            State.DRAFT,
            State.SUBMITTED,
            State.PAUSED,
            State.DRAINING,
            State.STOPPED,
            State.FINISHED)) {
      examples.add(
          denies(
              "R04",
              "state " + state,
              w -> w.campaign = with(w.campaign, "state", state),
              CAMPAIGN_NOT_APPROVED));
    }
    return examples;
  }

  private static List<Example> script() {
    List<Example> examples =
        new ArrayList<>(
            List.of(
                denies(
                    "R05",
                    "unknown script",
                    w -> w.scriptKnown = false,
                    SCRIPT_NOT_APPROVED,
                    AGENT_NOT_CERTIFIED),
                denies(
                    "R05",
                    "in review",
                    w -> w.script = with(w.script, "state", Script.State.REVIEW),
                    SCRIPT_NOT_APPROVED),
                denies(
                    "R05",
                    "approved by its author",
                    w -> w.script = with(w.script, "approver", "author"),
                    SCRIPT_NOT_APPROVED),
                allows(
                    "R05",
                    "its last day",
                    w -> play(w, with(w.script, "validTo", LocalDate.of(2026, 3, 18)))),
                denies(
                    "R05",
                    "the day after",
                    w -> play(w, with(w.script, "validTo", LocalDate.of(2026, 3, 17))),
                    SCRIPT_NOT_APPROVED),
                denies(
                    "R05",
                    "not the script approved with the campaign",
                    w -> w.script = with(w.script, "version", 2),
                    SCRIPT_NOT_APPROVED),
                denies(
                    "R05",
                    "another file under a prompt's name",
                    w -> w.promptsOnDisk.put("identity", "cd".repeat(32)),
                    PROMPT_HASH_MISMATCH),
                denies(
                    "R05",
                    "a prompt that is gone",
                    w -> w.promptsOnDisk.remove("thanks"),
                    PROMPT_HASH_MISMATCH)));
    for (SegmentType type :
        List.of(
            SegmentType.IDENTITY,
            SegmentType.PURPOSE,
            SegmentType.RECORDING_DISCLOSURE,
            SegmentType.CHOICE,
            SegmentType.OPT_OUT,
            SegmentType.SYNTHETIC_VOICE)) {
      examples.add(
          denies(
              "R05",
              "a synthetic script without " + type,
              w -> play(w, World.script(type)),
              SCRIPT_SEGMENT_MISSING));
    }
    return examples;
  }

  private static void play(World world, Script script) {
    world.script = script;
    world.campaign = World.campaign(script);
  }

  private static List<Example> caller() {
    return List.of(
        denies("R07", "not in the register", w -> w.callerKnown = false, CLI_NOT_FILED),
        denies("R07", "no filing", w -> w.caller = with(w.caller, "filingNo", ""), CLI_NOT_FILED),
        denies(
            "R07",
            "filed from tomorrow",
            w -> w.caller = with(w.caller, "filedAt", LocalDate.of(2026, 3, 19)),
            CLI_NOT_FILED),
        denies(
            "R07",
            "inbound only (D-k)",
            w -> w.caller = with(w.caller, "outbound", false),
            CLI_NOT_FILED),
        denies(
            "R07",
            "no commitment letter (D-c)",
            w -> w.caller = with(w.caller, "commitmentLetter", ""),
            CLI_NOT_FILED),
        denies(
            "R07",
            "a commitment letter that nobody attached",
            w -> w.caller = with(w.caller, "letterSha256", ""),
            CLI_NOT_FILED),
        denies(
            "R07",
            "not attested as the policy wants",
            w -> attestation(w, DialKeys.Attestation.B, "C"),
            CLI_NOT_FILED),
        denies(
            "R07",
            "not attested at all",
            w -> attestation(w, DialKeys.Attestation.C, ""),
            CLI_NOT_FILED),
        allows("R07", "attested as wanted", w -> attestation(w, DialKeys.Attestation.B, "B")),
        allows("R07", "attested better", w -> attestation(w, DialKeys.Attestation.B, "A")),
        allows(
            "R07",
            "nothing to file where the law knows no filing",
            w -> {
              policy(w, DialKeys.CALLER_FILED, false);
              w.caller = with(with(w.caller, "filingNo", ""), "letterSha256", "");
            }),
        allows(
            "R07",
            "given back from tomorrow",
            w -> w.caller = w.caller.retired(LocalDate.of(2026, 3, 19))),
        denies(
            "R07",
            "given back today",
            w -> w.caller = w.caller.retired(LocalDate.of(2026, 3, 18)),
            CLI_NOT_FILED),
        allows(
            "R07",
            "one of the campaign's two numbers",
            w ->
                w.campaign =
                    with(w.campaign, "callerNumbers", List.of("+861088880001", "+861088880000"))),
        allows(
            "R07",
            "its last day",
            w -> w.caller = with(w.caller, "validTo", LocalDate.of(2026, 3, 18))),
        denies(
            "R07",
            "run out",
            w -> w.caller = with(w.caller, "validTo", LocalDate.of(2026, 3, 17)),
            CLI_NOT_FILED),
        denies(
            "R07",
            "not for this trunk",
            w -> w.caller = with(w.caller, "trunks", List.of("spare")),
            CLI_NOT_FILED),
        denies(
            "R07",
            "filed for another purpose",
            w -> w.caller = with(w.caller, "uses", Set.of(Purpose.SERVICE)),
            CLI_PURPOSE_MISMATCH),
        denies(
            "R07",
            "not the campaign's number",
            w -> w.caller = with(w.caller, "e164", "+861088880001"),
            CLI_NOT_FILED),
        denies("R07", "hidden", w -> show(w, "anonymous"), CLI_HIDDEN, CLI_SERIES_WRONG),
        denies("R07", "digits cut", w -> show(w, "+861x88880000"), CLI_HIDDEN),
        denies("R07", "a foreign number", w -> show(w, "+85221110000"), CLI_SERIES_WRONG),
        // 10 working days after Wednesday, 4 March 2026 end on 18 March.
        allows(
            "R07", "a change on its last day to file", w -> changed(w, LocalDate.of(2026, 3, 4))),
        denies(
            "R07",
            "a day late (D-b)",
            w -> changed(w, LocalDate.of(2026, 3, 3)),
            CLI_FILING_OVERDUE),
        allows(
            "R07",
            "an old change, filed",
            w -> {
              changed(w, LocalDate.of(2025, 6, 3));
              w.caller = with(w.caller, "filedAt", LocalDate.of(2025, 6, 3));
            }));
  }

  private static void show(World world, String number) {
    world.caller = with(world.caller, "e164", number);
    world.campaign = with(world.campaign, "callerNumbers", List.of(number));
  }

  private static void attestation(World world, DialKeys.Attestation wanted, String has) {
    policy(world, DialKeys.CALLER_ATTESTATION, wanted);
    world.caller = with(world.caller, "attestation", has);
  }

  private static <T> void policy(World world, PolicyKey<T> key, T value) {
    if (world.policy instanceof Found.Present<Policy>(var now)) {
      world.policy = Found.present(with(now, "figures", now.figures().with(key, value)));
    }
  }

  private static void changed(World world, LocalDate day) {
    world.caller = with(world.caller, "changedAt", day);
  }

  private static List<Example> recorder() {
    return List.of(
        denies("R08", "no recorder", StandingExamples::noRecorder, RECORDER_UNAVAILABLE),
        denies(
            "R08",
            "mandatory by policy alone",
            w -> {
              noRecorder(w);
              w.campaign = with(w.campaign, "recordingMandatory", false);
            },
            RECORDER_UNAVAILABLE),
        denies(
            "R08",
            "mandatory by campaign alone",
            w -> {
              noRecorder(w);
              service(w, true);
            },
            RECORDER_UNAVAILABLE),
        allows(
            "R08",
            "not mandatory",
            w -> {
              noRecorder(w);
              service(w, false);
            }));
  }

  private static void noRecorder(World world) {
    world.recorder = new RecorderState.NotReady("disk full");
  }

  private static void service(World world, boolean mandatory) {
    world.policy = World.BOOK.policy(List.of("cn-callcentre"));
    world.campaign =
        with(with(world.campaign, "purpose", Purpose.SERVICE), "recordingMandatory", mandatory);
  }
}
