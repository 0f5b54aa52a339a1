package dev.assent.dialer.engine.recordings;

import dev.assent.compliance.privacy.Medium;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out what a directory lies on, from what the kernel says. Only a magnetic disk under a file
 * system that writes in place honours writing over a file; a virtual disk says of itself what its
 * host told it, so even that is best effort.
 */
public final class StorageMedium {
  private static final Logger LOG = LoggerFactory.getLogger(StorageMedium.class);

  /** The kernel's directory of block devices, by number. */
  public static final Path DEVICES = Path.of("/sys/dev/block");

  private static final Set<String> IN_PLACE = Set.of("ext2", "ext3", "ext4", "xfs");
  private static final Set<String> ELSEWHERE =
      Set.of("btrfs", "zfs", "f2fs", "bcachefs", "overlay");

  private StorageMedium() {}

  /**
   * @param devices {@link #DEVICES}, but in tests
   */
  static Medium of(Path directory, Path devices) {
    try {
      String fileSystem = Files.getFileStore(directory).type();
      if (ELSEWHERE.contains(fileSystem)) {
        return Medium.NOT_EFFECTIVE;
      }
      long device = ((Number) Files.getAttribute(directory, "unix:dev")).longValue();
      return on(fileSystem, devices.resolve(major(device) + ":" + minor(device)));
    } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
      LOG.info("what {} lies on cannot be found out: {}", directory, e.getClass().getSimpleName());
      return Medium.UNKNOWN;
    }
  }

  /**
   * @param device of the kernel's, a link into its tree; a partition's disk is one above
   */
  static Medium on(String fileSystem, Path device) throws IOException {
    if (!Files.exists(device)) {
      return Medium.UNKNOWN;
    }
    Path at = device.toRealPath();
    for (Path place : new Path[] {at, at.resolveSibling(".").normalize()}) {
      Path rotational = place.resolve("queue").resolve("rotational");
      if (Files.isReadable(rotational)) {
        String said = Files.readString(rotational).strip();
        if (said.equals("0")) {
          return Medium.NOT_EFFECTIVE;
        }
        return said.equals("1") && IN_PLACE.contains(fileSystem) ? Medium.IN_PLACE : Medium.UNKNOWN;
      }
    }
    return Medium.UNKNOWN;
  }

  /** As glibc packs them into one number. */
  static long major(long device) {
    return ((device >>> 8) & 0xfff) | ((device >>> 32) & ~0xfffL);
  }

  static long minor(long device) {
    return (device & 0xff) | ((device >>> 12) & ~0xffL & 0xffffffffL);
  }
}
