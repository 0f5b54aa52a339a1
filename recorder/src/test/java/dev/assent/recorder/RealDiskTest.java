package dev.assent.recorder;

import static java.lang.ProcessBuilder.Redirect.DISCARD;
import static java.lang.ProcessBuilder.Redirect.INHERIT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.recorder.container.RecordingHeader;
import dev.assent.recorder.container.RecordingReader;
import dev.assent.recorder.container.Verdict;
import dev.assent.recorder.files.DiskFiles;
import dev.assent.recorder.files.Files;
import dev.assent.recorder.ledger.KeyLedger;
import dev.assent.recorder.ledger.RowKind;
import java.io.BufferedReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The real disk, real threads, and a real kill. */
@Timeout(120)
class RealDiskTest {
  @TempDir private Path home;
  private final Files files = new DiskFiles();

  @BeforeEach
  void directories() {
    for (String name : List.of("spool", "recordings", "ledger")) {
      files.createDirectory(home.resolve(name));
    }
  }

  @Test
  void callsOnManyThreadsEachGetTheirOwnSound() throws Exception {
    JournalInMemory journal = new JournalInMemory();
    ConcurrentLinkedQueue<CallSound> sounds = new ConcurrentLinkedQueue<>();
    try (KeyLedger ledger = KilledRecorder.ledger(home, files);
        Recorder recorder = KilledRecorder.open(home, files, ledger, journal);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      recorder.feed(
          into -> {
            CallSound sound = sounds.peek();
            if (sound != null && sound.poll(into)) {
              return true;
            }
            sounds.poll();
            return false;
          });
      List<Future<SealedRecording>> calls = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        int number = i;
        calls.add(threads.submit(() -> call(recorder, sounds, number)));
      }
      for (int i = 0; i < 5; i++) {
        SealedRecording sealed = calls.get(i).get(60, TimeUnit.SECONDS);
        assertThat(verdict(ledger, sealed.file())).isEqualTo(new Verdict.Complete(i + 1));
      }
    }
    assertThat(journal.sealed()).hasSize(5);
  }

  private static SealedRecording call(
      Recorder recorder, ConcurrentLinkedQueue<CallSound> sounds, int number) throws Exception {
    Recording recording = recorder.begin(recorder.reserve(), Warrant.of(number));
    sounds.add(
        new CallSound()
            .seconds(recording.tapId(), 0, number)
            .last(recording.tapId(), number, 8000));
    return recording.finish("DONE").get(60, TimeUnit.SECONDS);
  }

  @Test
  void aKilledProcessLosesNoForcedSecond() throws Exception {
    Map<UUID, Integer> promised = new HashMap<>();
    Process process = new ProcessBuilder(recorder()).redirectError(INHERIT).start();
    try (BufferedReader out = process.inputReader()) {
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        String[] words = line.split(" ");
        if (!words[0].equals("SAFE")) {
          continue; // the log goes to the same place
        }
        promised.put(UUID.fromString(words[1]), Integer.parseInt(words[2]));
        if (promised.size() == 5 && Integer.parseInt(words[2]) > 20) {
          process.toHandle().destroyForcibly();
        }
      }
    } finally {
      process.destroyForcibly();
    }
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    salvagedAsPromised(promised);
  }

  /** The system takes no byte of a file beyond 300 KiB: what was forced before is kept. */
  @Test
  void aDiskThatTakesNoMoreStopsTheRecordingsAndLosesNoForcedSecond() throws Exception {
    Map<UUID, Integer> promised = new HashMap<>();
    List<String> limited =
        new ArrayList<>(List.of("bash", "-c", "ulimit -f 300; exec \"$@\"", "limited"));
    limited.addAll(recorder());
    Process process = new ProcessBuilder(limited).redirectError(DISCARD).start();
    String stopped = "";
    try (BufferedReader out = process.inputReader()) {
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        String[] words = line.split(" ", 2);
        if (words[0].equals("STOPPED")) {
          stopped = words[1];
        } else if (words[0].equals("SAFE")) {
          String[] safe = words[1].split(" ");
          promised.put(UUID.fromString(safe[0]), Integer.parseInt(safe[1]));
        }
      }
    } finally {
      process.destroyForcibly();
    }
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(stopped).contains(home.resolve("spool").toString()).contains("is full");
    salvagedAsPromised(promised);
  }

  private List<String> recorder() {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:-UsePerfData",
        "-cp",
        System.getProperty("java.class.path"),
        KilledRecorder.class.getName(),
        home.toString());
  }

  private void salvagedAsPromised(Map<UUID, Integer> promised) throws Exception {
    JournalInMemory journal = new JournalInMemory();
    try (KeyLedger ledger = KilledRecorder.ledger(home, files);
        Recorder recorder = KilledRecorder.open(home, files, ledger, journal);
        Stream<Path> all = java.nio.file.Files.walk(home.resolve("recordings"))) {
      assertThat(recorder.readiness()).isInstanceOf(Readiness.Ready.class);
      List<Path> found = all.filter(path -> path.toString().endsWith(".dvr1")).toList();
      assertThat(found).hasSize(5);
      for (Path path : found) {
        RecordingHeader header = reader().verify(path).header().orElseThrow();
        int seconds = (int) journal.sealed().get(header.recordingId()).seconds();
        assertThat(seconds).isGreaterThanOrEqualTo(promised.getOrDefault(header.recordingId(), 0));
        assertThat(verdict(ledger, path)).isEqualTo(new Verdict.Incomplete(seconds));
      }
    }
  }

  private RecordingReader reader() {
    return Desk.reader(files);
  }

  private Verdict verdict(KeyLedger ledger, Path path) {
    long row = reader().verify(path).header().orElseThrow().ledgerRow();
    byte[] shareB = ledger.read(RowKind.SHARE_B, row).orElseThrow();
    return reader().verify(path, Desk.QA, shareB).verdict();
  }
}
