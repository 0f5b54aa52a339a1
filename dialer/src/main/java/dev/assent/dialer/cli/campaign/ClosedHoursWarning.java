package dev.assent.dialer.cli.campaign;

import dev.assent.compliance.Campaign;
import dev.assent.compliance.ClosedHours;
import dev.assent.compliance.Found;
import dev.assent.compliance.intake.CampaignFile;
import dev.assent.compliance.policy.Choice;
import dev.assent.compliance.policy.Policy;
import dev.assent.dialer.cli.output.Printer;
import dev.assent.dialer.engine.EngineContext;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Hours of a campaign's schedule in which nobody may ever be called: said before it waits for them.
 */
final class ClosedHoursWarning {
  private ClosedHoursWarning() {}

  /** Of a campaign that stands in the register. */
  static void say(EngineContext context, Campaign campaign) {
    say(context, campaign, List.of());
  }

  /**
   * @param places where each of its hours stands in its file; empty when there is none
   */
  static void say(EngineContext context, Campaign campaign, List<CampaignFile.SlotPlace> places) {
    if (!(context.law().book().policy(campaign.packs()) instanceof Found.Present(Policy policy))) {
      return; // R03 says so of every call
    }
    Printer printer = new Printer(context.request(), context.terminal());
    for (ClosedHours closed : ClosedHours.of(campaign, policy, context.law().book().calendars())) {
      printer.warn(
          "campaign.closed_hours",
          places.isEmpty()
              ? campaign.name()
                  + ": schedule.hours["
                  + closed.slot()
                  + "]."
                  + Choice.written(closed.field())
              : places.get(closed.slot()).of(closed.field()),
          closed.days().stream().sorted().map(Choice::written).collect(Collectors.joining(", ")),
          closed.from(),
          closed.until(),
          String.join(", ", campaign.packs()));
    }
  }
}
