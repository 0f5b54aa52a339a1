package dev.assent.dialer.cli.script;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.dialer.Exit;
import dev.assent.dialer.cli.Office;
import dev.assent.dialer.cli.Visitor;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import javax.sound.sampled.AudioFileFormat;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A script from a studio's recordings to an approved one, and the numbers it is said from. */
@Timeout(120)
class ScriptCommandsTest {
  private static final List<String> SEGMENTS =
      List.of("identity", "purpose", "opt-out", "recording-disclosure", "choice", "message");

  @TempDir Path directory;
  private Office office;

  @BeforeEach
  void open() throws IOException {
    office = new Office(directory);
    office.init();
    office.login("alice");
    office.login("bob");
  }

  @AfterEach
  void close() throws IOException {
    office.close();
  }

  @Test
  void aRecordingIsMadeReadyHeardApprovedReplacedAndRetired() throws Exception {
    record("studio.wav", 44_100, 2, 220);
    script(1, "studio.wav", "您好，这里是示例。");
    assertThat(alice("script", "submit", "script.yaml")).contains("REVIEW");
    Path sound;
    try (Stream<Path> sounds = Files.list(office.home().resolve("conf/sounds"))) {
      sound = sounds.toList().getFirst();
    }
    assertThat(sound.getFileName()).hasToString(sha256(Files.readAllBytes(sound)) + ".wav");

    assertThat(refused(Exit.NOT_PERMITTED, "bob", "script", "approve", "renewal"))
        .contains("bob has yet to hear identity, purpose");
    bob("script", "listen", "renewal", "--segment", "identity", "--to", "identity.wav");
    assertThat(directory.resolve("identity.wav")).hasSameBinaryContentAs(sound);
    assertThat(
            refused(Exit.USAGE, "bob", "script", "approve", "renewal", "--heard", "identity.wav"))
        .contains("is not what 'script listen --to' writes");
    bob("script", "listen", "renewal", "--to", "all.wav");
    bob("script", "approve", "renewal", "--heard", "all.wav");
    assertThat(alice("script", "list")).contains("APPROVED", "NOT_PLAYED_HERE", "bob");

    record("again.wav", 16_000, 1, 330);
    alice("script", "submit", "renewal", "--from", "1", "--replace", "identity=again.wav");
    assertThat(refused(Exit.NOT_PERMITTED, "bob", "script", "approve", "renewal"))
        .contains("bob has yet to hear identity")
        .doesNotContain("purpose");
    bob("script", "listen", "renewal", "--version", "2", "--to", "second.wav");
    bob("script", "approve", "renewal", "--heard", "second.wav");
    alice("script", "retire", "renewal", "--version", "1");
    assertThat(alice("script", "list", "-o", "csv")).contains("RETIRED").contains("APPROVED");
    refused(Exit.NOT_PERMITTED, "alice", "script", "retire", "renewal", "--version", "1");

    byte[] tampered = Files.readAllBytes(sound);
    tampered[tampered.length / 2] ^= 1;
    Files.write(sound, tampered);
    assertThat(refused(Exit.INTEGRITY, "bob", "script", "listen", "renewal", "--to", "x.wav"))
        .contains("purpose");
  }

  @Test
  void whatIsWrongIsTold() throws Exception {
    record("good.wav", 8000, 1, 200);
    script(1, "good.wav", "我们的产品无风险。");
    assertThat(
            refused(Exit.CONFIG, "alice", "script", "submit", "script.yaml", "--sector", "finance"))
        .contains("identity: '无风险' at character 6, list finance (Finance: banned");
    assertThat(refused(Exit.CONFIG, "alice", "script", "submit", "script.yaml", "--sector", "bank"))
        .contains("no list of banned phrases is named bank");
    assertThat(alice("script", "list", "-o", "json").strip()).isEqualTo("[ ]");

    Visitor alice = Visitor.nobody();
    assertThat(office.run(alice, "script", "submit", "script.yaml", "--as", "alice"))
        .isEqualTo(Exit.DONE);
    assertThat(alice.words()).contains("BANNED_IN_FINANCE");
    bob("script", "listen", "renewal", "--to", "all.wav");
    refused(Exit.FINDINGS, "bob", "script", "approve", "renewal", "--heard", "all.wav");
    assertThat(bob("script", "show", "renewal")).contains("BANNED_IN_FINANCE");
    bob("script", "approve", "renewal", "--heard", "all.wav", "--with-findings");

    script(2, "silence.wav", "您好，这里是示例。");
    Files.write(
        directory.resolve("silence.wav"),
        wav(new byte[16_000], new AudioFormat(8000, 16, 1, true, false)));
    assertThat(refused(Exit.CONFIG, "alice", "script", "submit", "script.yaml"))
        .contains("script.yaml", "silence.wav", "nothing is said");
    assertThat(
            refused(
                Exit.USAGE,
                "alice",
                "script",
                "submit",
                "renewal",
                "--from",
                "1",
                "--replace",
                "greeting=good.wav"))
        .contains("there is no segment greeting; there are identity, purpose");
  }

  @Test
  void aCampaignGetsAnotherVersionOnlyWithAnotherApproval() throws Exception {
    record("studio.wav", 44_100, 2, 220);
    script(1, "studio.wav", "您好，这里是示例。");
    approved("1");
    Files.createDirectories(office.home().resolve("conf/trunks"));
    Files.writeString(
        office.home().resolve("conf/trunks/loopback.yaml"),
        """
        version: 1
        targets: ["127.0.0.1:5060"]
        transport: udp
        signalling: [127.0.0.1/32]
        media: [127.0.0.1/32]
        domain: carrier.invalid
        callsPerSecond: 10
        channels: 100
        callee: e164-plus
        inbound: unavailable
        """);
    Files.writeString(
        directory.resolve("campaign.yaml"),
        """
        version: 1
        campaign: spring
        purpose: service
        packs: [cn-callcentre]
        script: renewal
        batches: ["00000000-0000-4000-8000-000000000001"]
        callerNumbers: ["+8619900009000", "+8619900009001"]
        trunk: loopback
        from: 2026-09-15T00:00:00+08:00
        to: 2026-10-15T00:00:00+08:00
        onRefuse: end
        recordingMandatory: true
        pacing:
          callsPerSecond: 5
          concurrency: 40
        """);
    alice("campaign", "add", "campaign.yaml");
    alice("campaign", "submit", "spring");
    bob("campaign", "approve", "spring");
    script(2, "studio.wav", "您好，这里是范例。");
    alice("script", "submit", "script.yaml");
    assertThat(refused(Exit.NOT_PERMITTED, "alice", "campaign", "set-script", "spring", "2"))
        .contains("renewal 2 is REVIEW");
    approved("2");
    assertThat(alice("campaign", "set-script", "spring", "2")).contains("SUBMITTED");
    bob("campaign", "approve", "spring");
    assertThat(alice("campaign", "status", "spring")).contains("APPROVED");
  }

  private void approved(String version) {
    if (version.equals("1")) {
      alice("script", "submit", "script.yaml");
    }
    bob("script", "listen", "renewal", "--version", version, "--to", "all.wav");
    bob("script", "approve", "renewal", "--version", version, "--heard", "all.wav");
  }

  @Test
  void aChangeIsFiledInTenWorkingDaysOrNobodyIsCalledFromTheNumber() throws Exception {
    Files.writeString(
        directory.resolve("number.yaml"),
        """
        version: 1
        number: "+8619900009000"
        to: "+8619900009019"
        holder: Example
        filingNo: FILING-1
        uses: [service]
        outbound: true
        commitmentLetter: LETTER-1
        commitmentLetterSha256: %s
        filedAt: 2026-03-02
        validTo: 2027-03-01
        trunks: [loopback]
        """
            .formatted("ab".repeat(32)));
    alice("number", "add", "number.yaml");
    assertThat(alice("number", "check")).contains("FILED");
    // Tuesday, 15 September 2026. The tenth working day after it is the 29th, by the count with the
    // make-up Sunday of the 20th; by the other it would be the 30th.
    alice("number", "change", "+8619900009000", "--what", "new address");
    assertThat(alice("number", "check")).contains("CHANGE_TO_FILE", "2026-09-29");
    office.now = office.now.plus(Duration.ofDays(14));
    office.login("alice");
    assertThat(alice("number", "check")).contains("CHANGE_TO_FILE");
    office.now = office.now.plus(Duration.ofDays(1));
    office.login("alice");
    assertThat(refused(Exit.FINDINGS, "alice", "number", "check")).contains("CLI_FILING_OVERDUE");
    assertThat(
            refused(
                Exit.USAGE,
                "alice",
                "number",
                "change",
                "+8619900009000",
                "--filed",
                "FILING-2",
                "--on",
                "2026-09-14"))
        .contains("2026-09-15");
    alice("number", "change", "+8619900009000", "--filed", "FILING-2");
    assertThat(alice("number", "check")).contains("FILED", "FILING-2");
    alice("number", "retire", "+8619900009000");
    assertThat(alice("number", "check")).contains("RETIRED");
    refused(Exit.NOT_PERMITTED, "alice", "number", "retire", "+8619900009000");
    refused(Exit.USAGE, "alice", "number", "retire", "+8619900009001");
    refused(Exit.USAGE, "alice", "number", "change", "+8619900009000");
  }

  private String alice(String... argv) {
    return done("alice", argv);
  }

  private String bob(String... argv) {
    return done("bob", argv);
  }

  private String done(String user, String... argv) {
    return office.done(as(user, argv));
  }

  /** Everything printed by a command that must fail so. */
  private String refused(Exit exit, String user, String... argv) {
    Visitor visitor = Visitor.nobody();
    assertThat(office.run(visitor, as(user, argv))).as(visitor.words()).isEqualTo(exit);
    return visitor.data() + visitor.words();
  }

  private static String[] as(String user, String... argv) {
    return Stream.concat(Stream.of(argv), Stream.of("--as", user)).toArray(String[]::new);
  }

  private void script(int version, String recording, String text) throws IOException {
    StringBuilder yaml =
        new StringBuilder(
            "script: renewal\nversion: %d\nlocale: zh-CN\nvalidTo: 2027-03-01\nsegments:\n"
                .formatted(version));
    for (String segment : SEGMENTS) {
      yaml.append("  - type: ").append(segment).append("\n    file: ").append(recording);
      yaml.append("\n    text: \"").append(text).append("\"\n    synthetic: false\n");
    }
    Files.writeString(directory.resolve("script.yaml"), yaml);
  }

  /** A second and a half of something like a voice. */
  private void record(String name, int rate, int channels, double hertz) throws IOException {
    int frames = rate * 3 / 2;
    byte[] pcm = new byte[frames * channels * 2];
    for (int i = 0; i < frames; i++) {
      double t = (double) i / rate;
      double loud = 0.6 + 0.4 * Math.sin(2 * Math.PI * 4 * t);
      short sample = (short) (8000 * loud * Math.sin(2 * Math.PI * hertz * t));
      for (int channel = 0; channel < channels; channel++) {
        pcm[2 * (i * channels + channel)] = (byte) sample;
        pcm[2 * (i * channels + channel) + 1] = (byte) (sample >> 8);
      }
    }
    Files.write(
        directory.resolve(name), wav(pcm, new AudioFormat(rate, 16, channels, true, false)));
  }

  private static byte[] wav(byte[] pcm, AudioFormat format) throws IOException {
    var out = new ByteArrayOutputStream();
    AudioSystem.write(
        new AudioInputStream(
            new ByteArrayInputStream(pcm), format, pcm.length / format.getFrameSize()),
        AudioFileFormat.Type.WAVE,
        out);
    return out.toByteArray();
  }

  private static String sha256(byte[] bytes) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }
}
