package dev.assent.testsip.carrier;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One dialog of a call. A value. */
public record DialogReport(
    String tag,
    @Nullable Instant answeredAt,
    @Nullable Instant ackAt,
    @Nullable Instant endedAt,
    @Nullable EndedBy endedBy) {}
