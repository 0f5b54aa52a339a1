package dev.assent.compliance.intake;

import dev.assent.compliance.intake.ColumnMap.Column;
import dev.assent.compliance.numbering.PhoneNumber;
import dev.assent.compliance.policy.Purpose;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What one column seems to be, by its name and its values. */
final class ColumnGuess {

  private static final Map<ListField, Set<String>> WORDS = words();

  private ColumnGuess() {}

  /**
   * @param named whether the name is the header's, and not only a position
   * @param cells some values, none empty
   * @param taken fields other columns have already
   */
  static Column of(
      String name,
      boolean named,
      List<String> cells,
      String region,
      Set<Purpose> purposes,
      Set<ListField> taken) {
    // Values go before the name: a column called "phone" may hold anything.
    Optional<NeverTaken> never =
        byValues(cells).or(() -> named ? NeverTaken.byName(name) : Optional.empty());
    if (never.isPresent()) {
      return new Column(name, null, never.get().why());
    }
    Optional<ListField> field =
        (named ? byName(name) : Optional.<ListField>empty())
            .or(() -> numbers(cells, region) ? Optional.of(ListField.NUMBER) : Optional.empty());
    if (field.isEmpty()) {
      return new Column(name, null, "not recognised; give it a field if a call needs it (A-09)");
    }
    if (taken.contains(field.get())) {
      return new Column(name, null, "a second column of " + field.get().written());
    }
    if (!field.get().notNeededFor(purposes).isEmpty()) {
      return new Column(name, null, "more than is needed for the purpose (A-09)");
    }
    return new Column(name, field.get(), "");
  }

  /** Whether a cell is a number that could be called, or one with lost digits. */
  static boolean isNumber(String cell, String region) {
    try {
      String text = Spreadsheet.number("", Spreadsheet.text(cell));
      return PhoneNumber.parse(text, region) instanceof PhoneNumber.Parsed.Valid;
    } catch (BadField e) {
      return true;
    }
  }

  private static boolean numbers(List<String> cells, String region) {
    return !cells.isEmpty()
        && cells.stream().filter(cell -> isNumber(cell, region)).count() * 5 >= cells.size() * 4L;
  }

  /** One in ten values with a right check digit is no chance. */
  private static Optional<NeverTaken> byValues(List<String> cells) {
    for (NeverTaken kind : NeverTaken.values()) {
      long alike =
          cells.stream()
              .filter(cell -> NeverTaken.byValue(cell).filter(kind::equals).isPresent())
              .count();
      if (alike > 0 && alike * 10 >= cells.size() * 3L) {
        return Optional.of(kind);
      }
    }
    return Optional.empty();
  }

  private static Optional<ListField> byName(String name) {
    String key = ColumnMap.key(name).replaceAll("[\\s_.-]+", "");
    return WORDS.entrySet().stream()
        .filter(entry -> entry.getValue().contains(key))
        .map(Map.Entry::getKey)
        .findFirst();
  }

  private static Map<ListField, Set<String>> words() {
    Map<ListField, Set<String>> words = new EnumMap<>(ListField.class);
    words.put(
        ListField.NUMBER,
        Set.of(
            "number",
            "phone",
            "phonenumber",
            "mobile",
            "mobilenumber",
            "mobilephone",
            "tel",
            "telephone",
            "cell",
            "cellphone",
            "手机",
            "手机号",
            "手机号码",
            "电话",
            "电话号码",
            "联系电话",
            "号码",
            "手機",
            "手機號碼",
            "電話",
            "移动电话"));
    words.put(
        ListField.NAME,
        Set.of("name", "fullname", "customername", "姓名", "名字", "客户姓名", "客户名称", "称呼", "客户"));
    words.put(
        ListField.PERSON,
        Set.of(
            "person",
            "customerid",
            "customerno",
            "memberid",
            "userid",
            "客户编号",
            "客户号",
            "会员号",
            "用户编号"));
    words.put(ListField.ZONE, Set.of("zone", "timezone", "tz", "时区"));
    words.put(ListField.STATE, Set.of("state", "province", "省", "省份", "州"));
    words.put(
        ListField.PORTED,
        Set.of("ported", "numberported", "portednumber", "携号转网", "是否携号转网", "已携转"));
    words.put(
        ListField.QUIET_TIMES,
        Set.of("quiettimes", "quiethours", "donotcallat", "勿扰时段", "免打扰时段", "勿扰时间"));
    words.put(ListField.LANGUAGE, Set.of("language", "lang", "locale", "语言"));
    words.put(ListField.AGE_BAND, Set.of("ageband", "年龄段"));
    words.put(ListField.PURPOSES, Set.of("purposes", "purpose", "授权用途", "同意用途", "用途"));
    words.put(ListField.SYNTHETIC_VOICE, Set.of("syntheticvoice", "合成语音"));
    words.put(ListField.CONSENT_FORM, Set.of("consentform", "授权方式", "同意方式"));
    words.put(
        ListField.CONSENT_AT, Set.of("consentat", "consenttime", "consentdate", "授权时间", "同意时间"));
    words.put(
        ListField.CONSENT_EXPIRES,
        Set.of("consentexpires", "consentexpiry", "consentuntil", "授权到期", "同意到期", "授权有效期"));
    words.put(ListField.NOTICE_VERSION, Set.of("noticeversion", "privacynotice", "告知版本", "隐私政策版本"));
    words.put(
        ListField.EVIDENCE_FILE,
        Set.of("evidencefile", "evidence", "prooffile", "proof", "凭证", "凭证文件", "授权凭证"));
    words.put(ListField.EVIDENCE_SHA256, Set.of("evidencesha256", "sha256"));
    words.put(ListField.EXPIRES, Set.of("expires", "keepuntil", "保存期限", "删除日期"));
    return words;
  }
}
