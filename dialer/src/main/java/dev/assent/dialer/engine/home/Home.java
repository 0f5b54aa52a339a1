package dev.assent.dialer.engine.home;

import dev.assent.dialer.Exit;
import dev.assent.dialer.Message;
import dev.assent.dialer.UserError;
import dev.assent.dialer.keys.PrivateFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;

/**
 * The directory that holds everything one engine owns. Immutable; any thread.
 *
 * <p>Layout: docs/FORMAT-home.md. Directories are 0700 and files 0600: the operating system's user
 * is the outermost border.
 */
public final class Home {
  /** All directories of a home; each part writes only into its own. */
  static final List<String> DIRECTORIES =
      List.of(
          "conf",
          "keys",
          "ledger",
          "journal",
          "data",
          "spool",
          "recordings",
          "evidence",
          "reports",
          "log");

  private static final Set<PosixFilePermission> PRIVATE_DIRECTORY =
      PosixFilePermissions.fromString("rwx------");

  private final Path root;
  private final HomeMarker marker;

  private Home(Path root, HomeMarker marker) {
    this.root = root;
    this.marker = marker;
  }

  /**
   * Opens an existing home.
   *
   * @throws UserError exit 3 when there is none, or it is foreign, newer, or readable by others
   */
  public static Home open(Path path) {
    Path root = path.toAbsolutePath().normalize();
    Path file = root.resolve(HomeMarker.FILE);
    if (!Files.isRegularFile(file)) {
      String code = Files.exists(root) ? "home.foreign" : "home.missing";
      throw new UserError(Exit.CONFIG, Message.of(code, root), "assent init --home " + root);
    }
    try {
      requirePrivate(root);
      return new Home(root, HomeMarker.decode(Files.readAllBytes(file), file.toString()));
    } catch (IOException e) {
      throw new UserError(Exit.CONFIG, Message.of("home.unreadable", root, reason(e)), null);
    }
  }

  /** Lays out a new home in an existing empty directory; {@code init} renames it into place. */
  static Home layOut(Path directory, HomeMarker marker) throws IOException {
    for (String name : DIRECTORIES) {
      createPrivateDirectory(directory.resolve(name));
    }
    PrivateFile.create(directory.resolve(HomeMarker.FILE), marker.encode());
    return new Home(directory, marker);
  }

  /** Makes a directory, 0700. */
  public static Path createPrivateDirectory(Path directory) throws IOException {
    FileAttribute<Set<PosixFilePermission>> mode =
        PosixFilePermissions.asFileAttribute(PRIVATE_DIRECTORY);
    return Files.createDirectory(directory, mode);
  }

  private static void requirePrivate(Path root) throws IOException {
    Set<PosixFilePermission> mode = Files.getPosixFilePermissions(root);
    if (!PRIVATE_DIRECTORY.containsAll(mode)) {
      throw new UserError(
          Exit.CONFIG,
          Message.of("home.open_to_others", root, PosixFilePermissions.toString(mode)),
          "chmod 700 " + root);
    }
  }

  static String reason(IOException e) {
    return e.getClass().getSimpleName();
  }

  public Path root() {
    return root;
  }

  public HomeMarker marker() {
    return marker;
  }

  /**
   * @throws UserError exit 4 when it is a drill's
   */
  public void requireMayCall() {
    if (marker.drill()) {
      throw new UserError(Exit.NOT_PERMITTED, Message.of("home.drill", root), "assent init");
    }
  }

  public boolean simulated() {
    return marker.simulation().isPresent();
  }

  public Path conf() {
    return root.resolve("conf");
  }

  public Path keys() {
    return root.resolve("keys");
  }

  public Path ledger() {
    return root.resolve("ledger");
  }

  public Path journal() {
    return root.resolve("journal");
  }

  public Path data() {
    return root.resolve("data");
  }

  public Path spool() {
    return root.resolve("spool");
  }

  public Path recordings() {
    return root.resolve("recordings");
  }

  public Path evidence() {
    return root.resolve("evidence");
  }

  /** What was gathered for inspectors, in the clear: in no backup. */
  public Path evidencePacks() {
    return evidence().resolve("packs");
  }

  public Path reports() {
    return root.resolve("reports");
  }

  public Path log() {
    return root.resolve("log");
  }
}
