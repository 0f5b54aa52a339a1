package dev.assent.recorder.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.recorder.CallSound;
import dev.assent.recorder.Desk;
import dev.assent.recorder.JournalInMemory;
import dev.assent.recorder.Recorder;
import dev.assent.recorder.Recording;
import dev.assent.recorder.TurnsByHand;
import dev.assent.recorder.Warrant;
import dev.assent.recorder.files.FaultFiles;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class CatalogTest {
  private static final Path INDEX = Desk.RECORDINGS.resolve("catalog.csv");
  private FaultFiles files = Desk.disk();
  private Catalog catalog;
  private UUID whole;
  private UUID cut;

  /** One whole recording, one that a kill cut short. */
  @BeforeEach
  void record() throws Exception {
    JournalInMemory journal = new JournalInMemory();
    TurnsByHand turns = new TurnsByHand();
    Recorder recorder = Desk.recorder(files, Desk.ledger(files), journal, turns, 1);
    CallSound sound = new CallSound();
    recorder.feed(sound);
    Recording first = recorder.begin(recorder.reserve(), Warrant.of(1));
    sound.seconds(first.tapId(), 0, 4).last(first.tapId(), 4, 100);
    turns.await(first.finish("CALLEE_HUNG_UP"));
    Recording second = recorder.begin(recorder.reserve(), Warrant.of(2));
    sound.seconds(second.tapId(), 0, 3);
    turns.pass(1_000_000_000L);
    whole = first.id();
    cut = second.id();
    files = files.afterKill();
    Desk.salvager(files, Desk.ledger(files), journal, 2);
    catalog = new Catalog(Desk.RECORDINGS, files);
  }

  @Test
  void listsWhatIsThere() {
    List<CatalogEntry> entries = catalog.list().entries();
    assertThat(entries).extracting(CatalogEntry::id).containsExactlyInAnyOrder(whole, cut);
    CatalogEntry first = catalog.find(whole).orElseThrow();
    assertThat(first.seconds()).isEqualTo(5);
    assertThat(first.complete()).isTrue();
    assertThat(first.endCause()).isEqualTo("CALLEE_HUNG_UP");
    assertThat(first.attemptId()).isEqualTo(new UUID(1, 1));
    assertThat(first.retentionClass()).isEqualTo("GENERAL");
    assertThat(first.start()).isEqualTo(Desk.NOW);
    CatalogEntry second = catalog.find(cut).orElseThrow();
    assertThat(second.seconds()).isEqualTo(3);
    assertThat(second.complete()).isFalse();
  }

  @Test
  void theIndexIsOnlyAMemory() {
    List<CatalogEntry> entries = catalog.list().entries();
    byte[] index = files.bytes(INDEX);
    assertThat(new Catalog(Desk.RECORDINGS, files).list().entries()).isEqualTo(entries);

    byte[] torn = Arrays.copyOf(index, index.length - 30);
    torn[5] ^= 1;
    for (byte[] bad :
        List.of(new byte[0], torn, "nonsense,\n\n,,,".getBytes(StandardCharsets.UTF_8))) {
      files.overwrite(INDEX, bad);
      assertThat(catalog.list().entries()).isEqualTo(entries);
      assertThat(files.bytes(INDEX)).isEqualTo(index);
    }
    files.delete(INDEX);
    assertThat(catalog.list().entries()).isEqualTo(entries);
  }

  @Test
  void theIndexHoldsNothingPersonal() {
    catalog.list();
    assertThat(new String(files.bytes(INDEX), StandardCharsets.UTF_8))
        .doesNotContain("199", "+86", "campaign", "demo");
  }

  @Test
  void whatIsRemovedIsGone() {
    catalog.remove(catalog.find(cut).orElseThrow());
    assertThat(catalog.find(cut)).isEmpty();
    assertThat(files.list(Desk.RECORDINGS.resolve("2026-11-21"))).hasSize(1);
    assertThat(new Catalog(Desk.RECORDINGS, files.afterPowerCut(0)).find(cut)).isEmpty();
  }

  @Test
  void whatIsNoRecordingIsNamed() {
    Path stray = Desk.RECORDINGS.resolve("2026-11-21").resolve(new UUID(7, 7) + ".dvr1");
    files.create(stray).close();
    Catalog.Listing listing = catalog.list();
    assertThat(listing.entries()).hasSize(2);
    assertThat(listing.unreadable()).containsExactly(stray);
  }
}
