package dev.assent.compliance.suppression;

import java.io.IOException;

/** The file of a list is not what was sealed. Its message holds no personal data. */
public final class ListDamaged extends IOException {
  ListDamaged(String why) {
    super(why);
  }
}
