package dev.assent.dialer.engine.law;

import dev.assent.compliance.Found;
import dev.assent.compliance.IvrCapacity;
import dev.assent.compliance.Places;
import dev.assent.compliance.TrunkState;

/** What a decision asks of the side that calls. Any thread; answers at once. */
public interface LineFacts {

  /** How much of a trunk is in use; absent when none has that name. */
  Found<TrunkState> trunkState(String name);

  /** Whether whoever answers would be spoken to. */
  Found<IvrCapacity> capacity();

  /** Where the data of a call over that trunk comes to stand. */
  Found<Places> places(String trunk);
}
