package dev.assent.compliance.intake;

import dev.assent.compliance.Contact;
import dev.assent.compliance.consent.Channel;
import dev.assent.compliance.consent.ConsentForm;
import dev.assent.compliance.consent.GrantScope;
import dev.assent.compliance.numbering.PhoneNumber;
import dev.assent.compliance.numbering.Whereabouts;
import dev.assent.compliance.policy.Purpose;
import dev.assent.compliance.policy.QuietTimes;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One line of a contact list.
 *
 * @param line where it stands in the file, from 1
 * @param name as given; sealed before it is stored
 * @param person the list's own reference of the customer: rows of one source with the same one are
 *     one person; null when the number stands for itself
 * @param whereabouts what the list knows of where the person is
 * @param language BCP 47, such as {@code zh-CN}
 * @param quiet when the person asked not to be called
 * @param expiresAt when it must be erased
 * @param grants consents the list proves
 */
public record ContactRow(
    long line,
    PhoneNumber number,
    @Nullable String name,
    @Nullable String person,
    Whereabouts whereabouts,
    String language,
    Contact.@Nullable AgeBand ageBand,
    QuietTimes quiet,
    Instant expiresAt,
    List<GivenGrant> grants) {

  /**
   * A consent as the list states it.
   *
   * @param evidenceSha256 of the proof, lower hex; empty when only the file is named
   * @param evidence the proof, to be sealed with the consent; null when the customer keeps it
   */
  public record GivenGrant(
      GrantScope scope,
      Set<Purpose> purposes,
      Set<Channel> channels,
      boolean syntheticVoice,
      ConsentForm form,
      String noticeVersion,
      Instant grantedAt,
      Instant expiresAt,
      String evidenceSha256,
      @Nullable Path evidence) {
    public GivenGrant {
      purposes = Set.copyOf(purposes);
      channels = Set.copyOf(channels);
    }

    /** The same words as a consent to something else. */
    public GivenGrant as(GrantScope other) {
      return new GivenGrant(
          other,
          purposes,
          channels,
          syntheticVoice,
          form,
          noticeVersion,
          grantedAt,
          expiresAt,
          evidenceSha256,
          evidence);
    }

    /** The same with the hash of its proof. */
    public GivenGrant with(String sha256) {
      return new GivenGrant(
          scope,
          purposes,
          channels,
          syntheticVoice,
          form,
          noticeVersion,
          grantedAt,
          expiresAt,
          sha256,
          evidence);
    }
  }

  public ContactRow {
    grants = List.copyOf(grants);
  }

  /** The same with other grants. */
  public ContactRow with(List<GivenGrant> others) {
    return new ContactRow(
        line, number, name, person, whereabouts, language, ageBand, quiet, expiresAt, others);
  }

  /** Line and mask only. */
  @Override
  public String toString() {
    return "ContactRow[" + line + ", " + number + "]";
  }
}
