package dev.assent.compliance.store;

/** Another transaction held a lock for too long. Nothing was changed. */
final class LockBusy extends RuntimeException {
  LockBusy(Throwable cause) {
    super("a lock was not free in time", cause);
  }
}
