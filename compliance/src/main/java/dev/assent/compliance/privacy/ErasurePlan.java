package dev.assent.compliance.privacy;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.assent.compliance.privacy.ErasureItem.Fate;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What an erasure of a person would do.
 *
 * @param request it would answer; null when only asked what would be
 * @param persons who are one
 * @param numbers how many numbers of theirs are known
 * @param refusals words against calls that stay, as a keyed hash of the number alone (X-16)
 */
public record ErasurePlan(
    @Nullable UUID request,
    Set<UUID> persons,
    int numbers,
    long refusals,
    List<ErasureItem> items) {
  public ErasurePlan {
    persons = Set.copyOf(persons);
    items = List.copyOf(items);
  }

  /** Where data may be that this home does not reach, by the code of what is said of it. */
  public enum Copy {
    /** The ledger's own copies still hold the keys for some days. */
    LEDGER_COPIES,
    /** Backups of database and recordings: unreadable with the last of those copies. */
    BACKUPS,
    /** Files that were given away on purpose. */
    EXPORTS,
    /** Sealed copies of files of refusals, which are proof of those refusals. */
    REFUSAL_FILES
  }

  public List<Copy> copies() {
    return List.of(Copy.values());
  }

  public List<ErasureItem> now() {
    return items.stream().filter(ErasureItem::now).toList();
  }

  public List<ErasureItem> later() {
    return items.stream().filter(item -> !item.now()).toList();
  }

  /** SHA-256, lower hex: what two people agree to. Changes when anything it would do changes. */
  public String hash() {
    String text =
        "assent erasure 1\n"
            + request
            + "\n"
            + persons.stream().sorted().map(UUID::toString).collect(Collectors.joining(","))
            + "\n"
            + numbers
            + "\n"
            + items.stream().map(ErasurePlan::line).sorted().collect(Collectors.joining("\n"));
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private static String line(ErasureItem item) {
    Held held = item.held();
    return String.join(
        "|",
        held.kind().name(),
        held.person().toString(),
        Long.toString(held.keyRow()),
        String.valueOf(held.recording()),
        Long.toString(held.records()),
        switch (item.fate()) {
          case Fate.Now _ -> "now";
          case Fate.FloorRuns(Floor floor) -> floor.figure() + "@" + floor.until();
          case Fate.OnHold(String caseId, var until) -> caseId + "@" + until;
        });
  }
}
