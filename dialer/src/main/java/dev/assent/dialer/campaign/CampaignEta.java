package dev.assent.dialer.campaign;

import dev.assent.compliance.Campaign;
import dev.assent.compliance.Outlook;
import dev.assent.compliance.rules.Timetable;
import dev.assent.compliance.store.campaign.AnswerRates;
import dev.assent.dialer.campaign.CampaignPlan.Capacity;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/**
 * When a campaign may be done, from some of its people instead of all: what a plan says of the
 * whole list, within a moment.
 *
 * @param eta when nobody is left to be called; empty when that is not before its end
 * @param calls to be placed until then or its end
 * @param left people who cannot be called before its end
 * @param callable people who may be called some day as things stand
 * @param sample people it is made from; all of the list when {@code whole}
 */
public record CampaignEta(
    Optional<Instant> eta, long calls, long left, long callable, int sample, boolean whole) {

  /**
   * @param contacts how many there are in all
   */
  public static CampaignEta of(
      Timetable timetable,
      Campaign campaign,
      AnswerRates rates,
      ZoneId zone,
      List<Outlook> some,
      long contacts,
      Capacity capacity,
      Instant at) {
    CampaignForecast forecast = new CampaignForecast(timetable, campaign.id(), rates, zone);
    double each = some.isEmpty() ? 0 : (double) contacts / some.size();
    some.forEach(contact -> forecast.add(contact, each));
    long callable = Math.round(forecast.left());
    CampaignForecast.Result ahead = forecast.run(at, capacity.sustained(), campaign.to());
    return new CampaignEta(
        ahead.finish(),
        Math.round(ahead.calls()),
        Math.round(ahead.left()),
        callable,
        some.size(),
        some.size() >= contacts);
  }
}
