package dev.assent.recorder.container;

/** Places and numbers of the header that writer and reader share (docs/FORMAT-recording.md). */
final class HeaderFormat {
  static final long MAGIC = 0x894456520D0A1A0AL;
  static final int VERSION = 1;
  static final int SUITE = 1;

  static final int VERSION_AT = 8;
  static final int SUITE_AT = 10;
  static final int LENGTH_AT = 12;
  static final int ID_AT = 16;
  static final int SALT_AT = 32;
  static final int LEDGER_AT = 64;
  static final int ROW_AT = 72;
  static final int START_AT = 80;
  static final int SLOT_COUNT_AT = 88;
  static final int SLOTS_AT = 90;
  static final int SALT_BYTES = 32;
  static final int MAC_BYTES = 32;
  static final int ALIGNMENT = 16;
  static final int MAX_BYTES = 65_536;
  static final int MAX_SLOTS = 16;

  static final int PADDING = 0x0000;
  static final int ATTEMPT = 0x0002;
  static final int RETENTION = 0x0003;
  static final int LEGS = 0x8001;
  static final int SIGNER = 0x8004;
  static final int METADATA = 0x8005;
  static final int CONTINUES = 0x8006;
  static final int CRITICAL = 0x8000;

  private HeaderFormat() {}

  /** What each slot is bound to: the format, and which recording. */
  static byte[] slotAad(byte[] header) {
    byte[] aad = new byte[LENGTH_AT + (START_AT - ID_AT)];
    System.arraycopy(header, 0, aad, 0, LENGTH_AT);
    System.arraycopy(header, ID_AT, aad, LENGTH_AT, START_AT - ID_AT);
    return aad;
  }
}
