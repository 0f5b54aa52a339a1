package dev.assent.recorder.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A force that never reaches the system would lose recordings, and no kill of a process shows it.
 */
@Timeout(60)
class DiskFilesTest {
  @Test
  void everyForceReachesTheSystem(@TempDir Path directory) throws Exception {
    DiskFiles files = new DiskFiles();
    Path created = directory.resolve("created");
    Path appended = directory.resolve("appended");
    Path overwritten = directory.resolve("overwritten");
    try (Recording forces = new Recording()) {
      forces.enable("jdk.FileForce").withoutThreshold();
      forces.start();
      for (Path file : List.of(appended, overwritten)) {
        files.create(file).close();
      }
      for (AppendFile file :
          List.of(files.create(created), files.append(appended, 0), files.overwrite(overwritten))) {
        try (file) {
          file.write(new byte[] {1}, 0, 1);
          file.force();
        }
      }
      files.forceDirectory(directory);
      forces.stop();
      Path dump = directory.resolve("forces.jfr");
      forces.dump(dump);
      // The recording is of the whole process, and other tests run beside this one.
      assertThat(
              RecordingFile.readAllEvents(dump).stream()
                  .filter(event -> event.getEventType().getName().equals("jdk.FileForce"))
                  .map(event -> Path.of(event.getString("path")))
                  .filter(path -> path.startsWith(directory)))
          .containsExactly(created, appended, overwritten, directory);
    }
  }
}
