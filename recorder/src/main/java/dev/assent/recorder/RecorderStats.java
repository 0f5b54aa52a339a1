package dev.assent.recorder;

/**
 * What the recorder has done since it was opened.
 *
 * @param recording calls being recorded
 * @param splitting finished calls without their own file yet
 * @param slots prepared
 * @param seconds sealed, the lost ones not counted
 * @param lostSeconds marked as lost in recordings
 * @param strays seconds of no call that is being recorded, or come twice
 * @param forces of the spool
 * @param slowestForceNanos of these
 */
public record RecorderStats(
    int recording,
    int splitting,
    int slots,
    long seconds,
    long lostSeconds,
    long strays,
    long forces,
    long slowestForceNanos) {}
