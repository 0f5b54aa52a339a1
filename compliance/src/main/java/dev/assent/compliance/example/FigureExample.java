package dev.assent.compliance.example;

import dev.assent.compliance.numbering.PhoneNumber;
import java.util.List;

/**
 * The value of a figure, written a second time by somebody who read the source: of figures that no
 * decision before a call depends on.
 *
 * @param key path of the key
 * @param is as {@code policy show} prints it
 * @param numbers empty for the pack's own figure; otherwise what holds for each of these
 */
public record FigureExample(String key, String is, List<PhoneNumber> numbers) {
  public FigureExample {
    numbers = List.copyOf(numbers);
  }
}
