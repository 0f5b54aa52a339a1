package dev.assent.testsip.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.assent.testsip.carrier.CallReport;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A campaign over a trunk whose signalling and sound travel over IPv6 alone. */
@Timeout(120)
class VersionSixTest {
  @TempDir Path root;

  @Test
  void peopleAgreeRefuseAndAreRecordedOverIpv6() throws Exception {
    try (Rehearsal stage = new Rehearsal(root, "::1")) {
      stage.stopEngine();
      stage.startEngine();
      String checked = stage.done("trunk", "check", "loopback", "-o", "csv", "--as", "alice");
      assertThat(checked).contains("OPTIONS,[0:0:0:0:0:0:0:1]:", "/UDP,OK,200");

      List<String> numbers = List.of(Rehearsal.number(901), Rehearsal.number(902));
      stage.carrier.plan(
          numbers.get(0),
          "challenge 407, ring 200ms, answer, prompt 1, wait 100ms, key 1, prompt 2, wait 100ms,"
              + " key 1, prompt 3, wait 100ms, key 1");
      stage.carrier.plan(numbers.get(1), "ring 200ms, answer, prompt 1, wait 100ms, key 0");
      stage.campaign("six", numbers);
      stage.run("six").join();

      JsonNode report =
          new ObjectMapper()
              .readTree(stage.done("campaign", "report", "six", "-o", "json", "--as", "alice"));
      assertThat(report.at("/agreed").intValue()).as(report.toString()).isEqualTo(1);
      assertThat(report.at("/refused").intValue()).isEqualTo(1);
      assertThat(report.at("/recordings/complete").intValue()).isEqualTo(1);
      List<CallReport> calls = stage.carrier.calls();
      assertThat(calls).hasSize(2).allMatch(call -> call.faults().isEmpty());
    }
  }
}
