package dev.assent.dialer.trunk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.dialer.sip.Refusal;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a refused call means: of the status, and of one or more Reason headers. */
@Timeout(20)
class DispositionTest {

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      delimiter = '|',
      textBlock =
          """
          486 | Busy Here | - | false | BUSY
          600 | Busy Everywhere | Q.850;cause=16 | false | BUSY
          480 | Temporarily Unavailable | - | false | UNREACHABLE
          480 | Temporarily Unavailable | - | true | NO_ANSWER
          480 | Temporarily Unavailable | Q.850;cause=17;text="user busy" | false | BUSY
          480 | Temporarily Unavailable | SIP;cause=486;text="Busy" | false | BUSY
          480 | Temporarily Unavailable | SIP;cause=486 & Q.850;cause=19 | false | NO_ANSWER
          480 | Temporarily Unavailable | q.850 ; cause=20 | false | UNREACHABLE
          500 | Server Internal Error | Q.850;cause=1 | false | UNALLOCATED
          500 | Server Internal Error | Q.850;cause=127 | false | CONGESTION
          503 | Service Unavailable | Q.850;cause=34 | false | CONGESTION
          404 | Not Found | - | false | UNALLOCATED
          403 | Forbidden | - | false | FORBIDDEN
          302 | Moved Temporarily | Q.850;cause=17 | false | REDIRECTED
          488 | Not Acceptable Here | - | false | INCOMPATIBLE
          603 | Decline | - | true | DECLINED
          603 | Decline | Q.850;cause=21 | true | DECLINED
          603 | Network Blocked | - | false | BLOCKED
          603 | Decline | Q.850;cause=21;text="v=analytics1;url=https://redress.example" | false | BLOCKED
          607 | Unwanted | Q.850;cause=17 | true | UNWANTED
          608 | Rejected | Q.850;cause=17 | false | BLOCKED
          480 | Temporarily Unavailable | Q.850;cause=1777 | false | UNREACHABLE
          480 | Temporarily Unavailable | SIP;cause=200 | false | UNREACHABLE
          480 | Temporarily Unavailable | rubbish | false | UNREACHABLE
          418 | I'm a teapot | - | false | OTHER
          """)
  void means(int status, String phrase, String reasons, boolean rang, Disposition meaning) {
    List<String> headers =
        reasons == null ? List.of() : Arrays.stream(reasons.split("&")).map(String::strip).toList();
    Refusal refusal = new Refusal(status, phrase, headers, null, List.of(), rang);
    assertThat(Disposition.of(refusal)).isEqualTo(meaning);
  }
}
