package dev.assent.compliance.store.privacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assent.compliance.Requirement;
import dev.assent.compliance.SubjectState.Restriction;
import dev.assent.compliance.access.NotAllowed;
import dev.assent.compliance.privacy.ErasureItem.Fate;
import dev.assent.compliance.privacy.HeldKind;
import dev.assent.compliance.privacy.LegalHold;
import dev.assent.compliance.privacy.RecordingShelf;
import dev.assent.compliance.privacy.RightsRequest;
import dev.assent.compliance.store.Tables;
import dev.assent.compliance.store.TestDatabase;
import dev.assent.compliance.store.TestHome;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A case keeps what would go, and frees nothing for use. */
@Timeout(60)
@Requirement({"R56", "R55"})
class LegalHoldsTest {
  @ParameterizedTest
  @EnumSource
  void aCaseSuspendsErasureUntilItIsLiftedOrOver(TestDatabase database) throws Exception {
    try (ErasureHome erasing = new ErasureHome(database)) {
      TestHome home = erasing.home;
      LegalHolds holds = home.store().legalHolds();
      home.register(2);
      erasing.called(0);
      Instant until = home.now.get().plus(Duration.ofDays(400));
      LegalHold hold = holds.set(TestHome.number(0), "C-7", until, "anna");
      RightsRequest request = erasing.asksToBeErased(0);

      assertThat(erasing.erasures().plan(request.id()).items())
          .hasSize(4)
          .allMatch(item -> item.fate().equals(new Fate.OnHold("C-7", until)));
      erasing.erase(request);
      home.tick(Duration.ofDays(320)); // recording and contact are due
      assertThat(erasing.erasures().sweep().plan(home.now.get()))
          .anyMatch(due -> due.held() && due.kind() == HeldKind.RECORDING);
      erasing.erasures().sweep().sweep();
      assertThat(erasing.shelf.all()).hasSize(1);
      assertThat(erasing.erasures().sweep().overdue()).isZero();

      assertThatThrownBy(() -> holds.lift(hold.id(), TestHome.ANNA)).isInstanceOf(NotAllowed.class);
      holds.lift(hold.id(), TestHome.BOB);
      erasing.erasures().sweep().sweep();
      assertThat(erasing.shelf.all()).isEmpty();
      assertThat(Tables.count(home.settings, "contact")).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aHeldRecordingStaysAndMayBeUsedForTheCaseAlone(TestDatabase database) throws Exception {
    try (ErasureHome erasing = new ErasureHome(database)) {
      TestHome home = erasing.home;
      LegalHolds holds = home.store().legalHolds();
      home.register(2);
      UUID first = erasing.called(0);
      home.tick(Duration.ofDays(1));
      UUID second = erasing.called(0);
      UUID attempt = attempt(erasing, first);
      LegalHold hold =
          holds.set(first, attempt, "C-8", home.now.get().plus(Duration.ofDays(190)), "anna");
      assertThat(holds.against(attempt, first)).containsExactly(Restriction.LEGAL_HOLD);
      assertThat(holds.against(attempt(erasing, second), second)).isEmpty();

      assertThatThrownBy(() -> holds.approve(hold.id(), TestHome.BOB, new byte[] {0}))
          .hasMessageContaining("signature");
      assertThat(holds.approve(hold.id(), TestHome.BOB, new byte[] {1}).approvedBy())
          .isEqualTo("bob");

      home.tick(Duration.ofDays(185));
      erasing.erasures().sweep().sweep();
      assertThat(ids(erasing)).containsExactly(first);
      home.tick(Duration.ofDays(6)); // it ends by itself
      erasing.erasures().sweep().sweep();
      assertThat(ids(erasing)).isEmpty();
      home.close();
      List<String> before = Tables.facts(home.settings).get("legal_hold");
      home.settings = database.fresh();
      home.open();
      home.close();
      assertThat(Tables.facts(home.settings).get("legal_hold")).isEqualTo(before);
      home.open();
    }
  }

  private static List<UUID> ids(ErasureHome erasing) {
    return erasing.shelf.all().stream().map(RecordingShelf.Kept::id).toList();
  }

  private static UUID attempt(ErasureHome erasing, UUID recording) {
    return erasing.shelf.all().stream()
        .filter(kept -> kept.id().equals(recording))
        .findFirst()
        .orElseThrow()
        .attempt();
  }

  @ParameterizedTest
  @EnumSource
  void aHoldNeedsACaseAndAnEnd(TestDatabase database) throws Exception {
    try (ErasureHome erasing = new ErasureHome(database)) {
      TestHome home = erasing.home;
      LegalHolds holds = home.store().legalHolds();
      home.register(1);
      Instant now = home.now.get();
      assertThatThrownBy(() -> holds.set(TestHome.number(0), " ", now.plusSeconds(9), "anna"))
          .hasMessageContaining("case");
      assertThatThrownBy(() -> holds.set(TestHome.number(0), "C-1", now, "anna"))
          .hasMessageContaining("end");
      assertThatThrownBy(() -> holds.set(TestHome.number(9), "C-1", now.plusSeconds(9), "anna"))
          .hasMessageContaining("nothing is known");
    }
  }
}
