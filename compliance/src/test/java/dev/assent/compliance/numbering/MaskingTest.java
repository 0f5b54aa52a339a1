package dev.assent.compliance.numbering;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.compliance.Requirement;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Golden masks, requirements 5.1 and N-6. Those of numbers are in {@link PhoneNumberTest}. */
@Timeout(60)
@Requirement({"B-22", "D-f"})
final class MaskingTest {

  @ParameterizedTest
  @CsvSource({
    "张三,张*",
    "张三丰,张*",
    "欧阳修,欧阳*",
    "欧阳,欧*",
    "Alice Example,A*",
    "李,李*",
    "'',''",
    "𠮷田,𠮷*",
  })
  void names(String name, String mask) {
    assertThat(Masking.name(name)).isEqualTo(mask);
  }

  @ParameterizedTest
  @CsvSource({
    "310101199001011234,310101********1234",
    "31010119900101123X,310101********123X",
    "310101900101123,310101*****1123",
    "E12345678,E******78",
    "123,***",
  })
  void idNumbers(String number, String mask) {
    assertThat(Masking.idNumber(number)).isEqualTo(mask);
  }

  @ParameterizedTest
  @CsvSource({
    "广东省深圳市南山区科技园1号,广东省深圳市",
    "上海市浦东新区世纪大道1号,上海市",
    "新疆维吾尔自治区伊犁哈萨克自治州某路,新疆维吾尔自治区伊犁哈萨克自治州",
    "海南省,海南省",
    "Baker Street 221b,''",
    "幸福路1号,''",
  })
  void addresses(String address, String mask) {
    assertThat(Masking.address(address)).isEqualTo(mask);
  }

  @ParameterizedTest
  @CsvSource({"6222020000001234567,***************4567", "6222 0200 0000 1234,************1234"})
  void bankCards(String number, String mask) {
    assertThat(Masking.bankCard(number)).isEqualTo(mask);
  }
}
