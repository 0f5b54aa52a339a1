package dev.assent.compliance.policy;

import java.time.LocalTime;

/**
 * A part of a day in local time.
 *
 * @param start inclusive
 * @param end exclusive, after start
 */
public record Window(LocalTime start, LocalTime end) {
  public boolean contains(LocalTime time) {
    return !time.isBefore(start) && time.isBefore(end);
  }
}
