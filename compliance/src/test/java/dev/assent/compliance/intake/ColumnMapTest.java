package dev.assent.compliance.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assent.compliance.Requirement;
import dev.assent.compliance.intake.ListLayout.Separator;
import dev.assent.compliance.numbering.Whereabouts;
import dev.assent.compliance.policy.Purpose;
import dev.assent.compliance.policy.YamlError;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Lists in other people's words: looked at, mapped, and read by the map. */
@Timeout(60)
final class ColumnMapTest {

  private static final Instant IMPORTED = Instant.parse("2026-03-18T02:00:00Z");
  private static final String FOREIGN =
      """
      手机号;姓名;身份证号;家庭住址;客户编号;等级
      19900000001;张三;11010519491231002X;北京市朝阳区;C-1;A
      '19900000002;李四;110105194912310038;上海市;C-2;B
      19900000003.0;王五;11010519491231002X;广州市;C-3;A
      """;

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "UTF-8,;,SEMICOLON",
    "GB18030,;,SEMICOLON",
    "UTF-16LE,'\t',TAB",
    "UTF-16BE,|,PIPE",
    "GB18030,',',COMMA"
  })
  @Requirement({"A-02", "A-05", "A-09", "A-17", "B-02", "C-01"})
  void aForeignListIsRecognisedAndReadByTheMapThatWasWritten(
      String charset, String separator, Separator named) throws Exception {
    Path list = write(FOREIGN.replace(";", separator), Charset.forName(charset));
    ColumnMap guessed = ListInspection.of(list, "CN", null, Set.of(Purpose.MARKETING));
    assertThat(guessed.layout()).isEqualTo(new ListLayout(Charset.forName(charset), named, true));
    assertThat(guessed.columns())
        .extracting(ColumnMap.Column::field)
        .containsExactly(ListField.NUMBER, ListField.NAME, null, null, ListField.PERSON, null);
    assertThat(guessed.columns().get(2).why()).contains("identity number");
    assertThat(guessed.columns().get(5).why()).contains("not recognised");

    Path map = Files.writeString(folder.resolve("map.yaml"), ColumnMapFile.write(guessed));
    assertThat(Files.readString(map)).doesNotContain("1990000").doesNotContain("张三");
    assertThat(ColumnMapFile.read(map)).isEqualTo(guessed);
    List<ContactRow> rows = new ArrayList<>();
    assertThat(read(list, ColumnMapFile.read(map), rows).accepted()).isEqualTo(3);
    assertThat(rows).extracting(ContactRow::name).containsExactly("张三", "李四", "王五");
    assertThat(rows).extracting(ContactRow::person).containsExactly("C-1", "C-2", "C-3");
  }

  @Test
  void aListWithoutHeaderIsMappedByPosition() throws Exception {
    Path list = write("张三,19900000001\n李四,19900000002\n", StandardCharsets.UTF_8);
    ColumnMap guessed = ListInspection.of(list, "CN", null, Set.of(Purpose.MARKETING));
    assertThat(guessed.layout().header()).isFalse();
    assertThat(guessed.columns())
        .extracting(ColumnMap.Column::name, ColumnMap.Column::field)
        .containsExactly(
            org.assertj.core.api.Assertions.tuple("1", null),
            org.assertj.core.api.Assertions.tuple("2", ListField.NUMBER));
    List<ContactRow> rows = new ArrayList<>();
    read(list, guessed, rows);
    assertThat(rows).hasSize(2);
    assertThat(rows.getFirst().line()).isEqualTo(1);
  }

  @Test
  void whereAndWhenAPersonMayBeCalledIsFoundToo() throws Exception {
    Path list =
        write("手机号,省份,是否携号转网,勿扰时段\n19900000001,新疆,是,周一至周五 12:00-14:00\n", StandardCharsets.UTF_8);
    ColumnMap guessed = ListInspection.of(list, "CN", null, Set.of(Purpose.SURVEY));
    assertThat(guessed.columns())
        .extracting(ColumnMap.Column::field)
        .containsExactly(
            ListField.NUMBER, ListField.STATE, ListField.PORTED, ListField.QUIET_TIMES);
    List<ContactRow> rows = new ArrayList<>();
    assertThat(read(list, guessed, rows).accepted()).isEqualTo(1);
    assertThat(rows.getFirst().whereabouts()).isEqualTo(new Whereabouts(null, "新疆", true));
    assertThat(rows.getFirst().quiet().written()).isEqualTo("mon,tue,wed,thu,fri 12:00-14:00");
  }

  @Test
  void valuesGoBeforeTheNameOfTheirColumn() throws Exception {
    Path list =
        write(
            "phone,mobile,card\n11010519491231002X,19900000001,4111111111111111\n",
            StandardCharsets.UTF_8);
    ColumnMap guessed = ListInspection.of(list, "CN", null, Set.of(Purpose.SURVEY));
    assertThat(guessed.columns())
        .extracting(ColumnMap.Column::field)
        .containsExactly(null, ListField.NUMBER, null);
  }

  @Test
  @Requirement("A-09")
  void aListWithoutNumbersIsRefused() {
    assertThatThrownBy(
            () ->
                ListInspection.of(
                    write("name,city\nx,y\n", StandardCharsets.UTF_8),
                    "CN",
                    null,
                    Set.of(Purpose.MARKETING)))
        .isInstanceOf(CsvRefused.class)
        .hasMessageContaining("no column holds phone numbers");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "    field: name|    field: address|must not be collected for calls",
        "    field: name|    field: national_id|identity number",
        "    field: name|    field: income|must not be collected",
        "    field: name|    field: nmae|did you mean 'name'",
        "    class: L3|    class: L1|number is of class L3",
        "purposes: [marketing]|purposes: [survey]|more than is needed for survey",
        "    field: name|    field: number|two columns are mapped to number",
        "purposes: [marketing]|purposes: []|what the list is to be used for",
        "encoding: utf-8|encoding: latin-1|must be one of utf-8",
        "separator: comma|separator: dot|none of comma, semicolon, tab, pipe",
      })
  @Requirement({"A-02", "A-05", "A-09", "A-17"})
  void aMapThatAsksForTooMuchOrIsWrongIsRefused(String part, String by, String says)
      throws IOException {
    String text = ColumnMapFile.write(map(Set.of(Purpose.MARKETING)));
    assertThat(text).contains(part);
    Path map =
        Files.writeString(
            folder.resolve("map.yaml"),
            text.replaceFirst(
                java.util.regex.Pattern.quote(part), java.util.regex.Matcher.quoteReplacement(by)));
    assertThatThrownBy(() -> ColumnMapFile.read(map))
        .isInstanceOf(YamlError.class)
        .hasMessageContaining(says)
        .hasMessageContaining("map.yaml");
  }

  @Test
  @Requirement("A-09")
  void aColumnThatIsNotInTheMapRefusesTheList() throws Exception {
    ColumnMap map = map(Set.of(Purpose.MARKETING));
    List<ContactRow> rows = new ArrayList<>();
    Path more = write("tel,who,extra\n19900000001,a,b\n", StandardCharsets.UTF_8);
    assertThatThrownBy(() -> read(more, map, rows))
        .isInstanceOf(CsvRefused.class)
        .hasMessageContaining("column 3 is not in the map");
    Path fewer = write("tel\n19900000001\n", StandardCharsets.UTF_8);
    assertThatThrownBy(() -> read(fewer, map, rows)).hasMessageContaining("no column 'who'");
    assertThat(rows).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "2026-01-10 12:00:00,",
    "2026/1/10 12:00,",
    "2026-01-10T12:00:00+08:00,",
    "2026-01-10,TIME_UNKNOWN",
    "10.01.2026 12:00,TIME_UNKNOWN",
    "46032.5,TIME_SERIAL",
    "1988-04-17 02:30,TIME_AMBIGUOUS",
  })
  @Requirement("A-16")
  void timesWithoutZoneAreReadInTheZoneTheMapStates(String time, String reason) throws Exception {
    ColumnMap plain = map(Set.of(Purpose.MARKETING));
    List<ColumnMap.Column> columns = new ArrayList<>(plain.columns());
    columns.add(new ColumnMap.Column("until", ListField.EXPIRES, ""));
    for (ListField field :
        List.of(
            ListField.PURPOSES,
            ListField.CONSENT_FORM,
            ListField.CONSENT_AT,
            ListField.CONSENT_EXPIRES,
            ListField.NOTICE_VERSION,
            ListField.EVIDENCE_SHA256)) {
      columns.add(new ColumnMap.Column(field.written(), field, ""));
    }
    ColumnMap map =
        new ColumnMap(
            plain.layout(), plain.purposes(), java.time.ZoneId.of("Asia/Shanghai"), columns);
    Path list =
        write(
            "tel,who,until,purposes,consent_form,consent_at,consent_expires,notice_version,"
                + "evidence_sha256\n19900000001,a,,marketing,paper,"
                + time
                + ",2026-12-31 00:00,n1,"
                + "ab".repeat(32)
                + "\n",
            StandardCharsets.UTF_8);
    List<ContactRow> rows = new ArrayList<>();
    List<Reject> rejects = new ArrayList<>();
    ContactsCsv.read(list, settings(map), sink(rows, rejects));
    if (reason == null) {
      assertThat(rows.getFirst().grants().getFirst().grantedAt())
          .isEqualTo(Instant.parse("2026-01-10T04:00:00Z"));
    } else {
      assertThat(rejects).extracting(Reject::reason).containsExactly(reason);
      assertThat(rejects.getFirst().field()).isEqualTo("consent_at");
    }
  }

  @Test
  @Requirement({"A-16", "A-10"})
  void aConsentThatNamesAProofBringsIt() throws Exception {
    Path proofs = Files.createDirectory(folder.resolve("proofs"));
    Files.writeString(proofs.resolve("a.png"), "scan");
    Files.createFile(proofs.resolve("empty.png"));
    Files.writeString(folder.resolve("outside.png"), "no");
    String header =
        "number,purposes,consent_form,consent_at,consent_expires,notice_version,evidence_file\n";
    String consent = ",marketing,paper,2026-01-10T12:00:00+08:00,2026-12-31T00:00:00+08:00,n1,";
    Path list =
        write(
            header
                + "19900000001"
                + consent
                + "a.png\n"
                + "19900000002"
                + consent
                + "b.png\n"
                + "19900000003"
                + consent
                + "../outside.png\n"
                + "19900000004"
                + consent
                + "empty.png\n"
                + "19900000005"
                + consent
                + "\n"
                + "19900000006,,,,,,\n",
            StandardCharsets.UTF_8);
    List<ContactRow> rows = new ArrayList<>();
    List<Reject> rejects = new ArrayList<>();
    ContactsCsv.read(
        list, new ContactsCsv.Settings("CN", IMPORTED, null, null, proofs), sink(rows, rejects));
    assertThat(rows).hasSize(2);
    assertThat(rows.getFirst().grants().getFirst().evidence()).isEqualTo(proofs.resolve("a.png"));
    assertThat(rejects).extracting(Reject::line).containsExactly(3L, 4L, 5L, 6L);
    assertThat(rejects).extracting(Reject::reason).containsOnly("EVIDENCE_MISSING");
    rejects.clear();
    ContactsCsv.read(list, settings(null), sink(rows, rejects));
    assertThat(rejects).as("no folder given").hasSize(5);
  }

  private static ColumnMap map(Set<Purpose> purposes) {
    return new ColumnMap(
        new ListLayout(StandardCharsets.UTF_8, Separator.COMMA, true),
        purposes,
        null,
        List.of(
            new ColumnMap.Column("tel", ListField.NUMBER, ""),
            new ColumnMap.Column("who", ListField.NAME, "")));
  }

  private static ContactsCsv.Counts read(Path list, ColumnMap map, List<ContactRow> rows)
      throws IOException, CsvRefused {
    return ContactsCsv.read(list, settings(map), sink(rows, new ArrayList<>()));
  }

  private static ContactsCsv.Settings settings(ColumnMap map) {
    return new ContactsCsv.Settings("CN", IMPORTED, null, map, null);
  }

  private static ContactsCsv.Sink sink(List<ContactRow> rows, List<Reject> rejects) {
    return new ContactsCsv.Sink() {
      @Override
      public Optional<String> accept(ContactRow row) {
        rows.add(row);
        return Optional.empty();
      }

      @Override
      public void rejected(Reject reject) {
        rejects.add(reject);
      }
    };
  }

  private Path write(String text, Charset charset) throws IOException {
    return Files.write(folder.resolve("list.csv"), text.getBytes(charset));
  }
}
