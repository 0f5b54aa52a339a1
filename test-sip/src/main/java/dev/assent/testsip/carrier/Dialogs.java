package dev.assent.testsip.carrier;

import dev.assent.testsip.carrier.sip.InviteTransaction;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The dialogs of one call by the label a plan gives their To tag. Loop thread only. */
final class Dialogs {
  /** What a plan means that names no tag. */
  static final String FIRST = "A";

  private final Map<String, Dialog> byLabel = new LinkedHashMap<>();
  private final Supplier<String> tokens;

  Dialogs(Supplier<String> tokens) {
    this.tokens = tokens;
  }

  /** The dialog of that label for this INVITE, made when first asked for. */
  Dialog of(InviteTransaction invite, String label) {
    Dialog known = byLabel.get(label);
    if (known != null && known.invite() == invite) {
      return known;
    }
    Dialog dialog = new Dialog(invite, tokens.get() + label);
    byLabel.put(label, dialog);
    return dialog;
  }

  @Nullable Dialog withTag(String tag) {
    return byLabel.values().stream().filter(d -> d.tag().equals(tag)).findFirst().orElse(null);
  }

  /** Answered and not over. */
  List<Dialog> open() {
    return byLabel.values().stream().filter(Dialog::open).toList();
  }

  boolean allAcknowledged() {
    return byLabel.values().stream().allMatch(d -> !d.answered() || d.acknowledged());
  }

  List<DialogReport> reports() {
    return byLabel.values().stream().filter(Dialog::answered).map(Dialog::report).toList();
  }
}
