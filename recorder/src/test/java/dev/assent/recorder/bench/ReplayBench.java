package dev.assent.recorder.bench;

import dev.assent.recorder.Receipt;
import dev.assent.recorder.container.LongRecording;
import dev.assent.recorder.container.RecordingReader;
import dev.assent.recorder.container.Vectors;
import dev.assent.recorder.files.DiskFiles;
import dev.assent.recorder.replay.Replay;
import dev.assent.recorder.replay.VirtualWav;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;

/** What a listener waits for in a call of one hour. */
final class ReplayBench {
  private static final int HOUR = 3600;
  private static final int SEEKS = 1000;

  /** What a player asks for at a time. */
  private static final int RANGE_BYTES = 64 * 1024;

  /** Takes a figure. */
  interface Report {
    void add(String name, double value, String unit, double goal);
  }

  private final Report report;
  private final RecordingReader reader =
      new RecordingReader(new DiskFiles(), List.of(Vectors.SIGNER.publicKey()));

  ReplayBench(Report report) {
    this.report = report;
  }

  void run(Path directory) throws Exception {
    Path whole = directory.resolve("hour.dvr1");
    UUID id = LongRecording.write(whole, HOUR, true).recordingId();
    Path cut = directory.resolve("cut-hour.dvr1");
    LongRecording.write(cut, HOUR, false);
    seek(whole, id);
    waveform("waveform of one hour, opening included", whole, id);
    waveform("waveform of one hour that was cut short", cut, id);
    verify(whole);
  }

  private void seek(Path file, UUID id) throws Exception {
    Random random = new Random(1);
    double[] millis = new double[SEEKS];
    try (Replay replay = open(file, id)) {
      VirtualWav wav = replay.wav();
      for (int i = 0; i < SEEKS; i++) {
        long at = VirtualWav.HEADER_BYTES + (long) random.nextInt(HOUR) * wav.secondBytes();
        long begun = System.nanoTime();
        wav.read(at, RANGE_BYTES);
        millis[i] = (System.nanoTime() - begun) / 1e6;
      }
    }
    Arrays.sort(millis);
    report.add(
        "seek in one hour: 64 KiB from any second, 99 %", millis[SEEKS * 99 / 100], "ms", 20);
    report.add("the slowest of 1,000 seeks", millis[SEEKS - 1], "ms", 20);
    double[] opened = new double[50];
    for (int i = 0; i < opened.length; i++) {
      long begun = System.nanoTime();
      try (Replay replay = open(file, id)) {
        replay.wav().pcm(random.nextInt(HOUR));
      }
      opened[i] = (System.nanoTime() - begun) / 1e6;
    }
    Arrays.sort(opened);
    report.add("open (X-Wing, header) and hear any second, median", opened[25], "ms", 20);
  }

  private void waveform(String name, Path file, UUID id) throws Exception {
    double slowest = 0;
    for (int i = 0; i < 5; i++) {
      long begun = System.nanoTime();
      try (Replay replay = open(file, id)) {
        replay.waveform(0, HOUR, 2000);
        replay.timeline();
        replay.gaps();
      }
      slowest = Math.max(slowest, (System.nanoTime() - begun) / 1e6);
    }
    report.add(name, slowest, "ms", 1000);
  }

  private void verify(Path file) {
    long begun = System.nanoTime();
    reader.verify(file);
    report.add("verify one hour without keys", (System.nanoTime() - begun) / 1e6, "ms", 0);
    begun = System.nanoTime();
    reader.verify(file, Vectors.ROLE, Vectors.SHARE_B);
    report.add("verify one hour, every frame opened", (System.nanoTime() - begun) / 1e6, "ms", 0);
  }

  private Replay open(Path file, UUID id) throws Exception {
    return Replay.open(Receipt.of(id), reader, file, Vectors.ROLE, Vectors.SHARE_B);
  }

  /** {@code ReplayBench DIRECTORY}: this part alone. */
  public static void main(String[] args) throws Exception {
    new ReplayBench(
            (name, value, unit, goal) -> System.out.printf("%-60s %10.2f %s%n", name, value, unit))
        .run(Path.of(args[0]));
  }
}
