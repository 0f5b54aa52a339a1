package dev.assent.compliance.consent;

import dev.assent.compliance.policy.Purpose;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A consent a person gave, for one number of theirs.
 *
 * @param purposes what for; a closed list without a wildcard
 * @param syntheticVoice whether it covers a synthetic voice
 * @param noticeVersion the notice that told purpose, scope and retention
 * @param grantedAt first instant it holds
 * @param expiresAt first instant it no longer holds
 * @param withdrawnAt null while it stands
 * @param evidenceSha256 hash of the proof, lower hex
 * @param evidence the proof itself as it is kept here; null when whoever brought it keeps it
 */
public record Grant(
    UUID id,
    UUID personId,
    GrantScope scope,
    Set<Purpose> purposes,
    Set<Channel> channels,
    boolean syntheticVoice,
    ConsentForm form,
    String noticeVersion,
    Instant grantedAt,
    Instant expiresAt,
    @Nullable Instant withdrawnAt,
    String evidenceSha256,
    @Nullable SealedEvidence evidence) {

  public Grant {
    purposes = Set.copyOf(purposes);
    channels = Set.copyOf(channels);
  }
}
