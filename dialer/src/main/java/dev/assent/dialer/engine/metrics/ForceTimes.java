package dev.assent.dialer.engine.metrics;

import dev.assent.compliance.journal.JournalFiles;
import dev.assent.dialer.engine.home.Clocks.NanoSource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;

/**
 * The journal's files, with how long the disk takes to force them: what every refusal and every
 * INVITE waits for. Any thread.
 */
public final class ForceTimes implements JournalFiles {
  private final JournalFiles files;
  private final NanoSource clock;
  private final LongAdder forces = new LongAdder();
  private final LongAdder nanos = new LongAdder();
  private final LongAccumulator longest = new LongAccumulator(Math::max, 0);

  public ForceTimes(JournalFiles files, NanoSource clock) {
    this.files = files;
    this.clock = clock;
  }

  long forces() {
    return forces.sum();
  }

  double seconds() {
    return nanos.sum() / 1e9;
  }

  double longestSeconds() {
    return longest.get() / 1e9;
  }

  @Override
  public List<String> list(Path directory) throws IOException {
    return files.list(directory);
  }

  @Override
  public byte[] read(Path file) throws IOException {
    return files.read(file);
  }

  @Override
  public byte[] head(Path file, int atMost) throws IOException {
    return files.head(file, atMost);
  }

  @Override
  public long size(Path file) throws IOException {
    return files.size(file);
  }

  @Override
  public boolean exists(Path directory) {
    return files.exists(directory);
  }

  @Override
  public Output open(Path file) throws IOException {
    return new Timed(files.open(file));
  }

  @Override
  public void delete(Path file) throws IOException {
    files.delete(file);
  }

  @Override
  public void forceDirectory(Path directory) throws IOException {
    files.forceDirectory(directory);
  }

  private final class Timed implements Output {
    private final Output output;

    Timed(Output output) {
      this.output = output;
    }

    @Override
    public void write(long at, byte[] bytes) throws IOException {
      output.write(at, bytes);
    }

    @Override
    public void truncate(long size) throws IOException {
      output.truncate(size);
    }

    @Override
    public void force() throws IOException {
      long start = clock.nanoTime();
      output.force();
      long took = clock.nanoTime() - start;
      forces.increment();
      nanos.add(took);
      longest.accumulate(took);
    }

    @Override
    public void close() throws IOException {
      output.close();
    }
  }
}
