package dev.assent.dialer.cli.home;

import dev.assent.dialer.Exit;
import dev.assent.dialer.Message;
import dev.assent.dialer.UserError;
import dev.assent.dialer.engine.home.ShareKeeper;
import dev.assent.dialer.keys.PrivateFile;
import dev.assent.dialer.keys.RecoveryShare;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Writes each recovery share to a file of its own, for somebody to carry away. */
final class ShareDirectory implements ShareKeeper {
  private final Path directory;
  private final List<Path> written = new ArrayList<>();

  ShareDirectory(Path directory) {
    this.directory = directory;
  }

  @Override
  public List<RecoveryShare> keep(List<RecoveryShare> shares) {
    try {
      return writeAndRead(shares);
    } catch (IOException e) {
      throw new UserError(
          Exit.FAILED,
          Message.of("recovery.unwritable", directory, e.getClass().getSimpleName()),
          "assent init --recovery-dir DIR …");
    }
  }

  private List<RecoveryShare> writeAndRead(List<RecoveryShare> shares) throws IOException {
    Files.createDirectories(directory);
    for (RecoveryShare share : shares) {
      Path file = directory.resolve(share.fileName());
      PrivateFile.create(file, share.text().getBytes(StandardCharsets.US_ASCII));
      written.add(file);
    }
    List<RecoveryShare> readBack = new ArrayList<>();
    for (Path file : written) {
      readBack.add(RecoveryShare.parse(Files.readString(file), file.toString()));
    }
    return readBack;
  }

  @Override
  public void discard() throws IOException {
    for (Path file : written) {
      Files.deleteIfExists(file);
    }
  }
}
