package dev.assent.compliance.privacy;

import java.time.Instant;

/**
 * Until when something must be kept, and by which rule.
 *
 * @param requirement its id
 * @param figure where the days stand, such as {@code cn-own-customer retention.cdr.floorDays=1096}
 */
public record Floor(String requirement, String figure, Instant until) {}
