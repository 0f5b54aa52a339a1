package dev.assent.compliance.consent;

import java.util.List;

/** What the do-not-call list says of a number (R20). */
public sealed interface DncState {

  /**
   * @param entries of every number of the person, at least one, the oldest first
   */
  record Listed(List<DncEntry> entries) implements DncState {
    public Listed {
      entries = List.copyOf(entries);
    }
  }

  record NotListed() implements DncState {}

  /**
   * The list, or a part of it, could not be read: the same as listed, only not for ever.
   *
   * @param why what failed, without personal data
   */
  record Unavailable(String why) implements DncState {}
}
