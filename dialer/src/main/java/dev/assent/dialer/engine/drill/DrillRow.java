package dev.assent.dialer.engine.drill;

import dev.assent.dialer.Message;

/**
 * One thing a drill was to show.
 *
 * @param detail what was shown, or why not; never a secret, a number only as its mask
 */
public record DrillRow(Item item, Result result, Message detail) {

  /** What is shown, in this order. */
  public enum Item {
    SHARES("drill.item.shares"),
    LEDGER("drill.item.ledger"),
    RECORDING("drill.item.recording"),
    REFUSAL("drill.item.refusal"),
    NUMBER("drill.item.number"),
    NO_CALLS("drill.item.no_calls");

    private final String code;

    Item(String code) {
      this.code = code;
    }

    /** What it is called, as a message. */
    public Message said() {
      return Message.of(code);
    }
  }

  /** Whether it was. */
  public enum Result {
    SHOWN,
    /** The copies hold none: nothing is proved either way. */
    NONE_THERE,
    FAILED
  }

  public static DrillRow shown(Item item, String code, Object... arguments) {
    return new DrillRow(item, Result.SHOWN, Message.of(code, arguments));
  }

  static DrillRow none(Item item, String code, Object... arguments) {
    return new DrillRow(item, Result.NONE_THERE, Message.of(code, arguments));
  }

  static DrillRow failed(Item item, String code, Object... arguments) {
    return new DrillRow(item, Result.FAILED, Message.of(code, arguments));
  }
}
