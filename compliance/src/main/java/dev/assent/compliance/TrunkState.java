package dev.assent.compliance;

import dev.assent.compliance.numbering.NumberWriting;
import java.util.Map;
import java.util.Set;

/**
 * What a trunk's carrier allows, and how much of it is in use (R32). A call that has its line is
 * included.
 *
 * @param channels calls at once, at most
 * @param inUse calls at once now
 * @param calleeCaps attempts the carrier takes to one callee, by minutes of the rolling period
 * @param refused beginnings of the E.164 numbers it does not connect
 * @param callee how it wants a called number written, kept with each attempt
 * @param caller how it wants a caller number written, kept likewise
 */
public record TrunkState(
    int channels,
    int inUse,
    Map<Integer, Integer> calleeCaps,
    Set<String> refused,
    NumberWriting callee,
    NumberWriting caller) {

  public TrunkState {
    calleeCaps = Map.copyOf(calleeCaps);
    refused = Set.copyOf(refused);
  }

  /** A trunk whose carrier takes numbers as they are filed. */
  public TrunkState(
      int channels, int inUse, Map<Integer, Integer> calleeCaps, Set<String> refused) {
    this(channels, inUse, calleeCaps, refused, NumberWriting.asFiled(), NumberWriting.asFiled());
  }

  /** A trunk whose carrier limits nothing but calls at once. */
  public TrunkState(int channels, int inUse) {
    this(channels, inUse, Map.of(), Set.of());
  }
}
