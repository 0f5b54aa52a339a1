package dev.assent.dialer.trunk;

/** Nobody is dialled over this trunk now. The message says why, for a person to read. */
public final class TrunkHeld extends Exception {
  TrunkHeld(String why) {
    super(why);
  }
}
