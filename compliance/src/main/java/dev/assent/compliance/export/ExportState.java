package dev.assent.compliance.export;

/** How far an export is. */
public enum ExportState {
  /** Fewer than two have agreed. */
  REQUESTED,
  /** It may be made. */
  APPROVED,
  MADE,
  REFUSED,
  /** Whoever asked for it took it back. */
  WITHDRAWN,
  /** Not made in time. */
  EXPIRED
}
