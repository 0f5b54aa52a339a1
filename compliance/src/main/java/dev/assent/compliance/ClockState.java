package dev.assent.compliance;

import java.time.Duration;

/**
 * Whether the clock can be believed (R02).
 *
 * @param trusted false when the kernel says it is not synchronised, or cannot be asked
 * @param offset estimated error; its sign does not matter
 * @param why one line for people, empty when all is well
 * @param tzdata version of the time zone data, such as {@code 2025b}; empty when unknown
 */
public record ClockState(boolean trusted, Duration offset, String why, String tzdata) {}
