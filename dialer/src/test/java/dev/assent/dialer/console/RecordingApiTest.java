package dev.assent.dialer.console;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.assent.compliance.Requirement;
import dev.assent.dialer.engine.socket.ActRefused;
import dev.assent.recorder.CallSound;
import dev.assent.recorder.Desk;
import dev.assent.recorder.JournalInMemory;
import dev.assent.recorder.Recorder;
import dev.assent.recorder.Recording;
import dev.assent.recorder.SealedRecording;
import dev.assent.recorder.TurnsByHand;
import dev.assent.recorder.Warrant;
import dev.assent.recorder.catalog.Catalog;
import dev.assent.recorder.catalog.CatalogEntry;
import dev.assent.recorder.container.Mark;
import dev.assent.recorder.container.MarkKind;
import dev.assent.recorder.files.DiskFiles;
import dev.assent.recorder.files.FaultFiles;
import dev.assent.recorder.ledger.KeyLedger;
import dev.assent.recorder.ledger.RowKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a page can and cannot have of a recording: real container, real ledger. */
@Timeout(60)
class RecordingApiTest {
  private static final int SECOND = 32_000;
  private static final int HEADER = 44;

  private final FaultFiles files = Desk.disk();
  private final KeyLedger ledger = Desk.ledger(files);
  private final TurnsByHand turns = new TurnsByHand();
  private Instant now = Desk.NOW;
  private SealedRecording sealed;
  private long row;
  private RecordingApi api;
  private Listener quinn;

  @BeforeEach
  void record() throws Exception {
    Recorder recorder = Desk.recorder(files, ledger, new JournalInMemory(), turns, 1);
    Recording recording = recorder.begin(recorder.reserve(), Warrant.of(1));
    Instant start = Instant.ofEpochSecond(1_800_000_000L);
    recording.mark(new Mark(MarkKind.CONSENT, 0, start, "1"));
    recording.mark(new Mark(MarkKind.KEY, 0, start.plusSeconds(5), "9"));
    recorder.feed(new CallSound().seconds(1, 0, 4).seconds(1, 6, 93).last(1, 99, 4000));
    sealed = turns.await(recording.finish("DONE"));
    row = Desk.reader(files).verify(sealed.file()).header().orElseThrow().ledgerRow();
    api = new RecordingApi(Desk.RECORDINGS, files, Desk.reader(files), () -> now);
    quinn = new Listener(1, Desk.QA, this::share);
  }

  private Optional<byte[]> share(UUID recording) {
    return recording.equals(sealed.id()) ? ledger.read(RowKind.SHARE_B, row) : Optional.empty();
  }

  @Test
  @Requirement({"R52", "E-10"})
  void nothingIsOpenedBeforeTheEngineWroteDownWhy() throws Exception {
    assertThat(get("audio.wav", "bytes=0-43").status()).isEqualTo(409);
    assertThat(get("marks", null).status()).isEqualTo(409);
    quinn.refuses = "CASE";
    assertThatThrownBy(() -> open("DISPUTE", "")).isInstanceOf(ActRefused.class);
    assertThat(get("marks", null).status()).isEqualTo(409);
    quinn.refuses = null;

    JsonNode opened = json(open("QUALITY", "QA-1"));
    assertThat(opened.path("seconds").asInt()).isEqualTo(100);
    assertThat(verdict().path("code").asText()).isEqualTo("COMPLETE");
    assertThat(opened.path("watermark").path("user").asText()).isEqualTo("quinn");
    assertThat(opened.path("watermark").path("why").asText()).isEqualTo("QUALITY QA-1");
    assertThat(quinn.told).hasSize(1).first().asString().startsWith("recording.share");
  }

  @Test
  void aCallInSeveralFilesIsHeardAsOne() throws Exception {
    FaultFiles disk = Desk.disk();
    KeyLedger shares = Desk.ledger(disk);
    TurnsByHand agents = new TurnsByHand();
    Recorder recorder = Desk.recorder(disk, shares, new JournalInMemory(), agents, 3, 4);
    Recording call = recorder.begin(recorder.reserve(), Warrant.of(2));
    CallSound sound = new CallSound();
    recorder.feed(sound);
    for (int second = 0; second < 10; second++) {
      sound.seconds(call.tapId(), second, 1);
      agents.pass(1_000_000_000L);
    }
    agents.await(call.finish("DONE"));
    List<CatalogEntry> parts = new Catalog(Desk.RECORDINGS, disk).list().calls().getFirst().files();
    assertThat(parts).hasSize(3);
    Map<UUID, Long> rows =
        parts.stream().collect(Collectors.toMap(CatalogEntry::id, CatalogEntry::ledgerRow));
    api = new RecordingApi(Desk.RECORDINGS, disk, Desk.reader(disk), () -> now);
    quinn = new Listener(1, Desk.QA, id -> shares.read(RowKind.SHARE_B, rows.get(id)));
    sealed =
        new SealedRecording(
            call.id(), parts.getFirst().file(), new byte[0], 10, 0, "DONE", true, List.of());

    JsonNode opened = json(open("QUALITY", "QA-1"));
    assertThat(opened.path("seconds").asInt()).isEqualTo(10);
    assertThat(quinn.told).filteredOn(told -> told.startsWith("recording.share")).hasSize(3);
    assertThat(verdict().path("code").asText()).isEqualTo("COMPLETE");
    assertThat(verdict().path("seconds").asInt()).isEqualTo(10);
    byte[] overTheJoint = seconds(3, 5).body();
    byte[] after = seconds(4, 5).body();
    assertThat(ByteBuffer.wrap(overTheJoint).slice(SECOND, SECOND))
        .isEqualTo(ByteBuffer.wrap(after));

    disk.delete(parts.getLast().file());
    assertThat(get("marks", null).status()).isEqualTo(410);
    assertThat(json(open("QUALITY", "QA-1")).path("seconds").asInt()).isEqualTo(8);
    assertThat(verdict().path("code").asText()).isEqualTo("INCOMPLETE");
  }

  @Test
  @Requirement({"B-10", "R52"})
  void whoDoesNotListenOpensNothing() throws Exception {
    quinn.listens = false;
    WebAnswer answer = open("QUALITY", "QA-1");
    assertThat(answer.status()).isEqualTo(403);
    assertThat(json(answer).path("code").asText()).isEqualTo("NO_QA_KEY");
    assertThat(get("audio.wav", "bytes=0-43").status()).isEqualTo(409);
  }

  @Test
  void aRangeIsTheSoundOfItsSeconds() throws Exception {
    open("QUALITY", "QA-1");
    WebAnswer head = get("audio.wav", "bytes=0-43");
    assertThat(head.status()).isEqualTo(206);
    assertThat(head.headers())
        .containsEntry("Content-Range", "bytes 0-43/" + (HEADER + 100 * SECOND))
        .containsEntry("Content-Type", "audio/wav");
    assertThat(new String(head.body(), 0, 4, UTF_8)).isEqualTo("RIFF");
    ByteBuffer sound = ByteBuffer.wrap(seconds(6, 8).body()).order(ByteOrder.LITTLE_ENDIAN);
    assertThat(sound.remaining()).isEqualTo(2 * SECOND);
    ByteBuffer again = ByteBuffer.wrap(seconds(7, 8).body()).order(ByteOrder.LITTLE_ENDIAN);
    assertThat(again).isEqualTo(sound.slice(SECOND, SECOND));
  }

  @ParameterizedTest
  @ValueSource(strings = {"bytes=3200044-", "bytes=99999999999-99999999999", "bytes=-0"})
  void aRangeBeyondTheEndIs416(String range) throws Exception {
    open("QUALITY", "QA-1");
    WebAnswer answer = get("audio.wav", range);
    assertThat(answer.status()).isEqualTo(416);
    assertThat(answer.headers()).containsEntry("Content-Range", "bytes */3200044");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "bytes=0-", "bytes=0-128044", "bytes=44-3200043", "bytes=-3000000"})
  @Requirement({"B-10", "A-21", "R54"})
  void fetchingInBulkIsRefusedAndCounted(String range) throws Exception {
    open("QUALITY", "QA-1");
    WebAnswer answer = get("audio.wav", range.isEmpty() ? null : range);
    assertThat(answer.status()).isEqualTo(403);
    assertThat(json(answer).path("code").asText()).isEqualTo("BULK_REFUSED");
    assertThat(answer.body().length).isLessThan(200);
    assertThat(quinn.told.getLast()).startsWith("session.anomaly").contains("BULK_FETCH");
  }

  @Test
  @Requirement({"R54", "B-12"})
  void theFetchThatFreezesTheAccountSaysSo() throws Exception {
    open("QUALITY", "QA-1");
    quinn.refuses = "FROZEN";
    assertThatThrownBy(() -> get("audio.wav", null)).hasMessageContaining("FROZEN");
  }

  @ParameterizedTest
  @ValueSource(strings = {"bytes=0-1,2-3", "chunks=1-2", "bytes=9-1"})
  void whatIsNoRangeIsRefused(String range) throws Exception {
    open("QUALITY", "QA-1");
    assertThat(get("audio.wav", range).status()).isEqualTo(400);
  }

  /** Piece by piece is bulk too, when it is faster than anybody listens. */
  @Test
  @Requirement("B-10")
  void nobodyFetchesFasterThanTheyCanListen() throws Exception {
    open("QUALITY", "QA-1");
    int taken = 0;
    while (seconds(taken, taken + 4).status() == 206) {
      taken += 4;
    }
    assertThat(taken).isEqualTo((int) ListeningPace.AHEAD);
    WebAnswer refused = seconds(taken, taken + 4);
    assertThat(refused.status()).isEqualTo(429);
    assertThat(refused.headers()).containsEntry("Retry-After", "2");
    now = now.plusSeconds(2);
    assertThat(seconds(taken, taken + 4).status()).isEqualTo(206);
    assertThat(seconds(taken + 4, taken + 5).status()).isEqualTo(429);
  }

  /** At the fastest replay nobody has to wait. */
  @Test
  void listeningAtTwiceTheSpeedIsNeverTooFast() throws Exception {
    open("QUALITY", "QA-1");
    for (int second = 0; second < 100; second += 2) {
      assertThat(seconds(second, second + 2).status()).isEqualTo(206);
      now = now.plusSeconds(1);
    }
  }

  @Test
  @Requirement("E-10")
  void whatWasGivenIsWrittenDownWhateverThePageSays() throws Exception {
    open("QUALITY", "QA-1");
    seconds(10, 13);
    seconds(40, 42);
    assertThat(quinn.told).hasSize(1);
    now = now.plusSeconds(5);
    api.sweep();
    assertThat(quinn.told.getLast()).startsWith("qa.heard").contains("[[10,13],[40,42]]");
    seconds(50, 51);
    quinn.leave();
    assertThat(quinn.told.getLast()).startsWith("qa.heard").contains("[[50,51]]");
    assertThat(get("marks", null).status()).isEqualTo(409);
  }

  /** No sound before what was given already stands in the journal. */
  @Test
  void anEngineThatDoesNotWriteEndsTheListening() throws Exception {
    open("QUALITY", "QA-1");
    for (int second = 0; second < 12; second += 4) {
      assertThat(seconds(second, second + 4).status()).isEqualTo(206);
    }
    quinn.refuses = "ENGINE_GONE";
    assertThatThrownBy(() -> seconds(12, 14)).isInstanceOf(ActRefused.class);
    quinn.refuses = null;
    assertThat(seconds(12, 14).status()).isEqualTo(206);
    assertThat(quinn.told.getLast()).contains("[[0,12]]");
  }

  /** A key that is gone ends it within a minute, a file that is gone at the next range. */
  @Test
  @Requirement({"R15", "R52", "A-33"})
  void anErasureEndsTheListening() throws Exception {
    open("QUALITY", "QA-1");
    assertThat(seconds(0, 1).status()).isEqualTo(206);
    ledger.erase(List.of(row));
    now = now.plusSeconds(60);
    assertThatThrownBy(() -> seconds(1, 2)).hasMessageContaining("RECORDING_ERASED");
    assertThat(code(seconds(0, 1))).as("closed, its keys wiped").isEqualTo("NOT_OPEN");
    assertThat(code(get("marks", null))).isEqualTo("NOT_OPEN");
    assertThatThrownBy(() -> open("QUALITY", "QA-1")).hasMessageContaining("RECORDING_ERASED");
  }

  @Test
  @Requirement({"R52", "A-33"})
  void aFileThatIsGoneEndsItAtTheNextRange() throws Exception {
    open("QUALITY", "QA-1");
    assertThat(seconds(0, 1).status()).isEqualTo(206);
    files.delete(sealed.file());
    WebAnswer gone = seconds(1, 2);
    assertThat(gone.status()).isEqualTo(410);
    assertThat(code(gone)).isEqualTo("ERASED");
    assertThat(code(seconds(1, 2))).isEqualTo("NOT_OPEN");
    assertThat(open("QUALITY", "QA-1").status()).isEqualTo(404);
  }

  /** On a disk that honours it a file is written over before it goes: that is no damage. */
  @Test
  @Requirement("A-33")
  void whatIsBeingWrittenOverIsErasedAndNotDamaged() throws Exception {
    open("QUALITY", "QA-1");
    ledger.erase(List.of(row));
    files.overwrite(sealed.file(), new byte[files.bytes(sealed.file()).length]);
    assertThatThrownBy(() -> seconds(1, 2)).hasMessageContaining("RECORDING_ERASED");
    assertThat(code(seconds(1, 2))).isEqualTo("NOT_OPEN");
  }

  /** Asked for deletion, not yet erased: held by a floor. */
  @Test
  @Requirement({"R15", "X-15"})
  void aRestrictionEndsTheListeningWithinAMinute() throws Exception {
    open("QUALITY", "QA-1");
    now = now.plusSeconds(59);
    assertThat(seconds(0, 1).status()).isEqualTo(206);
    quinn.refuses = "RECORDING_RESTRICTED";
    now = now.plusSeconds(1);
    assertThatThrownBy(() -> seconds(1, 2)).hasMessageContaining("RECORDING_RESTRICTED");
    quinn.refuses = null;
    assertThat(code(seconds(1, 2))).isEqualTo("NOT_OPEN");
  }

  /** Somebody plays while another thread erases: whichever comes first, after it nothing sounds. */
  @Test
  @Requirement({"R52", "A-33"})
  void erasingWhileSomebodyListensIsClearAtEveryInterleaving(@TempDir Path directory)
      throws Exception {
    long seed = Long.getLong("assent.seed", 20260915);
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    for (int round = 0; round < 40; round++) {
      listenWhileErasing(random, directory, "seed " + seed + " round " + round);
    }
  }

  private void listenWhileErasing(Random random, Path directory, String at) throws Exception {
    Path file = directory.resolve(Desk.RECORDINGS.relativize(sealed.file()).toString());
    java.nio.file.Files.createDirectories(file.getParent());
    java.nio.file.Files.write(file, files.bytes(sealed.file()));
    var disk = new DiskFiles();
    boolean overwrites = random.nextBoolean();
    int spins = random.nextInt(1_000_000);
    AtomicBoolean keyGone = new AtomicBoolean();
    AtomicBoolean fileGone = new AtomicBoolean();
    api = new RecordingApi(directory, disk, Desk.reader(disk), () -> now);
    quinn =
        new Listener(
            1, Desk.QA, id -> keyGone.get() ? Optional.empty() : ledger.read(RowKind.SHARE_B, row));
    Set<String> allowed =
        Set.of("200", "206", "404 NO_RECORDING", "409 NOT_OPEN", "410 ERASED", "RECORDING_ERASED");
    Thread eraser =
        Thread.ofPlatform()
            .start(
                () -> {
                  for (int i = 0; i < spins; i++) {
                    Thread.onSpinWait();
                  }
                  keyGone.set(true);
                  try {
                    if (overwrites) {
                      java.nio.file.Files.write(file, new byte[20_000]);
                    }
                    java.nio.file.Files.delete(file);
                  } catch (IOException e) {
                    throw new UncheckedIOException(e);
                  }
                  fileGone.set(true);
                });
    for (int i = 0; i < 4 || !fileGone.get(); i++) {
      boolean goneBefore = fileGone.get();
      String said = said(i % 5 == 0 ? () -> open("QUALITY", "QA-1") : () -> seconds(0, 1));
      assertThat(allowed).as(at).contains(said);
      if (goneBefore) {
        assertThat(said).as(at).isNotIn("200", "206");
      }
      now = now.plusSeconds(1);
    }
    eraser.join();
    assertThat(said(() -> open("QUALITY", "QA-1"))).as(at).isEqualTo("404 NO_RECORDING");
    assertThat(said(() -> seconds(0, 1))).as(at).isIn("409 NOT_OPEN", "410 ERASED");
  }

  private static String said(Callable<WebAnswer> asked) throws Exception {
    try {
      WebAnswer answer = asked.call();
      return answer.status() < 300
          ? Integer.toString(answer.status())
          : answer.status() + " " + code(answer);
    } catch (ActRefused refused) {
      return refused.code();
    }
  }

  private static String code(WebAnswer answer) throws Exception {
    return json(answer).path("code").asText();
  }

  @Test
  @Requirement("B-22")
  void keysThatPeoplePressedStayMasked() throws Exception {
    open("QUALITY", "QA-1");
    JsonNode marks = json(get("marks", null));
    assertThat(marks.path("marks")).hasSize(2);
    assertThat(marks.at("/marks/1/kind").asText()).isEqualTo("KEY");
    assertThat(marks.at("/marks/1/second").asDouble()).isEqualTo(5);
    assertThat(marks.at("/marks/1/detail").asText()).isEmpty();
    assertThat(marks.path("gaps")).hasSize(1);
    assertThat(marks.at("/gaps/0").toString())
        .isEqualTo("{\"from\":4,\"to\":6,\"lost\":true,\"leg\":null}");
  }

  @Test
  void thePictureHasTwoLegs() throws Exception {
    open("QUALITY", "QA-1");
    WebAnswer waveform = get("waveform", null, Map.of("from", "0", "to", "100", "buckets", "50"));
    assertThat(waveform.body()).hasSize(200);
    for (Map<String, String> absurd :
        List.of(
            Map.<String, String>of(),
            Map.of("from", "-1", "to", "5", "buckets", "5"),
            Map.of("from", "0", "to", "101", "buckets", "5"),
            Map.of("from", "0", "to", "5", "buckets", "2000000000"),
            Map.of("from", "0", "to", "5", "buckets", "0"),
            Map.of("from", "x", "to", "5", "buckets", "5"))) {
      assertThat(get("waveform", null, absurd).status()).as("%s", absurd).isEqualTo(400);
    }
  }

  @Test
  void whatIsCutShortSaysSo() throws Exception {
    byte[] whole = files.bytes(sealed.file());
    int header = ByteBuffer.wrap(whole).getInt(12);
    files.overwrite(sealed.file(), Arrays.copyOf(whole, header + 30 * 16_384 + 100));
    JsonNode opened = json(open("QUALITY", "QA-1"));
    assertThat(opened.path("seconds").asInt()).isEqualTo(30);
    assertThat(verdict().path("code").asText()).isEqualTo("INCOMPLETE");
    assertThat(seconds(29, 30).status()).isEqualTo(206);
    assertThat(seconds(30, 31).status()).isEqualTo(416);
  }

  @Test
  void whatIsDamagedSaysWhichSecondsDoNotOpen() throws Exception {
    byte[] whole = files.bytes(sealed.file());
    whole[ByteBuffer.wrap(whole).getInt(12) + 12 * 16_384 + 5000] ^= 1;
    files.overwrite(sealed.file(), whole);
    open("QUALITY", "QA-1");
    JsonNode verdict = verdict();
    assertThat(verdict.path("code").asText()).isEqualTo("DAMAGED");
    assertThat(verdict.path("said").asText()).isNotBlank();
    assertThat(verdict.path("damaged").toString()).isEqualTo("[12]");
    assertThat(seconds(11, 12).status()).isEqualTo(206);
    WebAnswer damaged = seconds(11, 13);
    assertThat(damaged.status()).isEqualTo(422);
    assertThat(json(damaged).path("code").asText()).isEqualTo("SECOND_DAMAGED");
  }

  @Test
  void aFileThatIsNoRecordingOpensNothing() throws Exception {
    files.overwrite(sealed.file(), new byte[20_000]);
    WebAnswer answer = open("QUALITY", "QA-1");
    assertThat(answer.status()).isEqualTo(422);
    assertThat(json(answer).path("code").asText()).isEqualTo("DAMAGED");
  }

  @Test
  void withoutTheKeyOfThoseWhoListenNothingOpens() throws Exception {
    Listener alice = new Listener(2, null, this::share);
    assertThat(ask("POST", "open", alice, null, Map.of()).status()).isEqualTo(403);
    assertThat(alice.told).isEmpty();
  }

  @Test
  void whatOneOpenedIsShutToAnother() throws Exception {
    open("QUALITY", "QA-1");
    Listener other = new Listener(3, Desk.QA, this::share);
    assertThat(ask("GET", "audio.wav", other, "bytes=44-32043", Map.of()).status()).isEqualTo(409);
  }

  @Test
  void pathsAndMethodsThatAreNotThereAreRefused() throws Exception {
    assertThat(api.answer(request("GET", "/api/recordings/x/open", null, Map.of()), quinn).status())
        .isEqualTo(404);
    assertThat(get("file.wav", null).status()).isEqualTo(404);
    assertThat(get("open", null).status()).isEqualTo(405);
    String unknown = "/api/recordings/" + new UUID(1, 1) + "/open";
    assertThat(api.answer(request("POST", unknown, null, Map.of()), quinn).status()).isEqualTo(404);
    assertThat(quinn.told).isEmpty();
  }

  private WebAnswer open(String purpose, String caseId) throws Exception {
    String body = "{\"purpose\":\"%s\",\"caseId\":\"%s\"}".formatted(purpose, caseId);
    return api.answer(
        new WebRequest("POST", path("open"), Map.of(), Map.of(), body.getBytes(UTF_8)), quinn);
  }

  private JsonNode verdict() throws Exception {
    return json(get("verdict", null));
  }

  private WebAnswer seconds(int from, int to) {
    return get(
        "audio.wav",
        "bytes=%d-%d".formatted(HEADER + from * SECOND, HEADER + to * SECOND - 1),
        Map.of());
  }

  private WebAnswer get(String what, String range) {
    return get(what, range, Map.of());
  }

  private WebAnswer get(String what, String range, Map<String, String> query) {
    return ask("GET", what, quinn, range, query);
  }

  private WebAnswer ask(
      String method, String what, Listener who, String range, Map<String, String> query) {
    return api.answer(request(method, path(what), range, query), who);
  }

  private static WebRequest request(
      String method, String path, String range, Map<String, String> query) {
    Map<String, String> headers = range == null ? Map.of() : Map.of("range", range);
    return new WebRequest(method, path, query, headers, "{}".getBytes(UTF_8));
  }

  private String path(String what) {
    return "/api/recordings/" + sealed.id() + "/" + what;
  }

  private static JsonNode json(WebAnswer answer) throws Exception {
    return new ObjectMapper().readTree(answer.body());
  }
}
