package dev.assent.compliance.journal;

/** How another copy of a journal stands to it. */
public sealed interface OtherCopy {
  /** It held what the journal holds, and so many entries more, which are now in the journal. */
  record Taken(long entries) implements OtherCopy {}

  /** Both went on from a common beginning; nothing was taken. */
  record Apart() implements OtherCopy {}

  /** The journal of another home, or none. */
  record Foreign() implements OtherCopy {}
}
