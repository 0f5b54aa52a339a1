package dev.assent.dialer.backup;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** Restores a backup to a directory that is thrown away, and tells what it is worth. Stateless. */
public final class BackupTrial {
  private static final String WORK = "trial-";

  private BackupTrial() {}

  /**
   * @param place has room for all of it; the directory made there is removed again
   * @param person as {@link BackupProof#of}
   */
  public static List<BackupProof.Tried> run(
      Path backup, BackupReader.Key key, Path place, SecureRandom random, Optional<byte[]> person)
      throws IOException {
    try (DirectoryStream<Path> left = Files.newDirectoryStream(place, WORK + "*")) {
      for (Path each : left) {
        Backup.delete(each); // of one that was killed
      }
    }
    byte[] tag = new byte[4];
    random.nextBytes(tag);
    Path directory =
        Files.createDirectory(
            place.resolve(WORK + HexFormat.of().formatHex(tag)),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    try {
      return BackupProof.of(directory, BackupReader.unpack(backup, key, directory), person);
    } finally {
      Backup.delete(directory);
    }
  }
}
