package dev.assent.testsip.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.assent.dialer.cli.Visitor;
import dev.assent.dialer.sip.RawPeer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A carrier that answers what no carrier should: what the operator sees of it, and what stops. */
@Timeout(180)
class OddAnswersTest {
  @TempDir Path root;

  private static void trunk(Rehearsal stage, OddCarrier carrier, String more) throws Exception {
    stage.stopEngine();
    Path file = stage.home().resolve("conf/trunks/loopback.yaml");
    Files.writeString(
        file,
        Files.readString(file)
                .replaceFirst(
                    "targets: .*",
                    "targets: [\"127.0.0.1:%d\"]".formatted(carrier.address().getPort()))
            + more);
    stage.startEngine();
  }

  private static void await(BooleanSupplier met, Visitor seen) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (!met.getAsBoolean()) {
      assertThat(System.nanoTime()).as(() -> seen.words() + seen.data()).isLessThan(end);
      LockSupport.parkNanos(1_000_000); // what is waited for needs the core
    }
  }

  private static JsonNode report(Rehearsal stage, String campaign) throws Exception {
    return new ObjectMapper()
        .readTree(stage.done("campaign", "report", campaign, "-o", "json", "--as", "alice"));
  }

  @Test
  void anAnswerWithoutSoundIsHungUpAndItsCauseStandsEverywhere() throws Exception {
    try (Rehearsal stage = new Rehearsal(root);
        OddCarrier carrier = new OddCarrier()) {
      trunk(stage, carrier, "publicAddress: 127.0.0.2\n");
      String none = Rehearsal.number(801);
      String nonsense = Rehearsal.number(802);
      String video = Rehearsal.number(803);
      carrier.plan(none, (wire, invite) -> wire.answer(invite, "200 OK", "a"));
      carrier.plan(nonsense, (wire, invite) -> answer(wire, invite, "v=0\r\nhello\r\n"));
      carrier.plan(
          video, (wire, invite) -> answer(wire, invite, RawPeer.SDP.replace("m=audio", "m=video")));
      stage.campaign("odd", List.of(none, nonsense, video));

      Visitor alice = Visitor.nobody();
      stage.give(alice, "campaign", "run", "odd", "--yes", "--once", "--as", "alice");
      assertThat(alice.words())
          .contains("failed 3 (")
          .contains(
              "the answer has no sound we can speak: no session description in the answer 1",
              "the answer has no sound we can speak: line 2: not of the form x=value 1",
              "the answer has no sound we can speak: the stream is not audio over RTP/AVP 1");

      JsonNode report = report(stage, "odd");
      assertThat(report.at("/failed").intValue()).isEqualTo(3);
      assertThat(
              report
                  .path("causes")
                  .path(
                      "FAILED: the answer has no sound we can speak: no session description in the"
                          + " answer")
                  .intValue())
          .as(report.toString())
          .isEqualTo(1);
      assertThat(stage.done("trunk", "status", "-o", "csv"))
          .contains("loopback,trunk,DEGRADED,")
          .contains("the last call that was answered had no sound");
      assertThat(carrier.requests("BYE")).hasSize(3);
      assertThat(carrier.requests("INVITE"))
          .allMatch(invite -> invite.contains("\r\nVia: SIP/2.0/UDP 127.0.0.2:"))
          .allMatch(invite -> invite.contains("\r\nc=IN IP4 127.0.0.2\r\n"))
          .allMatch(invite -> invite.contains(" IN IP4 127.0.0.2\r\ns="));
    }
  }

  private static void answer(RawPeer wire, String invite, String sdp) {
    wire.send(wire.response(invite, "200 OK", "a", sdp));
  }

  @Test
  void aPasswordThatIsRefusedIsShownOnceAndThenNobodyIsCalled() throws Exception {
    try (Rehearsal stage = new Rehearsal(root);
        OddCarrier carrier = new OddCarrier()) {
      trunk(stage, carrier, "");
      List<String> numbers = List.of(811, 812, 813, 814).stream().map(Rehearsal::number).toList();
      CountDownLatch refused = new CountDownLatch(2);
      for (String number : numbers) {
        carrier.plan(
            number,
            (wire, invite) -> {
              wire.answer(
                  invite,
                  "407 Proxy Authentication Required",
                  "a",
                  "Proxy-Authenticate: Digest realm=\"odd\", nonce=\"n%d\", qop=\"auth\""
                      .formatted(refused.getCount()));
              refused.countDown();
            });
      }
      stage.campaign("barred", numbers);

      Visitor alice = Visitor.nobody();
      var running =
          java.util.concurrent.CompletableFuture.runAsync(
              () ->
                  stage.give(
                      alice, "campaign", "run", "barred", "--yes", "--once", "--as", "alice"),
              task -> Thread.ofVirtual().start(task));
      await(() -> alice.words().contains("held: INVITE: 407"), alice);
      assertThat(stage.done("trunk", "status", "-o", "csv"))
          .contains("loopback,trunk,DOWN,")
          .contains("user or password are wrong");
      stage.done("campaign", "stop", "barred", "--as", "alice");
      running.join();

      List<String> shown =
          carrier.requests("INVITE").stream()
              .filter(invite -> invite.contains("Proxy-Authorization:"))
              .toList();
      assertThat(shown).as("the password was shown once").hasSize(1);
      assertThat(carrier.requests("INVITE")).hasSize(2);
      assertThat(report(stage, "barred").path("causes").path("FAILED: FORBIDDEN, 407").intValue())
          .isEqualTo(1);
    }
  }
}
