package dev.assent.compliance.consent;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A person's word that they want no more calls.
 *
 * @param at when they said so
 * @param attemptId the attempt during which it was said, if any
 * @param callId SIP Call-ID, if any
 * @param scriptHash the script that was playing, if any
 */
public record OptOut(
    Manner manner,
    Instant at,
    @Nullable UUID attemptId,
    @Nullable String callId,
    @Nullable String scriptHash) {}
