package dev.assent.compliance.privacy;

/** What writing over a file does to what stood there before (B-15, X-18). */
public enum Medium {
  /** A magnetic disk, written in place: three passes are best effort, moved sectors stay. */
  IN_PLACE,
  /** Flash or a file system that writes elsewhere: writing over it changes nothing below. */
  NOT_EFFECTIVE,
  /** It could not be found out, so nothing is claimed. */
  UNKNOWN
}
