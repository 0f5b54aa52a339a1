package dev.assent.compliance.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.compliance.Decision;
import dev.assent.compliance.Reason;
import dev.assent.compliance.ReasonCode;
import dev.assent.compliance.Requirement;
import dev.assent.compliance.World;
import dev.assent.compliance.intake.ContactRow;
import dev.assent.compliance.intake.ContactsCsv;
import dev.assent.compliance.intake.Reject;
import dev.assent.compliance.numbering.PhoneNumber;
import dev.assent.compliance.policy.PolicyPack;
import dev.assent.compliance.policy.TimeKeys;
import dev.assent.compliance.rules.RuleBook;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The numbers, places and dates people get wrong, from the file they write to what the gate says.
 */
@Timeout(120)
final class FromFileToGateTest {
  private static final String HEADER =
      "number,age_band,state,quiet_times,purposes,synthetic_voice,consent_form,consent_at,"
          + "consent_expires,notice_version,evidence_sha256\n";
  private static final String AGREED =
      ",marketing,yes,web-tick,2026-01-10T12:00:00+08:00,2026-12-31T00:00:00+08:00,notice-3,"
          + World.SHA256
          + "\n";

  @TempDir private Path directory;
  private final List<String> rejects = new ArrayList<>();

  @Test
  @Requirement("R11")
  void whatCannotBeCalledOrReadIsRejectedByItsReason() throws Exception {
    String late = AGREED.replace("2026-01-10T12:00:00+08:00", "46032.5");
    String nowhere = AGREED.replace("2026-01-10T12:00:00+08:00", "2026-01-10 12:00");
    read(
        "1.38E+10,adult,," + AGREED,
        "１．３８Ｅ＋１０,adult,," + AGREED,
        "138.5,adult,," + AGREED,
        "110,adult,," + AGREED,
        "12345,adult,," + AGREED,
        "16812345,adult,," + AGREED,
        "+881612345678,adult,," + AGREED,
        "1990000123,adult,," + AGREED,
        "19900000009,adult,," + late,
        "19900000009,adult,," + nowhere);
    assertThat(rejects)
        .containsExactly(
            "number NUMBER_SCIENTIFIC",
            "number NUMBER_SCIENTIFIC",
            "number NUMBER_DECIMAL",
            "number NUMBER_PROHIBITED",
            "number NUMBER_PROHIBITED",
            "number NUMBER_PROHIBITED",
            "number NUMBER_PROHIBITED",
            "number NUMBER_INVALID",
            "consent_at TIME_SERIAL",
            "consent_at TIME_WITHOUT_ZONE");
  }

  @Test
  @Requirement({"R11", "R12"})
  void theRestIsCalledWhereAndWhenTheLawAllows() throws Exception {
    List<ContactRow> rows =
        read(
            "'19900000001,adult,," + AGREED,
            "１９９０００００００２,adult,," + AGREED,
            "19900000003.0,adult,," + AGREED,
            "\"=\"\"19900000004\"\"\",adult,," + AGREED,
            "1088881234,adult,," + AGREED,
            "+85251234567,adult,," + AGREED,
            "+85366123456,adult,," + AGREED,
            "+886912345678,adult,," + AGREED,
            "09912345678,adult,," + AGREED,
            "19900000005,adult,新疆," + AGREED,
            "19900000006,adult,," + AGREED.replaceFirst("^", "mon-fri 10:00-11:00"));
    assertThat(rejects).isEmpty();
    try (OneCallHome home = new OneCallHome(TestDatabase.H2)) {
      home.rows.clear();
      home.rows.addAll(rows);
      home.policy(TimeKeys.TERRITORIES, west().figures().get(TimeKeys.TERRITORIES));
      home.fill();
      home.home.now.set(World.beijing("2026-03-03T10:30:00"));
      Map<String, List<ReasonCode>> said = new LinkedHashMap<>();
      for (ContactRow row : rows) {
        said.put(row.number().e164(), said(home, row.number()));
      }
      Map<String, List<ReasonCode>> expected = new LinkedHashMap<>();
      expected.put("+8619900000001", List.of());
      expected.put("+8619900000002", List.of());
      expected.put("+8619900000003", List.of());
      expected.put("+8619900000004", List.of());
      expected.put("+861088881234", List.of());
      expected.put("+85251234567", List.of(ReasonCode.JURISDICTION_UNKNOWN));
      expected.put("+85366123456", List.of(ReasonCode.JURISDICTION_UNKNOWN));
      expected.put("+886912345678", List.of(ReasonCode.JURISDICTION_UNKNOWN));
      expected.put("+869912345678", List.of(ReasonCode.OUTSIDE_WINDOW));
      expected.put("+8619900000005", List.of(ReasonCode.OUTSIDE_WINDOW));
      expected.put("+8619900000006", List.of(ReasonCode.CALLEE_PREFERENCE));
      assertThat(said).isEqualTo(expected);
    }
  }

  private static List<ReasonCode> said(OneCallHome home, PhoneNumber number) {
    UUID contact = home.store().lists().contactWith(home.campaign.id(), number).orElseThrow();
    Decision decision =
        home.gate(RuleBook.standard())
            .decide(home.campaign.id(), World.TRUNK, List.of(contact))
            .getFirst();
    return switch (decision) {
      case Decision.Allow _ -> List.of();
      case Decision.Defer defer -> defer.reasons().stream().map(Reason::code).toList();
      case Decision.Deny deny -> deny.reasons().stream().map(Reason::code).toList();
    };
  }

  private static PolicyPack west() {
    return World.BOOK.packs().stream()
        .filter(pack -> pack.pack().equals("cn-west"))
        .findFirst()
        .orElseThrow();
  }

  private List<ContactRow> read(String... lines) throws Exception {
    Path file = directory.resolve("list.csv");
    Files.writeString(file, HEADER + String.join("", lines));
    List<ContactRow> rows = new ArrayList<>();
    ContactsCsv.read(
        file,
        new ContactsCsv.Settings("CN", TestHome.START, null),
        new ContactsCsv.Sink() {
          @Override
          public Optional<String> accept(ContactRow row) {
            rows.add(row);
            return Optional.empty();
          }

          @Override
          public void rejected(Reject reject) {
            rejects.add(reject.field() + " " + reject.reason());
          }
        });
    return rows;
  }
}
