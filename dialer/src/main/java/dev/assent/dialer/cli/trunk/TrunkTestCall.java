package dev.assent.dialer.cli.trunk;

import dev.assent.compliance.Decision;
import dev.assent.compliance.Outcome;
import dev.assent.compliance.Reason;
import dev.assent.compliance.numbering.PhoneNumber;
import dev.assent.compliance.script.TestScript;
import dev.assent.compliance.store.attempt.TestNumbers;
import dev.assent.dialer.Exit;
import dev.assent.dialer.Message;
import dev.assent.dialer.UserError;
import dev.assent.dialer.call.PromptShelf;
import dev.assent.dialer.call.TestCallStory.Asked;
import dev.assent.dialer.call.Words;
import dev.assent.dialer.campaign.TestCallRun;
import dev.assent.dialer.cli.command.Inputs;
import dev.assent.dialer.cli.output.Column;
import dev.assent.dialer.cli.output.Printer;
import dev.assent.dialer.engine.CallParts;
import dev.assent.dialer.engine.EngineContext;
import dev.assent.dialer.trunk.TrunkHeld;
import dev.assent.media.rtp.NoMediaPort;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/**
 * {@code trunk check --call}: rings a registered number of our own staff over a trunk and shows by
 * which path each key was heard.
 */
final class TrunkTestCall {
  private TrunkTestCall() {}

  /** One line on the screen. */
  private record Line(String step, String result, String detail) {}

  private static final List<Column<Line>> COLUMNS =
      List.of(
          new Column<>("step", Line::step),
          new Column<>("result", Line::result),
          new Column<>("detail", Line::detail));

  /** Exit 1 when it was not answered or a key was not heard; 4 when the law said no. */
  static Exit run(EngineContext context, String trunk, String number)
      throws IOException, InterruptedException {
    CallParts calls = context.calls();
    calls.trunkConfig(trunk);
    TestNumbers.TestNumber test = registered(context, Inputs.number(context, number));
    TestCallRun run = new TestCallRun(calls.calling(), words(context, test.language()));
    TestCallRun.Result result;
    try {
      result = run.ring(test.id(), calls.trunks().named(trunk));
    } catch (NoMediaPort | TrunkHeld e) {
      throw new UserError(
          Exit.FAILED, String.valueOf(e.getMessage()), "assent trunk check " + trunk);
    }
    return switch (result) {
      case TestCallRun.Result.NotRung(Decision decision) -> notRung(context, decision);
      case TestCallRun.Result.Rung rung -> rung(context, rung);
    };
  }

  private static TestNumbers.TestNumber registered(EngineContext context, PhoneNumber number) {
    TestNumbers register = context.law().store().testNumbers();
    UUID id =
        register
            .of(number)
            .orElseThrow(
                () ->
                    new UserError(
                        Exit.NOT_PERMITTED,
                        Message.of("trunk.no_test_number"),
                        "assent number test list"));
    return register.inForce().stream()
        .filter(known -> known.id().equals(id))
        .findFirst()
        .orElseThrow();
  }

  /** Said before anything is reserved: a home without these prompts cannot ring anybody. */
  private static Words words(EngineContext context, String language) {
    PromptShelf prompts = context.law().prompts();
    try {
      return new Words(TestScript.of(language, prompts.hashes()), prompts);
    } catch (IllegalArgumentException e) {
      throw new UserError(
          Exit.CONFIG,
          Message.of("trunk.no_test_prompts", language, String.valueOf(e.getMessage())),
          null);
    }
  }

  private static Exit notRung(EngineContext context, Decision decision) {
    Locale locale = context.request().language().locale();
    List<Reason> reasons =
        switch (decision) {
          case Decision.Deny deny -> deny.reasons();
          case Decision.Defer defer -> defer.reasons();
          case Decision.Allow _ -> List.of();
        };
    new Printer(context.request(), context.terminal())
        .rows(
            COLUMNS,
            reasons.stream()
                .map(
                    reason ->
                        new Line(
                            reason.rule(),
                            reason.code().name(),
                            reason.code().text(locale) + " " + reason.detail()))
                .toList());
    return Exit.NOT_PERMITTED;
  }

  private static Exit rung(EngineContext context, TestCallRun.Result.Rung rung) {
    List<Line> lines = new ArrayList<>();
    lines.add(
        new Line(
            "call",
            rung.outcome().name(),
            rung.cause().isEmpty() ? rung.attemptId().toString() : rung.cause()));
    for (char key : TestScript.KEYS) {
      lines.add(
          rung.asked().stream()
              .filter(asked -> asked.key() == key && asked.heard().isPresent())
              .findFirst()
              .map(TrunkTestCall::heard)
              .orElse(new Line("key " + key, "NOT_HEARD", "")));
    }
    Printer printer = new Printer(context.request(), context.terminal());
    printer.rows(COLUMNS, lines);
    if (rung.outcome() == Outcome.OPTED_OUT) {
      printer.say("trunk.test_nine");
    }
    return lines.stream().anyMatch(line -> line.result().equals("NOT_HEARD"))
        ? Exit.FAILED
        : Exit.DONE;
  }

  private static Line heard(Asked asked) {
    var key = asked.heard().orElseThrow();
    return new Line(
        "key " + asked.key(),
        key.path().name(),
        key.durationMillis() + " ms" + (key.endSeen() ? "" : ", its end was not heard"));
  }
}
