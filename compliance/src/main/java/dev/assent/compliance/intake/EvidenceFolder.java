package dev.assent.compliance.intake;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/** The folder a list's proofs of consent lie in. A row names a file there, and nothing outside. */
public final class EvidenceFolder {

  /** A scan, a form, a minute of speech. */
  public static final long LARGEST = 16L << 20;

  private EvidenceFolder() {}

  static Path find(Path folder, String name) throws BadField {
    Path file;
    try {
      file = folder.resolve(name).normalize();
    } catch (InvalidPathException e) {
      throw missing("is no file name");
    }
    if (!file.startsWith(folder.normalize()) || file.equals(folder.normalize())) {
      throw missing("lies outside --evidence-dir");
    }
    try {
      if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) || !Files.isReadable(file)) {
        throw missing("is not in --evidence-dir");
      }
      long size = Files.size(file);
      if (size == 0 || size > LARGEST) {
        throw missing("is empty or larger than " + (LARGEST >> 20) + " MiB");
      }
    } catch (IOException e) {
      throw missing("cannot be read");
    }
    return file;
  }

  private static BadField missing(String why) {
    return new BadField(ListField.EVIDENCE_FILE.written(), "EVIDENCE_MISSING", why);
  }
}
