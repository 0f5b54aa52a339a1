package dev.assent.dialer.engine.recordings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.compliance.Requirement;
import dev.assent.compliance.privacy.Medium;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What may be claimed of writing over a file, by what the kernel says of the disk. */
@Timeout(30)
@Requirement({"X-18", "R58"})
class StorageMediumTest {
  @TempDir Path sys;

  /** As in the kernel's tree: a disk, its first partition, and links to both by number. */
  private Path device(String rotational) throws IOException {
    Path disk = Files.createDirectories(sys.resolve("devices/pci0000:00/ata1/block/sda"));
    Files.createDirectories(disk.resolve("queue"));
    if (!rotational.isEmpty()) {
      Files.writeString(disk.resolve("queue/rotational"), rotational + "\n");
    }
    Files.createDirectories(disk.resolve("sda1"));
    Path numbers = Files.createDirectories(sys.resolve("dev/block"));
    Files.createSymbolicLink(numbers.resolve("8:0"), disk);
    Files.createSymbolicLink(numbers.resolve("8:1"), disk.resolve("sda1"));
    return numbers;
  }

  @ParameterizedTest
  @CsvSource({
    "ext4, 1, IN_PLACE",
    "xfs, 1, IN_PLACE",
    "ext4, 0, NOT_EFFECTIVE",
    "vfat, 0, NOT_EFFECTIVE",
    "vfat, 1, UNKNOWN",
    "nfs4, 1, UNKNOWN",
    "ext4, '', UNKNOWN",
    "ext4, yes, UNKNOWN",
    "ext4, 11, UNKNOWN"
  })
  void aDiskAndItsPartitionsSayWhetherTheyTurn(String fileSystem, String said, Medium expected)
      throws IOException {
    Path numbers = device(said);
    assertThat(StorageMedium.on(fileSystem, numbers.resolve("8:0"))).isEqualTo(expected);
    assertThat(StorageMedium.on(fileSystem, numbers.resolve("8:1"))).isEqualTo(expected);
    assertThat(StorageMedium.on(fileSystem, numbers.resolve("9:9"))).isEqualTo(Medium.UNKNOWN);
  }

  @Test
  void whereTheKernelTellsNothingNothingIsClaimed() {
    assertThat(StorageMedium.of(sys, sys.resolve("nothing")))
        .isIn(Medium.UNKNOWN, Medium.NOT_EFFECTIVE);
    assertThat(StorageMedium.of(sys.resolve("not there"), StorageMedium.DEVICES))
        .isEqualTo(Medium.UNKNOWN);
  }

  @ParameterizedTest
  @CsvSource({"2049, 8, 1", "65024, 254, 0", "66306, 259, 2", "1050625, 8, 257"})
  void numbersAreUnpackedAsGlibcPacksThem(long packed, long major, long minor) {
    assertThat(StorageMedium.major(packed)).isEqualTo(major);
    assertThat(StorageMedium.minor(packed)).isEqualTo(minor);
  }
}
