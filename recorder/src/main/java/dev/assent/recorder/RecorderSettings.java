package dev.assent.recorder;

import java.nio.file.Path;
import java.time.Duration;

/**
 * @param spool existing directory of the spool
 * @param recordings existing directory of the recordings; on the same file system as its own {@code
 *     tmp}
 * @param minHeadroomBytes both must have, or no call is recorded
 * @param slots prepared in advance
 * @param forceEvery how much sound a power cut may take
 * @param segmentBytes of the spool
 * @param spoolSegments a live call that keeps more old segments than this is copied out of them
 * @param fileSeconds a call that is longer goes on in another file
 * @param heartbeatEvery how often the journal is told how far live recordings have come
 * @param warmUpSeals before the first call: the JIT needs some thousands
 */
public record RecorderSettings(
    Path spool,
    Path recordings,
    long minHeadroomBytes,
    int slots,
    Duration forceEvery,
    long segmentBytes,
    int spoolSegments,
    int fileSeconds,
    Duration heartbeatEvery,
    int warmUpSeals) {

  /** In this home, with the values that were measured to do. */
  public static RecorderSettings in(Path home) {
    return new RecorderSettings(
        home.resolve("spool"),
        home.resolve("recordings"),
        2L << 30,
        128,
        Duration.ofMillis(200),
        256L << 20,
        8,
        3600,
        Duration.ofSeconds(30),
        3000);
  }
}
