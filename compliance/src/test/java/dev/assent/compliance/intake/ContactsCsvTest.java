package dev.assent.compliance.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assent.compliance.Contact.AgeBand;
import dev.assent.compliance.Requirement;
import dev.assent.compliance.World;
import dev.assent.compliance.consent.ConsentForm;
import dev.assent.compliance.consent.GrantScope;
import dev.assent.compliance.intake.ContactRow.GivenGrant;
import dev.assent.compliance.numbering.Whereabouts;
import dev.assent.compliance.policy.Purpose;
import dev.assent.compliance.policy.QuietTimes;
import java.io.BufferedWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
final class ContactsCsvTest {

  private static final Instant IMPORTED = World.beijing("2026-03-18T10:00:00");
  private static final String HEADER =
      "number,name,zone,purposes,consent_form,consent_at,consent_expires,notice_version,"
          + "evidence_sha256\n";
  private static final String CONSENT =
      "marketing,web-tick,2026-01-10T12:00:00+08:00,2026-12-31T00:00:00+08:00,notice-3,"
          + World.SHA256
          + "\n";

  @TempDir Path folder;

  private final Collected taken = new Collected();

  private static final class Collected implements ContactsCsv.Sink {
    final List<ContactRow> rows = new ArrayList<>();
    final List<Reject> rejects = new ArrayList<>();

    @Override
    public Optional<String> accept(ContactRow row) {
      rows.add(row);
      return Optional.empty();
    }

    @Override
    public void rejected(Reject reject) {
      rejects.add(reject);
    }
  }

  @Test
  @Requirement({"A-03", "A-10", "A-16"})
  void aRowIsAContactWithItsConsent() throws Exception {
    read(HEADER + "199 0000 0001,张三,Asia/Urumqi," + CONSENT);
    ContactRow row = taken.rows.getFirst();
    assertThat(row.line()).isEqualTo(2);
    assertThat(row.number().e164()).isEqualTo("+8619900000001");
    assertThat(row.name()).isEqualTo("张三");
    assertThat(row.whereabouts().zone()).isEqualTo(ZoneId.of("Asia/Urumqi"));
    assertThat(row.language()).isEqualTo("zh-CN");
    GivenGrant grant = row.grants().getFirst();
    assertThat(grant.scope()).isEqualTo(GrantScope.CALL);
    assertThat(grant.purposes()).containsExactly(Purpose.MARKETING);
    assertThat(grant.form()).isEqualTo(ConsentForm.WEB_TICK);
    assertThat(grant.syntheticVoice()).isFalse();
    assertThat(grant.grantedAt()).isEqualTo(World.beijing("2026-01-10T12:00:00"));
    assertThat(row.expiresAt()).as("never beyond the promise").isEqualTo(grant.expiresAt());
    assertThat(row.toString()).doesNotContain("张三").doesNotContain("19900000001");
  }

  @Test
  @Requirement({"R12", "R29"})
  void aRowSaysWhereAndWhen() throws Exception {
    read(
        """
        number,state,ported,quiet_times
        19900000001,US-FL,no,"mon,tue 12:00-14:00"
        19900000002,新疆维吾尔自治区,是,仅 18:00-20:00
        19900000003,,,
        19900000004,F1,,
        19900000005,,perhaps,
        19900000006,,,evenings
        """);
    assertThat(taken.rows.stream().map(ContactRow::whereabouts))
        .containsExactly(
            new Whereabouts(null, "FL", false),
            new Whereabouts(null, "新疆维吾尔自治区", true),
            Whereabouts.UNSAID);
    assertThat(taken.rows.stream().map(row -> row.quiet().written()))
        .containsExactly("mon,tue 12:00-14:00", QuietTimes.parse("only 18:00-20:00").written(), "");
    assertThat(taken.rejects.stream().map(each -> each.field() + " " + each.reason()))
        .containsExactly(
            "state STATE_UNKNOWN", "ported NOT_YES_OR_NO", "quiet_times QUIET_TIMES_UNKNOWN");
  }

  @Test
  void theExampleReads() throws Exception {
    ContactsCsv.Counts counts =
        ContactsCsv.read(Path.of("../conf/examples/contacts.csv"), settings(null), taken);
    assertThat(taken.rejects).isEmpty();
    assertThat(counts).isEqualTo(new ContactsCsv.Counts(3, 3, 0));
    assertThat(taken.rows.get(0).person()).isEqualTo("C-1001");
    assertThat(taken.rows.get(0).ageBand()).isEqualTo(AgeBand.ADULT);
    assertThat(taken.rows.get(2).grants()).isEmpty();
    assertThat(taken.rows.get(2).expiresAt()).isEqualTo(IMPORTED.plus(Duration.ofDays(365)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "19900000001",
        "=\"19900000001\"",
        "\"=\"\"19900000001\"\"\"",
        "'19900000001",
        "１９９０００００００１",
        "19900000001.0",
        "19900000001.00",
        "8619900000001.0",
        "\u202d199 0000 0001\u202c",
        "\" 199-0000-0001 \"",
        "+86 199 0000 0001",
        "0086 19900000001",
        "8619900000001",
      })
  void whatSpreadsheetsDoToNumbersIsUndone(String written) throws Exception {
    read("number\n" + written + "\n");
    assertThat(taken.rejects).isEmpty();
    assertThat(taken.rows.getFirst().number().e164()).isEqualTo("+8619900000001");
  }

  @ParameterizedTest
  @CsvSource({
    "1.99E+10,NUMBER_SCIENTIFIC",
    "1.9900000001E10,NUMBER_SCIENTIFIC",
    "199e8,NUMBER_SCIENTIFIC",
    "１．９９Ｅ＋１０,NUMBER_SCIENTIFIC",
    "19900000001.5,NUMBER_DECIMAL",
    "1990000000123456.0,NUMBER_DECIMAL",
    "1990000001,NUMBER_INVALID",
    "199000000012,NUMBER_INVALID",
    "199****0001,NUMBER_INVALID",
    "19900000001;19900000002,NUMBER_INVALID",
    "110,NUMBER_PROHIBITED",
    "95188,NUMBER_PROHIBITED",
    "16812345,NUMBER_PROHIBITED",
    "'',NUMBER_INVALID",
  })
  @Requirement("R11")
  void whereDigitsAreLostTheRowIsRefused(String written, String reason) throws Exception {
    read("number,name\n" + written + ",x\n");
    assertThat(taken.rows).isEmpty();
    Reject reject = taken.rejects.getFirst();
    assertThat(reject.line()).isEqualTo(2);
    assertThat(reject.field()).isEqualTo("number");
    assertThat(reject.reason()).isEqualTo(reason);
    assertThat(reject.advice()).doesNotContainPattern("[0-9]{5}");
  }

  @Test
  void aLostLeadingZeroOfALandlineChangesNothing() throws Exception {
    read("number\n01088881234\n1088881234\n");
    assertThat(taken.rows).extracting(row -> row.number().e164()).containsOnly("+861088881234");
  }

  @ParameterizedTest
  @CsvSource({
    "purposes,marketing,everything,PURPOSE_UNKNOWN",
    "consent_form,web-tick,nod,CONSENT_FORM_UNKNOWN",
    "consent_at,2026-01-10T12:00:00+08:00,2026-01-10T12:00:00,TIME_WITHOUT_ZONE",
    "consent_at,2026-01-10T12:00:00+08:00,2026/1/10 12:00,TIME_WITHOUT_ZONE",
    "consent_at,2026-01-10T12:00:00+08:00,46032.5,TIME_SERIAL",
    "consent_at,2026-01-10T12:00:00+08:00,46032,TIME_SERIAL",
    "notice_version,notice-3,11010519491231002X,NOT_TO_BE_COLLECTED",
    "consent_expires,2026-12-31T00:00:00+08:00,2026-01-10T12:00:00+08:00,TIME_ORDER",
    "notice_version,notice-3,,CONSENT_INCOMPLETE",
    "purposes,marketing,,CONSENT_INCOMPLETE",
    "evidence_sha256,abab,yes,EVIDENCE_MALFORMED",
    "zone,Asia/Urumqi,Urumqi,ZONE_UNKNOWN",
    "zone,Asia/Urumqi,GMT+8,ZONE_UNKNOWN",
    "expires,2026-12-31T00:00:00+08:00,2026-03-18T10:00:00+08:00,EXPIRED",
  })
  @Requirement({"A-03", "A-16", "B-03"})
  void aRowWithABadFieldIsRejectedByLineFieldAndReason(
      String field, String good, String bad, String reason) throws Exception {
    String row = "19900000001,张三,Asia/Urumqi," + CONSENT;
    String broken =
        field.equals("expires")
            ? row.replace("2026-12-31", "2026-03-18")
                .replace("T00:00:00+08:00,n", "T10:00:00+08:00,n")
            : row.replace(good, bad == null ? "" : bad);
    assertThat(broken).isNotEqualTo(row);
    read(HEADER + row + broken);
    assertThat(taken.rows).hasSize(1);
    Reject reject = taken.rejects.getFirst();
    assertThat(reject.line()).isEqualTo(3);
    assertThat(reject.field()).isEqualTo(field);
    assertThat(reject.reason()).isEqualTo(reason);
    assertThat(reject.toString()).doesNotContain("1990000").doesNotContain("张三");
  }

  @Test
  void aTimeMayNameItsZoneInAnyWay() throws Exception {
    for (String time :
        List.of(
            "2026-01-10T12:00:00+08:00",
            "2026-01-10 12:00:00+08:00",
            "2026-01-10T12:00+08:00",
            "2026-01-10T04:00:00Z",
            "2026-01-10T12:00:00+08:00[Asia/Shanghai]")) {
      read(HEADER + "19900000001,x,," + CONSENT.replace("2026-01-10T12:00:00+08:00", time));
    }
    assertThat(taken.rejects).isEmpty();
    assertThat(taken.rows)
        .extracting(row -> row.grants().getFirst().grantedAt())
        .containsOnly(World.beijing("2026-01-10T12:00:00"));
  }

  @Test
  void quotedFieldsHoldSeparatorsLineEndsAndQuotes() throws Exception {
    ContactsCsv.Counts counts =
        read(
            "name,number\r\n\"Li, \"\"Xiao\"\"\",19900000001\r\n"
                + "\"two\nlines\",19900000002\r\n\r\nplain,19900000003");
    assertThat(counts).isEqualTo(new ContactsCsv.Counts(3, 2, 1));
    assertThat(taken.rows.getFirst().name()).isEqualTo("Li, \"Xiao\"");
    assertThat(taken.rejects.getFirst().line()).isEqualTo(3);
    assertThat(taken.rejects.getFirst().reason()).isEqualTo("CONTROL_CHARACTER");
    assertThat(taken.rows.getLast().line()).as("lines, not rows").isEqualTo(6);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r\n", "\r"})
  void linesEndInAnyWay(String end) throws Exception {
    ContactsCsv.Counts counts =
        read("number" + end + "19900000001" + end + "x" + end + "19900000003");
    assertThat(counts).isEqualTo(new ContactsCsv.Counts(3, 2, 1));
    assertThat(taken.rejects.getFirst().line()).isEqualTo(3);
  }

  @ParameterizedTest
  @ValueSource(strings = {";", "\t", "|"})
  void otherSeparatorsAreSeenInTheFirstLine(String separator) throws Exception {
    read("number" + separator + "name\n19900000001" + separator + "a\n");
    assertThat(taken.rows.getFirst().name()).isEqualTo("a");
  }

  @Test
  void aRowOfAnotherLengthIsRejected() throws Exception {
    ContactsCsv.Counts counts =
        read("number,name\n19900000001\n19900000002,a,b\n19900000003,a,\n19900000004,a\n");
    assertThat(counts).isEqualTo(new ContactsCsv.Counts(4, 2, 2));
    assertThat(taken.rejects).extracting(Reject::reason).containsOnly("FIELD_COUNT");
  }

  @Test
  void whatTheStoreDoesNotTakeIsARejectToo() throws Exception {
    Path file = write("number\n19900000001\n19900000001\n", StandardCharsets.UTF_8);
    Set<String> seen = new HashSet<>();
    List<Reject> rejects = new ArrayList<>();
    ContactsCsv.Counts counts =
        ContactsCsv.read(
            file,
            settings(null),
            new ContactsCsv.Sink() {
              @Override
              public Optional<String> accept(ContactRow row) {
                return seen.add(row.number().e164()) ? Optional.empty() : Optional.of("DUPLICATE");
              }

              @Override
              public void rejected(Reject reject) {
                rejects.add(reject);
              }
            });
    assertThat(counts).isEqualTo(new ContactsCsv.Counts(2, 1, 1));
    assertThat(rejects).extracting(Reject::reason).containsExactly("DUPLICATE");
  }

  @ParameterizedTest
  @CsvSource({"UTF-8,false", "UTF-8,true", "GB18030,false"})
  void theEncodingIsFoundOut(String charset, boolean mark) throws Exception {
    String text = (mark ? "\ufeff" : "") + "number,name\n19900000001,张三丰\n";
    Path file = write(text, Charset.forName(charset));
    ContactsCsv.read(file, settings(null), taken);
    ContactsCsv.read(file, settings(Charset.forName(charset)), taken);
    assertThat(taken.rows).extracting(ContactRow::name).containsOnly("张三丰").hasSize(2);
  }

  @Test
  void chineseFarDownTheFileIsFoundToo() throws Exception {
    String rows = "19900000001,a\n".repeat(20_000);
    Path file = write("number,name\n" + rows + "19900000002,张三\n", ListEncoding.GB18030);
    ContactsCsv.Counts counts = ContactsCsv.read(file, settings(null), taken);
    assertThat(counts.accepted()).isEqualTo(20_001);
    assertThat(taken.rows.getLast().name()).isEqualTo("张三");
  }

  @Test
  void theWrongEncodingRefusesTheFileBeforeAnyRow() throws Exception {
    Path chinese = write("number,name\n19900000001,张三李四\n", ListEncoding.GB18030);
    assertThatThrownBy(() -> ContactsCsv.read(chinese, settings(StandardCharsets.UTF_8), taken))
        .isInstanceOf(CsvRefused.class)
        .hasMessageContaining("is not UTF-8");
    Path cut = folder.resolve("cut.csv");
    Files.write(cut, new byte[] {'n', 'u', 'm', (byte) 0xff, (byte) 0xff, '\n'});
    assertThatThrownBy(() -> ContactsCsv.read(cut, settings(null), taken))
        .hasMessageContaining("is not UTF-8, GB18030 or UTF-16");
    assertThat(taken.rows).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"UTF-16LE,true", "UTF-16LE,false", "UTF-16BE,true", "UTF-16BE,false"})
  void wideEncodingsAreFoundOutToo(String charset, boolean mark) throws Exception {
    String text = (mark ? "\ufeff" : "") + "number,name\n19900000001,张三丰\n";
    Path file = write(text, Charset.forName(charset));
    ContactsCsv.read(file, settings(null), taken);
    assertThat(taken.rows.getFirst().name()).isEqualTo("张三丰");
  }

  /** One broken letter costs its row, and only that. */
  @ParameterizedTest
  @ValueSource(strings = {"UTF-8", "GB18030"})
  void bytesThatAreNoLetterRefuseTheirRow(String name) throws Exception {
    Charset charset = Charset.forName(name);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes("number,name\n19900000001,张三\n19900000002,".getBytes(charset));
    bytes.write(0xFF);
    bytes.writeBytes("李四\n19900000003,王五，赵六，孙七，周八，吴九，郑十\n".getBytes(charset));
    Path file = Files.write(folder.resolve("broken.csv"), bytes.toByteArray());
    ContactsCsv.Counts counts = ContactsCsv.read(file, settings(null), taken);
    assertThat(counts).isEqualTo(new ContactsCsv.Counts(3, 2, 1));
    Reject reject = taken.rejects.getFirst();
    assertThat(reject.line()).isEqualTo(3);
    assertThat(reject.field()).isEqualTo("name");
    assertThat(reject.reason()).isEqualTo("UNDECODABLE");
    assertThat(taken.rows).extracting(ContactRow::name).contains("张三");
  }

  @Test
  void aZeroByteRefusesItsRow() throws Exception {
    read("number,name\n19900000001,a\u0000b\n1990000\u00000002,c\n19900000003,d\n");
    assertThat(taken.rejects)
        .extracting(Reject::reason)
        .containsExactly("CONTROL_CHARACTER", "NUMBER_INVALID");
    assertThat(taken.rows).hasSize(1);
  }

  /** Far more than the heap of a test, in one field. */
  @Test
  void aFieldOfAnyLengthCostsItsRowAndNoMemory() throws Exception {
    Path file = folder.resolve("huge.csv");
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      out.write("number,name\n19900000001,");
      String megabyte = "x".repeat(1 << 20);
      for (int i = 0; i < 64; i++) {
        out.write(megabyte);
      }
      out.write("\n19900000002,b\n");
    }
    ContactsCsv.Counts counts = ContactsCsv.read(file, settings(null), taken);
    assertThat(counts).isEqualTo(new ContactsCsv.Counts(2, 1, 1));
    assertThat(taken.rejects.getFirst().reason()).isEqualTo("TOO_LONG");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "number,id_card|unknown column 'id_card'",
        "number,nmae|unknown column 'nmae'; did you mean 'name'?",
        "name,zone|must name the columns, 'number' among them",
        "number,name,number|column 'number' stands there twice",
        "19900000001,x|must name the columns",
      })
  @Requirement({"A-09", "A-17", "B-02", "C-01"})
  void aColumnNobodyKnowsRefusesTheFile(String header, String says) {
    assertThatThrownBy(() -> read(header + "\n19900000001,a\n"))
        .isInstanceOf(CsvRefused.class)
        .hasMessageContaining(says)
        .hasMessageNotContaining("19900000001");
    assertThat(taken.rows).isEmpty();
  }

  @Test
  void anEmptyFileAndAnOpenQuoteAreTold() {
    assertThatThrownBy(() -> read("")).hasMessageContaining("is empty");
    assertThatThrownBy(() -> read("number,name\n19900000001,a\n19900000002,\"b\n19900000003,c\n"))
        .isInstanceOf(CsvRefused.class)
        .hasMessageContaining("line 3: a quote is opened");
    assertThatThrownBy(() -> read("number,name\n1,\"" + "x".repeat(70_000) + "\"\n"))
        .hasMessageContaining("more than 65536");
  }

  @Test
  void headerNamesMayBeLooselyWritten() throws Exception {
    read("\"Number\", NAME ,,\n19900000001,a,,\n");
    assertThat(taken.rows).hasSize(1);
  }

  /** Random rows, good and bad, quoted and not: each comes out once, at its line. */
  @Test
  void noRowIsLostOrDoubled() throws Exception {
    long seed = 20260318;
    System.out.println("ContactsCsvTest seed " + seed);
    SplittableRandom random = new SplittableRandom(seed);
    for (int round = 0; round < 30; round++) {
      String end = List.of("\n", "\r\n", "\r").get(random.nextInt(3));
      StringBuilder text = new StringBuilder("number,name" + end);
      List<Long> good = new ArrayList<>();
      List<Long> bad = new ArrayList<>();
      long line = 2;
      for (int i = 0; i < 300; i++) {
        boolean valid = random.nextBoolean();
        boolean lines = valid && random.nextInt(5) == 0;
        String name = lines ? "a" + end + "b" : "n" + random.nextInt(99);
        (valid && !lines ? good : bad).add(line);
        text.append(valid ? "1990000%04d".formatted(random.nextInt(10_000)) : "12x")
            .append(',')
            .append(lines || random.nextBoolean() ? "\"" + name + "\"" : name)
            .append(end);
        line += lines ? 2 : 1;
        if (random.nextInt(10) == 0) {
          text.append(end);
          line++;
        }
      }
      Collected collected = new Collected();
      Path file = write(text.toString(), StandardCharsets.UTF_8);
      ContactsCsv.Counts counts = ContactsCsv.read(file, settings(null), collected);
      assertThat(counts.rows()).isEqualTo(300);
      assertThat(counts.accepted() + counts.rejected()).isEqualTo(counts.rows());
      assertThat(collected.rows).extracting(ContactRow::line).isEqualTo(good);
      assertThat(collected.rejects).extracting(Reject::line).isEqualTo(bad);
    }
  }

  /** A list far larger than any buffer, read with a heap that could not hold it as objects. */
  @Test
  void theSizeOfAListDoesNotMatter() throws Exception {
    Path file = folder.resolve("large.csv");
    int rows = 60_000;
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      out.write("number,name\n");
      for (int i = 0; i < rows; i++) {
        out.write("1990000%04d,name of customer %d\n".formatted(i % 10_000, i));
      }
    }
    ContactsCsv.Counts counts =
        ContactsCsv.read(
            file,
            settings(null),
            new ContactsCsv.Sink() {
              @Override
              public Optional<String> accept(ContactRow row) {
                return Optional.empty();
              }

              @Override
              public void rejected(Reject reject) {
                throw new AssertionError(reject);
              }
            });
    assertThat(counts).isEqualTo(new ContactsCsv.Counts(rows, rows, 0));
  }

  private ContactsCsv.Counts read(String text) throws IOException, CsvRefused {
    return ContactsCsv.read(write(text, StandardCharsets.UTF_8), settings(null), taken);
  }

  private Path write(String text, Charset charset) throws IOException {
    return Files.write(folder.resolve("list.csv"), text.getBytes(charset));
  }

  private static ContactsCsv.Settings settings(Charset declared) {
    return new ContactsCsv.Settings("CN", IMPORTED, declared);
  }
}
