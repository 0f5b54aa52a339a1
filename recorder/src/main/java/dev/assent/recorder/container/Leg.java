package dev.assent.recorder.container;

/**
 * One leg of a recording.
 *
 * @param id 0–254, unique in its recording
 */
public record Leg(int id, LegRole role) {
  public Leg {
    if (id < 0 || id > 254) {
      throw new IllegalArgumentException("A leg id is 0-254, not " + id);
    }
  }
}
