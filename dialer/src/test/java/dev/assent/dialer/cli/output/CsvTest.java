package dev.assent.dialer.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
final class CsvTest {

  @Test
  void noCellOfTextIsAFormula() {
    assertThat(Csv.line(List.of("=1+1", "+8619900000001", "-x", "@sum", "\tx", "a=b")))
        .isEqualTo("'=1+1,'+8619900000001,'-x,'@sum,'\tx,a=b\r\n");
  }

  @Test
  void numbersStayNumbers() {
    assertThat(Csv.line(List.of(-38.5, -3, 7L))).isEqualTo("-38.5,-3,7\r\n");
  }

  @Test
  void quotesWhatNeedsThem() {
    assertThat(Csv.line(Arrays.asList("a,b", "say \"no\"", "=\"x\"", null, "两\n行")))
        .isEqualTo("\"a,b\",\"say \"\"no\"\"\",\"'=\"\"x\"\"\",,\"两\n行\"\r\n");
  }
}
