package dev.assent.testsip.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.compliance.Requirement;
import dev.assent.compliance.journal.EntryType;
import dev.assent.compliance.journal.JournalEntry;
import dev.assent.media.codec.Codec;
import dev.assent.media.prompt.Prompt;
import dev.assent.media.prompt.PromptPack;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A person rings the presented number back, while no campaign runs. */
@Timeout(120)
class RingBackTest {
  private static final String CALLER = Rehearsal.number(777);

  @TempDir Path root;
  private int metricsPort;

  @Test
  @Requirement({"R40", "C-06", "A-41"})
  void whoRingsBackIsToldWhoCalledAndANineIsDurableBeforeItIsConfirmed() throws Exception {
    try (Rehearsal stage = new Rehearsal(root)) {
      int port = announcing(stage);
      CompletableFuture<String> ladder =
          CompletableFuture.supplyAsync(
              () -> stage.done("call", "--trace", "--as", "alice"),
              task -> Thread.ofVirtual().start(task));
      try (RingBackCaller caller = new RingBackCaller(port)) {
        caller.call("one", "<sip:" + CALLER + "@carrier.invalid>");
        caller.awaitSound();
        caller.press('9');
        caller.awaitBye();
        assertThat(heard(caller, "identity")).isFalse(); // the 9 ended it
        assertThat(heard(caller, "opt_out_confirmed")).isTrue();
      }
      assertThat(stage.done("dnc", "why", CALLER, "--as", "bob")).contains("KEY9");
      assertThat(figures())
          .contains("assent_ringbacks_total{end=\"opted_out\"} 1.0")
          .contains("assent_calls_total{outcome=\"agreed\",trunk=\"loopback\"} 0.0")
          .containsPattern("assent_sip_packets_received_total [1-9]")
          .containsPattern("assent_journal_forces_total [1-9]")
          .doesNotContain(CALLER, CALLER.substring(3));
      stage.stopEngine();
      assertThat(ladder.join())
          .contains(" --> 127.0.0.1:", "BYE sip:caller@", "<-- 127.0.0.1:")
          .doesNotContain(CALLER.substring(3));
      List<JournalEntry> story = JournalStory.read(stage.home().resolve("journal")).entries();
      List<EntryType> types = story.stream().map(JournalEntry::type).toList();
      assertThat(types)
          .containsSubsequence(EntryType.OPT_OUT, EntryType.RING_BACK)
          .doesNotContain(EntryType.ATTEMPT_HELD, EntryType.REC_OPEN);
      String entry =
          story.stream()
              .filter(e -> e.type() == EntryType.RING_BACK)
              .findFirst()
              .orElseThrow()
              .operational()
              .orElseThrow();
      assertThat(entry).contains("OPTED_OUT", "loopback").doesNotContain(CALLER);
    }
  }

  @Test
  @Requirement("A-41")
  void whoListensHearsAllAndWhoHidesTheirNumberIsToldWhereToTurn() throws Exception {
    try (Rehearsal stage = new Rehearsal(root)) {
      int port = announcing(stage);
      try (RingBackCaller caller = new RingBackCaller(port)) {
        caller.call("two", "<sip:anonymous@anonymous.invalid>");
        caller.awaitSound(64); // past the last word
        caller.press('9');
        caller.awaitBye();
        assertThat(heard(caller, "identity")).isTrue();
        assertThat(heard(caller, "no_key_path")).isTrue();
        assertThat(heard(caller, "opt_out_confirmed")).as("nothing is claimed").isFalse();
      }
      stage.stopEngine();
      assertThat(
              JournalStory.read(stage.home().resolve("journal")).entries().stream()
                  .map(JournalEntry::type))
          .contains(EntryType.RING_BACK)
          .doesNotContain(EntryType.OPT_OUT);
    }
  }

  /** A 0 is an answer to nothing that was asked here; the 9 after it must not meet a BYE. */
  @Test
  void aNineAfterAZeroCounts() throws Exception {
    try (Rehearsal stage = new Rehearsal(root)) {
      int port = announcing(stage);
      try (RingBackCaller caller = new RingBackCaller(port)) {
        caller.call("three", "<sip:" + CALLER + "@carrier.invalid>");
        caller.awaitSound(2);
        caller.press('0');
        caller.awaitSound(20);
        caller.press('9');
        caller.awaitBye();
        assertThat(heard(caller, "opt_out_confirmed")).isTrue();
      }
      stage.stopEngine();
      assertThat(
              JournalStory.read(stage.home().resolve("journal")).entries().stream()
                  .map(JournalEntry::type))
          .containsSubsequence(EntryType.OPT_OUT, EntryType.RING_BACK);
    }
  }

  private String figures() throws Exception {
    URI page = URI.create("http://127.0.0.1:" + metricsPort + "/metrics");
    try (InputStream in = page.toURL().openStream()) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** Starts the engine with a trunk that announces; tells its SIP port. */
  private int announcing(Rehearsal stage) throws Exception {
    stage.stopEngine();
    Path trunk = stage.home().resolve("conf/trunks/loopback.yaml");
    Files.writeString(
        trunk,
        Files.readString(trunk)
            .replace("inbound: unavailable", "inbound: announce\ninboundScript: tones"));
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      metricsPort = free.getLocalPort();
    }
    Path assent = stage.home().resolve("conf/assent.yaml");
    String conf = Files.readString(assent);
    Files.writeString(assent, conf + "metrics:\n  port: " + metricsPort + "\n");
    stage.startEngine();
    return Integer.parseInt(conf.replaceAll("(?s).*?\\bport: (\\d+).*", "$1"));
  }

  private boolean heard(RingBackCaller caller, String id) throws Exception {
    Prompt prompt = PromptPack.load(root.resolve("home/conf/prompts/zh-CN")).get(id);
    byte[] payload = new byte[prompt.slots() * Prompt.PACKET];
    prompt.payload(Codec.PCMU).get(payload);
    return new String(caller.sound(), StandardCharsets.ISO_8859_1)
        .contains(new String(payload, StandardCharsets.ISO_8859_1));
  }
}
