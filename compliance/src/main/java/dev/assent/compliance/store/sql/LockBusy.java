package dev.assent.compliance.store.sql;

/** Another transaction held a lock for too long. Nothing was changed. */
public final class LockBusy extends RuntimeException {
  LockBusy(Throwable cause) {
    super("a lock was not free in time", cause);
  }
}
