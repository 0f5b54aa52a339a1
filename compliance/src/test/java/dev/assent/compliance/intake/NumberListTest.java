package dev.assent.compliance.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.compliance.numbering.PhoneNumber;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Long lists of numbers, as registers publish them. */
@Timeout(60)
class NumberListTest {
  private final List<String> taken = new ArrayList<>();
  private final List<Reject> rejects = new ArrayList<>();

  private NumberList.Counts read(String text) throws IOException {
    return NumberList.read(
        new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)),
        "CN",
        new NumberList.Sink() {
          @Override
          public void accept(PhoneNumber number, @Nullable LocalDate day) {
            taken.add(number.e164() + " " + day);
          }

          @Override
          public void rejected(Reject reject) {
            rejects.add(reject);
          }
        });
  }

  @Test
  void plainLinesAndCsvAreTaken() throws IOException {
    NumberList.Counts counts =
        read(
            """
            \uFEFFnumber,day
            19900000001
            +86 199 0000 0002,2026-03-01
            "19900000003";no

            １９９０００００００４
            """);
    assertThat(taken)
        .containsExactly(
            "+8619900000001 null",
            "+8619900000002 2026-03-01",
            "+8619900000003 null",
            "+8619900000004 null");
    assertThat(counts).isEqualTo(new NumberList.Counts(4, 0, 0));
  }

  @Test
  void unreadableLinesAreToldByNumberAndNeverRepeated() throws IOException {
    NumberList.Counts counts = read("1990000000X\n19900000001,soon\n1.99E+10\n19900000002\n");
    assertThat(taken).containsExactly("+8619900000002 null");
    assertThat(rejects).extracting(Reject::line).containsExactly(1L, 2L, 3L);
    assertThat(rejects)
        .allSatisfy(reject -> assertThat(reject.toString()).doesNotContain("1990000"));
    assertThat(counts.rejected()).isEqualTo(3);
  }

  @Test
  void emergencyNumbersNeedNoList() throws IOException {
    assertThat(read("110\n120\n19900000001\n")).isEqualTo(new NumberList.Counts(1, 0, 2));
  }

  @Test
  void theShortWayGivesWhatTheNumberingPlanGives() throws IOException {
    SplittableRandom random = new SplittableRandom(11);
    for (int i = 0; i < 5_000; i++) {
      String written = "1%010d".formatted(random.nextLong(10_000_000_000L));
      taken.clear();
      read(written + "\n");
      if (PhoneNumber.parse(written, "CN")
          instanceof PhoneNumber.Parsed.Valid(PhoneNumber number)) {
        assertThat(taken).as("seed 11, number %d", i).containsExactly(number.e164() + " null");
      }
    }
  }
}
