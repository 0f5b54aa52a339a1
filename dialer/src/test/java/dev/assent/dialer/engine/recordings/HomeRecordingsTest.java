package dev.assent.dialer.engine.recordings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.compliance.Requirement;
import dev.assent.compliance.privacy.Medium;
import dev.assent.compliance.privacy.RecordingShelf.Removed;
import dev.assent.recorder.CallSound;
import dev.assent.recorder.Desk;
import dev.assent.recorder.JournalInMemory;
import dev.assent.recorder.Recorder;
import dev.assent.recorder.Recording;
import dev.assent.recorder.SealedRecording;
import dev.assent.recorder.TurnsByHand;
import dev.assent.recorder.Warrant;
import dev.assent.recorder.files.FaultFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A recording's file goes; what is said of what stood there is what was done. */
@Timeout(60)
@Requirement({"B-16", "X-18", "R58"})
class HomeRecordingsTest {
  @TempDir Path root;
  private Path file;
  private Path alias;
  private byte[] whole;
  private SealedRecording sealed;

  @BeforeEach
  void record() throws Exception {
    FaultFiles files = Desk.disk();
    TurnsByHand turns = new TurnsByHand();
    Recorder recorder = Desk.recorder(files, Desk.ledger(files), new JournalInMemory(), turns, 1);
    Recording recording = recorder.begin(recorder.reserve(), Warrant.of(1));
    recorder.feed(new CallSound().seconds(1, 0, 3));
    sealed = turns.await(recording.finish("DONE"));
    whole = files.bytes(sealed.file());
    file = root.resolve(Desk.RECORDINGS.relativize(sealed.file()).toString());
    Files.createDirectories(file.getParent());
    Files.write(file, whole);
    alias = Files.createLink(root.resolve("what-stood-there"), file);
  }

  /** The kernel's word on the disk that this test runs on. */
  private Path devices(String rotational) throws Exception {
    long number = ((Number) Files.getAttribute(root, "unix:dev")).longValue();
    Path queue =
        root.resolve("sys")
            .resolve(StorageMedium.major(number) + ":" + StorageMedium.minor(number))
            .resolve("queue");
    Files.createDirectories(queue);
    Files.writeString(queue.resolve("rotational"), rotational);
    return root.resolve("sys");
  }

  private HomeRecordings shelf(String rotational) throws Exception {
    return new HomeRecordings(root, devices(rotational), new SecureRandom());
  }

  @Test
  void onAMagneticDiskItIsWrittenOverBeforeItGoesAndElsewhereNot() throws Exception {
    HomeRecordings shelf = shelf("1\n");
    boolean inPlace = shelf.medium() == Medium.IN_PLACE;
    assertThat(shelf.remove(List.of(sealed.id()))).isEqualTo(new Removed(1, inPlace ? 1 : 0));
    assertThat(file).doesNotExist();
    byte[] left = Files.readAllBytes(alias);
    assertThat(left).hasSameSizeAs(whole);
    assertThat(Arrays.equals(left, whole)).isEqualTo(!inPlace);
    assertThat(shelf.remove(List.of(sealed.id()))).as("again").isEqualTo(new Removed(0, 0));
  }

  @Test
  void onFlashItIsRemovedAndNothingMoreIsClaimed() throws Exception {
    HomeRecordings shelf = shelf("0\n");
    assertThat(shelf.medium()).isEqualTo(Medium.NOT_EFFECTIVE);
    assertThat(shelf.remove(List.of(sealed.id()))).isEqualTo(new Removed(1, 0));
    assertThat(Files.readAllBytes(alias)).isEqualTo(whole);
  }

  /** The process died while it was being written over, and the list of recordings is gone too. */
  @Test
  void whatIsNoRecordingAnyMoreIsRemovedAllTheSame() throws Exception {
    Files.write(file, new byte[whole.length]);
    assertThat(shelf("0\n").remove(List.of(sealed.id()))).isEqualTo(new Removed(1, 0));
    assertThat(file).doesNotExist();
  }
}
