package dev.assent.compliance.intake;

import dev.assent.compliance.Campaign.Dialling;
import dev.assent.compliance.CampaignSchedule;
import dev.assent.compliance.RetryStep;
import dev.assent.compliance.policy.Choice;
import dev.assent.compliance.policy.Window;
import dev.assent.compliance.policy.YamlMapping;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The keys of a campaign's file that say when and how often it dials: {@code docs/campaigns.md}.
 */
final class DiallingKeys {
  private static final int LONGEST_GAP_MINUTES = 43_200;
  private static final int MOST_RETRIES = 20;

  private DiallingKeys() {}

  static Dialling read(YamlMapping yaml) {
    return new Dialling(
        yaml.has("priority")
            ? yaml.integer("priority", 1, Dialling.HIGHEST_PRIORITY)
            : Dialling.USUAL_PRIORITY,
        yaml.has("schedule") ? yaml.mapping("schedule", DiallingKeys::schedule) : null,
        yaml.has("retry") ? retries(yaml) : List.of());
  }

  private static CampaignSchedule schedule(YamlMapping yaml) {
    yaml.only("timeZone", "byItself", "hours", "except");
    List<CampaignSchedule.Slot> slots = yaml.mappings("hours", DiallingKeys::slot);
    if (slots.isEmpty()) {
      throw yaml.error("hours", "must name hours, or nobody would ever be called");
    }
    Set<LocalDate> except = yaml.has("except") ? new HashSet<>(yaml.days("except")) : Set.of();
    return new CampaignSchedule(
        yaml.zone("timeZone"), yaml.has("byItself") && yaml.bool("byItself"), slots, except);
  }

  /** Of a file that was read. */
  static List<CampaignFile.SlotPlace> places(YamlMapping yaml) {
    return yaml.has("schedule")
        ? yaml.mapping(
            "schedule",
            schedule ->
                schedule
                    .only("timeZone", "byItself", "hours", "except")
                    .mappings("hours", DiallingKeys::place))
        : List.of();
  }

  private static CampaignFile.SlotPlace place(YamlMapping yaml) {
    yaml.only("days", "start", "end");
    return new CampaignFile.SlotPlace(yaml.place("days"), yaml.place("start"), yaml.place("end"));
  }

  private static CampaignSchedule.Slot slot(YamlMapping yaml) {
    yaml.only("days", "start", "end");
    Set<DayOfWeek> days = yaml.choices("days", DayOfWeek.class);
    if (days.isEmpty()) {
      throw yaml.error("days", "must name a day");
    }
    return new CampaignSchedule.Slot(days, window(yaml));
  }

  private static Window window(YamlMapping yaml) {
    LocalTime start = yaml.time("start");
    LocalTime end = yaml.time("end");
    if (!start.isBefore(end)) {
      throw yaml.error("end", "must be after start; hours over midnight are two entries");
    }
    return new Window(start, end);
  }

  private static List<RetryStep> retries(YamlMapping yaml) {
    Set<RetryStep.After> seen = EnumSet.noneOf(RetryStep.After.class);
    return yaml.mappings("retry", each -> retry(each, seen));
  }

  private static RetryStep retry(YamlMapping yaml, Set<RetryStep.After> seen) {
    yaml.only("after", "gapMinutes", "max", "hours");
    RetryStep.After after = yaml.choice("after", RetryStep.After.class);
    if (!seen.add(after)) {
      throw yaml.error("after", Choice.written(after) + " stands there twice");
    }
    return new RetryStep(
        after,
        Duration.ofMinutes(yaml.integer("gapMinutes", 1, LONGEST_GAP_MINUTES)),
        yaml.integer("max", 0, MOST_RETRIES),
        yaml.has("hours")
            ? yaml.mappings("hours", hours -> window(hours.only("start", "end")))
            : List.of());
  }
}
