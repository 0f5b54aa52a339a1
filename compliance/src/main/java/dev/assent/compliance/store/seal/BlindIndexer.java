package dev.assent.compliance.store.seal;

import dev.assent.compliance.numbering.PhoneNumber;
import java.util.function.Function;

/** HMAC-SHA-256 of a number under a pepper of its purpose, kept outside the database. */
public interface BlindIndexer {
  /** One pepper each, so that two tables cannot be joined by whoever steals them. */
  enum Purpose {
    NUMBER,
    DNC
  }

  /**
   * @return 32 bytes
   */
  byte[] index(Purpose purpose, PhoneNumber number);

  /** The same for millions of numbers, one after the other. Owned by one thread. */
  default Function<PhoneNumber, byte[]> many(Purpose purpose) {
    return number -> index(purpose, number);
  }

  /** Version of the peppers, from 1. */
  int version();
}
