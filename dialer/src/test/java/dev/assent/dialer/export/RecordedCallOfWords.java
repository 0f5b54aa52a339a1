package dev.assent.dialer.export;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assent.media.codec.Codec;
import dev.assent.recorder.AudioFeed;
import dev.assent.recorder.CallSound;
import dev.assent.recorder.Desk;
import dev.assent.recorder.JournalInMemory;
import dev.assent.recorder.Receipt;
import dev.assent.recorder.Recorder;
import dev.assent.recorder.Recording;
import dev.assent.recorder.SealedRecording;
import dev.assent.recorder.TurnsByHand;
import dev.assent.recorder.Warrant;
import dev.assent.recorder.container.AudioSecond;
import dev.assent.recorder.container.Mark;
import dev.assent.recorder.container.MarkKind;
import dev.assent.recorder.container.RecordingKey;
import dev.assent.recorder.container.RecordingReader;
import dev.assent.recorder.files.DiskFiles;
import dev.assent.recorder.files.FaultFiles;
import dev.assent.recorder.files.ReadFile;
import dev.assent.recorder.ledger.KeyLedger;
import dev.assent.recorder.ledger.RowKind;
import dev.assent.recorder.replay.Replay;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;

/**
 * A sealed call of twelve seconds: tones like speech on both legs, the key 5 by its tones from 8.0
 * to 8.2 s on the callee's, a pressed key noted at 5.0 s. Its file lies in a directory of the test.
 */
final class RecordedCallOfWords implements AutoCloseable {
  static final int SECONDS = 12;
  static final int TONE_FROM = 8 * AudioSecond.RATE;
  static final int TONE_TO = TONE_FROM + AudioSecond.RATE / 5;
  static final Instant AT = Instant.parse("2026-11-21T08:00:05Z");

  final Path file;
  final Replay replay;
  final SealedSource source;
  final RecordingReader reader =
      new RecordingReader(new DiskFiles(), List.of(Desk.SIGNER.publicKey()));

  RecordedCallOfWords(Path directory) throws Exception {
    FaultFiles disk = Desk.disk();
    KeyLedger ledger = Desk.ledger(disk);
    TurnsByHand turns = new TurnsByHand();
    Recorder recorder = Desk.recorder(disk, ledger, new JournalInMemory(), turns, 1);
    Recording recording = recorder.begin(recorder.reserve(), Warrant.of(1));
    Instant start = Instant.ofEpochSecond(1_800_000_000L);
    recording.mark(new Mark(MarkKind.CONSENT, 0, start, ""));
    recording.mark(new Mark(MarkKind.KEY, 0, start.plusSeconds(5), ""));
    recorder.feed(new Words());
    SealedRecording sealed = turns.await(recording.finish("DONE"));
    file = directory.resolve(sealed.id() + ".dvr1");
    try (ReadFile in = disk.open(sealed.file())) {
      byte[] bytes = new byte[(int) in.size()];
      in.read(0, bytes, 0, bytes.length);
      Files.write(file, bytes);
    }
    long row = reader.verify(file).header().orElseThrow().ledgerRow();
    byte[] shareB = ledger.read(RowKind.SHARE_B, row).orElseThrow();
    replay = Replay.open(Receipt.of(sealed.id()), reader, file, Desk.QA, shareB);
    RecordingKey key = reader.key(file, Desk.QA, shareB);
    source =
        new SealedSource(
            sealed.id(), file, sha256(file), reader.verify(file, Desk.QA, shareB), key);
  }

  static String sha256(Path file) throws IOException {
    return HexFormat.of().formatHex(PackageFiles.sha256().digest(Files.readAllBytes(file)));
  }

  /** As the engine gives it. */
  ExportedCall call(String form, boolean unmasked, byte[] mark) throws IOException {
    ObjectMapper json = new ObjectMapper();
    ObjectNode order = json.createObjectNode();
    order.put("export", "0198c0de-0000-7000-8000-000000000001").put("hash", "ab".repeat(32));
    order.put("form", form).put("unmasked", unmasked).put("recipient", "<Example & Court>");
    order.put("purpose", "DISPUTE").put("case", "C-7").put("destroyBy", "2026-12-21T08:00:05Z");
    order.put("attempt", "0198c0de-0000-7000-8000-000000000002");
    order.put("requestedBy", "carol").put("requestedAt", AT.toString());
    order.withArray("masks").addObject().put("fromMillis", 1000).put("toMillis", 2500);
    order.withArray("words").addObject().put("by", "bob").put("as", "DEPARTMENT");
    return new ExportedCall(
        order,
        json.createArrayNode(),
        mark,
        replay,
        List.of(source),
        Desk.SIGNER.publicKey(),
        "carol",
        AT);
  }

  @Override
  public void close() {
    replay.close();
    source.key().close();
  }

  /** What a sample of a leg is before it is coded; never zero for long. */
  private static short sample(int leg, int at) {
    if (leg == 0 && at >= TONE_FROM && at < TONE_TO) {
      return (short) (6000 * (Math.sin(at * 2 * Math.PI * 770 / 8000) + sin(1336, at)));
    }
    double syllables = 0.6 + 0.4 * Math.sin(at * 2 * Math.PI * (3 + leg) / 8000);
    return (short) (5000 * syllables * (sin(180 + 40 * leg, at) + 0.4 * sin(1100, at)) + 100);
  }

  private static double sin(int hertz, int at) {
    return Math.sin(at * 2 * Math.PI * hertz / 8000);
  }

  private static final class Words implements AudioFeed {
    private int next;

    @Override
    public boolean poll(AudioSecond into) {
      if (next == SECONDS) {
        return false;
      }
      CallSound.fill(into, 1, next, AudioSecond.RATE);
      into.last = next == SECONDS - 1;
      for (int leg = 0; leg < AudioSecond.LEGS; leg++) {
        byte[] audio = new byte[AudioSecond.RATE];
        for (int i = 0; i < audio.length; i++) {
          short sample = sample(leg, next * AudioSecond.RATE + i);
          audio[i] = (leg == 0 ? Codec.PCMU : Codec.PCMA).encode(sample);
        }
        into.leg(leg).audio = audio;
      }
      next++;
      return true;
    }
  }
}
