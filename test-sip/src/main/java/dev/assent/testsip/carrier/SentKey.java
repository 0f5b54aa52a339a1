package dev.assent.testsip.carrier;

import java.time.Instant;

/** Keys pressed in one step; {@code millisAfterAnswer} counts from the 200. A value. */
public record SentKey(String digits, String style, Instant at, long millisAfterAnswer) {}
