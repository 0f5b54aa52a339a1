package dev.assent.testsip.inspection;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assent.dialer.engine.home.Home;
import dev.assent.recorder.container.LegRole;
import dev.assent.recorder.container.RecordingHeader;
import dev.assent.recorder.container.RecordingReader;
import dev.assent.recorder.container.UnsealedRecording;
import dev.assent.recorder.container.Verdict;
import dev.assent.recorder.files.DiskFiles;
import dev.assent.recorder.ledger.RowKind;
import dev.assent.testsip.carrier.media.Recorded;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Opens every recording of a home and holds both legs against what the carrier sent and received:
 * {@code LegsCheck HOME PASSPHRASES CARRIER_OUT}. Exit 1 when a sample differs or is missing, or
 * somebody who agreed has no recording.
 */
public final class LegsCheck {
  private final CarrierAccount carrier;
  private final Path carrierOut;
  private final List<String> faults = new ArrayList<>();
  private final List<Long> keyToSound = new ArrayList<>();
  private final List<String> matched = new ArrayList<>();
  private long samples;
  private int recordings;

  private LegsCheck(Path carrierOut) throws IOException {
    this.carrierOut = carrierOut;
    this.carrier = CarrierAccount.read(carrierOut);
  }

  public static void main(String[] args) throws Exception {
    LegsCheck check = of(Path.of(args[0]), Path.of(args[1]), Path.of(args[2]));
    check.tell();
    System.exit(check.faults.isEmpty() ? 0 : 1);
  }

  /**
   * Compares all recordings of a home whose engine does not run.
   *
   * @param passphrases directory with the files {@code alice} and {@code quinn}
   */
  public static LegsCheck of(Path homeRoot, Path passphrases, Path carrierOut) throws Exception {
    LegsCheck check = new LegsCheck(carrierOut);
    Home home = Home.open(homeRoot);
    List<Path> recordings = recordings(home.recordings());
    try (HomeKeys keys = HomeKeys.open(home, passphrases, "alice", "quinn")) {
      for (Path recording : recordings) {
        check.recording(recording, keys);
      }
    }
    check.recordings = recordings.size();
    int agreed = check.carrier.decidedBy('1');
    if (recordings.size() < agreed) {
      check.faults.add(agreed + " agreed, " + recordings.size() + " recordings");
    }
    if (check.matched.stream().distinct().count() != check.matched.size()) {
      check.faults.add("two recordings of one call");
    }
    return check;
  }

  /** What is wrong; empty when every sample is the carrier's. */
  public List<String> faults() {
    return List.copyOf(faults);
  }

  /** Recordings compared. */
  public int recordings() {
    return recordings;
  }

  /** Ids of the carrier's calls that were recorded. */
  public List<String> recordedCalls() {
    return List.copyOf(matched);
  }

  private static List<Path> recordings(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.filter(file -> file.toString().endsWith(".dvr1")).sorted().toList();
    }
  }

  private void recording(Path file, HomeKeys keys) throws Exception {
    RecordingReader reader = new RecordingReader(new DiskFiles(), List.of(keys.signer()));
    RecordingHeader header = reader.verify(file).header().orElseThrow();
    byte[] shareB = keys.ledger().read(RowKind.SHARE_B, header.ledgerRow()).orElseThrow();
    if (!(reader.verify(file, keys.listener().roleFor(header), shareB).verdict()
        instanceof Verdict.Complete)) {
      faults.add(file.getFileName() + " is not complete");
    }
    try (UnsealedRecording recording =
        reader.unseal(file, keys.listener().roleFor(header), shareB)) {
      compare(
          String.valueOf(file.getFileName()).substring(0, 8),
          RecordedLeg.of(recording, LegRole.CALLEE),
          RecordedLeg.of(recording, LegRole.SYSTEM));
    }
  }

  private void compare(String name, RecordedLeg callee, RecordedLeg system) throws IOException {
    for (JsonNode call : carrier.calls()) {
      CarrierTrack sent = track(call, "sent");
      if (callee.beginsLike(sent)) {
        matched.add(call.path("id").asText());
        leg(name + " callee", LegComparison.of(callee, sent));
        leg(name + " system", LegComparison.of(system, track(call, "received")));
        keyToSound.add(afterKey(call, sent, callee));
        return;
      }
    }
    faults.add(name + ": no call of the carrier sounds like it");
  }

  private CarrierTrack track(JsonNode call, String direction) throws IOException {
    String id = call.path("id").asText();
    for (String law : List.of("ul", "al")) {
      Path audio = carrierOut.resolve(id + "." + direction + "." + law);
      if (Files.exists(audio)) {
        return new CarrierTrack(
            Recorded.read(audio, carrierOut.resolve(id + "." + direction + ".csv")));
      }
    }
    return CarrierTrack.NONE;
  }

  private void leg(String name, LegComparison leg) {
    samples += leg.samples();
    faults.addAll(leg.faults(name));
  }

  /** Milliseconds from the begin of the key 1 to the first recorded packet of the called person. */
  private static long afterKey(JsonNode call, CarrierTrack sent, RecordedLeg callee) {
    Instant invited = Instant.parse(call.path("invitedAt").asText());
    long first = sent.microsAt(sent.position(callee.slots().getFirst().timestamp())) / 1000;
    for (JsonNode keys : call.path("keys")) {
      if (keys.path("digits").asText().contains("1")) {
        Instant at = Instant.parse(keys.path("at").asText());
        return first - Duration.between(invited, at).toMillis();
      }
    }
    return 0;
  }

  private void tell() {
    keyToSound.sort(null);
    System.out.printf("%d recordings, %,d samples equal to the carrier's%n", recordings, samples);
    if (!keyToSound.isEmpty()) {
      System.out.printf(
          "key 1 to recording: p50 %d ms, most %d ms of %d%n",
          keyToSound.get(keyToSound.size() / 2), keyToSound.getLast(), keyToSound.size());
    }
    faults.forEach(fault -> System.out.println("WRONG: " + fault));
  }
}
