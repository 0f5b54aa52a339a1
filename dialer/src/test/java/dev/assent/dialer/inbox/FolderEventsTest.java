package dev.assent.dialer.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a file system says of a folder, by itself. */
@Timeout(60)
class FolderEventsTest {
  @TempDir Path root;
  private final Semaphore told = new Semaphore(0);

  private void awaitTold() throws InterruptedException {
    assertThat(told.tryAcquire(30, TimeUnit.SECONDS)).isTrue();
    told.drainPermits();
  }

  @Test
  void whoeverWritesOrRenamesIsHeard() throws Exception {
    try (FolderEvents events = new FolderEvents(root, told::release)) {
      events.listen();
      Files.writeString(root.resolve(".sms.csv"), "number,text\n");
      awaitTold();
      Files.move(root.resolve(".sms.csv"), root.resolve("sms.csv"));
      awaitTold();
    }
  }

  @Test
  void aReplacedFolderIsListenedToAgain() throws Exception {
    Path folder = Files.createDirectory(root.resolve("inbox"));
    try (FolderEvents events = new FolderEvents(folder, told::release)) {
      events.listen();
      Files.delete(folder);
      awaitTold();
      Files.createDirectory(folder);
      // Once the old watch has gone, whoever asks gets a new one.
      while (!heardOf(events, folder)) {
        Files.deleteIfExists(folder.resolve("sms.csv"));
      }
    }
  }

  private boolean heardOf(FolderEvents events, Path folder)
      throws IOException, InterruptedException {
    events.listen();
    Files.writeString(folder.resolve("sms.csv"), "number,text\n");
    return told.tryAcquire(50, TimeUnit.MILLISECONDS);
  }

  @Test
  void aFolderThatIsNotThereIsNoFault() throws Exception {
    Path folder = root.resolve("later");
    try (FolderEvents events = new FolderEvents(folder, told::release)) {
      events.listen();
      Files.createDirectory(folder);
      events.listen();
      Files.writeString(folder.resolve("sms.csv"), "number,text\n");
      awaitTold();
    }
  }
}
