package dev.assent.compliance.store.consent;

import dev.assent.compliance.consent.Channel;
import dev.assent.compliance.consent.ConsentForm;
import dev.assent.compliance.consent.Grant;
import dev.assent.compliance.consent.GrantScope;
import dev.assent.compliance.intake.ContactRow.GivenGrant;
import dev.assent.compliance.policy.Purpose;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The consents a list states of one contact, as they stand in the contact's row: a line each,
 * {@code sha256|scope|purposes|channels|synthetic voice|form|granted|expires|notice}. Their ids
 * follow from the contact's, so that they are the same when the list is imported again. One thread
 * writes; any may read.
 */
public final class ListedGrants {
  /** More no list states of one contact. */
  static final int AT_MOST = 16;

  private static final int PARTS = 8;

  /** What one line says without the hash of its proof: nearly the same in all lines of a list. */
  private record Terms(
      GrantScope scope,
      Set<Purpose> purposes,
      Set<Channel> channels,
      boolean syntheticVoice,
      ConsentForm form,
      Instant grantedAt,
      Instant expiresAt,
      String noticeVersion) {}

  /** What was read last: nearly always what is read next. */
  private record Known(String text, Terms terms) {}

  private volatile @Nullable Known lastRead;

  private @Nullable GivenGrant last;
  private String lastWritten = "";

  /**
   * @return null for none
   */
  @Nullable
  public String write(List<GivenGrant> grants) {
    if (grants.size() > AT_MOST) {
      throw new IllegalArgumentException("a contact has at most " + AT_MOST + " consents");
    }
    return grants.isEmpty()
        ? null
        : grants.stream()
            .map(grant -> grant.evidenceSha256() + '|' + terms(grant))
            .collect(Collectors.joining("\n"));
  }

  private String terms(GivenGrant grant) {
    GivenGrant before = last;
    if (before == null || !same(before, grant)) {
      if (grant.noticeVersion().indexOf('\n') >= 0) {
        throw new IllegalArgumentException("a notice version is one line");
      }
      lastWritten =
          String.join(
              "|",
              grant.scope().name(),
              names(grant.purposes()),
              names(grant.channels()),
              grant.syntheticVoice() ? "1" : "0",
              grant.form().name(),
              grant.grantedAt().toString(),
              grant.expiresAt().toString(),
              grant.noticeVersion());
      last = grant;
    }
    return lastWritten;
  }

  private static boolean same(GivenGrant one, GivenGrant other) {
    return one.scope() == other.scope()
        && one.syntheticVoice() == other.syntheticVoice()
        && one.form() == other.form()
        && one.grantedAt().equals(other.grantedAt())
        && one.expiresAt().equals(other.expiresAt())
        && one.noticeVersion().equals(other.noticeVersion())
        && one.purposes().equals(other.purposes())
        && one.channels().equals(other.channels());
  }

  /**
   * The consents of a contact, as given.
   *
   * @param person whose contact it is
   */
  List<Grant> read(UUID contactId, UUID person, String text) {
    List<Grant> grants = new ArrayList<>();
    for (String line : text.split("\n", -1)) {
      int hash = line.indexOf('|');
      Terms terms = terms(line.substring(hash + 1));
      grants.add(
          new Grant(
              id(contactId, grants.size()),
              person,
              terms.scope(),
              terms.purposes(),
              terms.channels(),
              terms.syntheticVoice(),
              terms.form(),
              terms.noticeVersion(),
              terms.grantedAt(),
              terms.expiresAt(),
              null,
              line.substring(0, hash),
              null));
    }
    return grants;
  }

  private Terms terms(String text) {
    Known known = lastRead;
    if (known == null || !known.text().equals(text)) {
      String[] parts = text.split("\\|", PARTS);
      Terms terms =
          new Terms(
              GrantScope.valueOf(parts[0]),
              constants(parts[1], Purpose::valueOf),
              constants(parts[2], Channel::valueOf),
              parts[3].equals("1"),
              ConsentForm.valueOf(parts[4]),
              Instant.parse(parts[5]),
              Instant.parse(parts[6]),
              parts[7]);
      known = new Known(text, terms);
      lastRead = known;
    }
    return known.terms();
  }

  private static String names(Collection<? extends Enum<?>> constants) {
    return constants.stream().map(Enum::name).sorted().collect(Collectors.joining(","));
  }

  private static <E extends Enum<E>> Set<E> constants(String text, Function<String, E> of) {
    return text.isEmpty()
        ? Set.of()
        : Arrays.stream(text.split(",")).map(of).collect(Collectors.toUnmodifiableSet());
  }

  static UUID id(UUID contactId, int index) {
    return new UUID(
        contactId.getMostSignificantBits(), contactId.getLeastSignificantBits() ^ (index + 1L));
  }

  /** The contacts one of whose consents may have that id. */
  static List<UUID> contacts(UUID grantId) {
    List<UUID> contacts = new ArrayList<>();
    for (int i = 0; i < AT_MOST; i++) {
      contacts.add(id(grantId, i));
    }
    return contacts;
  }

  /** The consent of that id among those of a contact. */
  Optional<Grant> find(UUID grantId, UUID contactId, UUID person, String text) {
    return read(contactId, person, text).stream()
        .filter(grant -> grant.id().equals(grantId))
        .findFirst();
  }
}
