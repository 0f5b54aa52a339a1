package dev.assent.compliance.rules;

import static dev.assent.compliance.ReasonCode.CLOCK_UNTRUSTED;
import static dev.assent.compliance.ReasonCode.TZDATA_STALE;

import dev.assent.compliance.ClockState;
import dev.assent.compliance.Facts;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.regex.Pattern;

/** R02: no call by a clock or by time zones that cannot be believed. */
public final class R02ClockTrust implements Rule {

  private static final Duration MOST = Duration.ofSeconds(1);
  private static final Pattern RELEASE = Pattern.compile("20[0-9]{2}[a-z]");

  @Override
  public String id() {
    return "R02";
  }

  @Override
  public void judge(Facts facts, Objections objections) {
    ClockState clock = facts.clock();
    if (!clock.trusted()) {
      objections.deny(CLOCK_UNTRUSTED, clock.why());
    } else if (clock.offset().abs().compareTo(MOST) > 0) {
      objections.deny(CLOCK_UNTRUSTED, "off by " + clock.offset());
    }
    int thisYear = facts.now().atOffset(ZoneOffset.UTC).getYear();
    if (releaseYear(clock.tzdata()) < thisYear - 1) {
      objections.deny(TZDATA_STALE, "time zone data '" + clock.tzdata() + "'");
    }
  }

  /** Zones change every year: data of neither this year nor the last is stale. */
  private static int releaseYear(String tzdata) {
    return RELEASE.matcher(tzdata).matches() ? Integer.parseInt(tzdata.substring(0, 4)) : 0;
  }
}
