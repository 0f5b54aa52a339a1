package dev.assent.compliance.reconcile;

import dev.assent.compliance.Outcome;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What an unknown call is proposed to have come to.
 *
 * @param outcome {@link Outcome#NOT_SENT}: the carrier never had it
 * @param line of the carrier's file, from 1; 0: that it stands on none of them is what tells it
 */
public record Proposal(
    UUID attempt,
    Outcome outcome,
    long line,
    @Nullable Instant answeredAt,
    @Nullable Integer seconds,
    String code) {}
