package dev.assent.dialer.keys;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/**
 * A folder of files each sealed under a key of the home and named by the hash of what is in it:
 * {@code SHA256.sealed}. Any thread.
 */
public final class SealedCopies {

  /** What became of a copy. */
  public enum State {
    INTACT,
    MISSING,
    /** Not what was sealed, or sealed under another key. */
    ALTERED
  }

  private final Path folder;
  private final CopySeal seal;

  /**
   * @param folder made when the first copy is kept
   */
  public SealedCopies(Path folder, CopySeal seal) {
    this.folder = folder;
    this.seal = seal;
  }

  /** Keeps a copy; it lasts when this returns. An altered one is put right. */
  public void keep(String sha256, byte[] content) throws IOException {
    if (state(sha256) == State.INTACT) {
      return;
    }
    PrivateFile.directory(folder);
    PrivateFile.replace(copy(sha256), seal.seal(sha256, content));
  }

  /**
   * What was kept; empty when it does not open as that.
   *
   * @throws NoSuchFileException when it is gone
   */
  public Optional<byte[]> read(String sha256) throws IOException {
    return seal.open(sha256, Files.readAllBytes(copy(sha256)))
        .filter(content -> sha256(content).equals(sha256));
  }

  /** Reads the copy through. */
  public State state(String sha256) {
    try {
      return read(sha256).isPresent() ? State.INTACT : State.ALTERED;
    } catch (NoSuchFileException e) {
      return State.MISSING;
    } catch (IOException e) {
      // Whatever keeps it from being read, it cannot be shown to anybody.
      return State.MISSING;
    }
  }

  private Path copy(String sha256) {
    return folder.resolve(sha256 + ".sealed");
  }

  /** Lower hex. */
  public static String sha256(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
