package dev.assent.compliance.numbering;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.compliance.Found;
import dev.assent.compliance.Requirement;
import dev.assent.compliance.World;
import dev.assent.compliance.numbering.Zones.Confidence;
import dev.assent.compliance.policy.Policy;
import dev.assent.compliance.policy.TimeKeys;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A number is not a place: all candidates are kept, and it is said how they came about. */
@Timeout(60)
@Requirement("R12")
final class ZonesTest {

  @ParameterizedTest
  @CsvSource({
    "cn-own-customer, +8619900001234, , false, BY_NUMBER, Asia/Shanghai",
    "cn-own-customer, +8619900001234, Asia/Urumqi, false, BY_NUMBER_AND_DECLARED, Asia/Shanghai Asia/Urumqi",
    "cn-own-customer, +8619900001234, , true, REGION, Asia/Shanghai",
    "cn-own-customer, +869912345678, , false, BY_NUMBER, Asia/Shanghai",
    "us-tcpa, +12025550123, , false, BY_NUMBER, America/New_York",
    "us-tcpa, +12025550123, America/Denver, false, BY_NUMBER_AND_DECLARED, America/Denver America/New_York",
    "cn-own-customer, +85221234567, , false, BY_NUMBER, Asia/Hong_Kong",
  })
  void candidates(
      String pack,
      String number,
      @Nullable String declared,
      boolean moved,
      Confidence confidence,
      String zones) {
    Zones found =
        Zones.of(
            PhoneNumber.ofE164(number),
            new Whereabouts(declared == null ? null : ZoneId.of(declared), null, moved),
            policy(pack));
    assertThat(found.confidence()).isEqualTo(confidence);
    assertThat(found.candidates().stream().map(ZoneId::getId).sorted())
        .containsExactly(zones.split(" "));
  }

  @Test
  void aMovedOrPlacelessNumberMayBeAnywhereInItsRegion() {
    Policy us = policy("us-tcpa");
    assertThat(Zones.of(PhoneNumber.ofE164("+18665550123"), Whereabouts.UNSAID, us))
        .isEqualTo(new Zones(us.get(TimeKeys.REGION_ZONES), Confidence.REGION));
    assertThat(
            Zones.of(PhoneNumber.ofE164("+12025550123"), new Whereabouts(null, null, true), us)
                .candidates())
        .isEqualTo(us.get(TimeKeys.REGION_ZONES));
  }

  @Test
  void aPrefixOfXinjiangBringsItsClockWhereThePolicyAsksForIt() {
    Policy west = policy("cn-own-customer", "cn-west");
    assertThat(Zones.of(PhoneNumber.ofE164("+869912345678"), Whereabouts.UNSAID, west).candidates())
        .containsExactlyInAnyOrder(World.BEIJING, ZoneId.of("Asia/Urumqi"));
    assertThat(Zones.of(PhoneNumber.ofE164("+861062345678"), Whereabouts.UNSAID, west).candidates())
        .containsExactly(World.BEIJING);
  }

  private static Policy policy(String... packs) {
    return ((Found.Present<Policy>) World.BOOK.policy(List.of(packs))).value();
  }
}
