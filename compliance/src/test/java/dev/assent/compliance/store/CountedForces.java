package dev.assent.compliance.store;

import dev.assent.compliance.journal.JournalFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/** The files of a journal, counting how often one is forced. */
record CountedForces(JournalFiles files, LongAdder forces) implements JournalFiles {
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
    return new Counted(files.open(file), forces);
  }

  @Override
  public void delete(Path file) throws IOException {
    files.delete(file);
  }

  @Override
  public void forceDirectory(Path directory) throws IOException {
    files.forceDirectory(directory);
  }

  private record Counted(Output output, LongAdder forces) implements Output {
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
      output.force();
      forces.increment();
    }

    @Override
    public void close() throws IOException {
      output.close();
    }
  }
}
