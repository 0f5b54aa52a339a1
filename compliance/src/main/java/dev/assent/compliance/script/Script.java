package dev.assent.compliance.script;

import dev.assent.compliance.policy.CanonicalHash;
import java.time.LocalDate;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What is said in a call: words, order and the files they were recorded in.
 *
 * @param version 1 and up; a changed script is a new version with a new hash
 * @param locale BCP 47, such as {@code zh-CN}
 * @param segments in the order they are played; IDENTITY first
 * @param approver a person other than the author, null until approved
 * @param validTo last day it may be used
 */
public record Script(
    String id,
    int version,
    String locale,
    List<Segment> segments,
    String author,
    @Nullable String approver,
    boolean selfApproved,
    State state,
    LocalDate validTo) {

  public Script {
    segments = List.copyOf(segments);
  }

  /** Where a script stands. Only an approved one is played. */
  public enum State {
    DRAFT,
    REVIEW,
    APPROVED,
    RETIRED;

    /** DRAFT → REVIEW → APPROVED → RETIRED; a review may send it back; nothing leaves RETIRED. */
    public boolean mayBecome(State next) {
      return switch (this) {
        case DRAFT -> next == REVIEW;
        case REVIEW -> next == APPROVED || next == DRAFT;
        case APPROVED -> next == RETIRED;
        case RETIRED -> false;
      };
    }
  }

  /** Every decision asks for the hash, and to make it costs more than the decision. */
  private static final Map<Script, String> HASHES =
      Collections.synchronizedMap(new WeakHashMap<>());

  /** What every call must hold (R05). */
  private static final Set<SegmentType> ALWAYS =
      Set.of(
          SegmentType.IDENTITY,
          SegmentType.PURPOSE,
          SegmentType.RECORDING_DISCLOSURE,
          SegmentType.CHOICE,
          SegmentType.OPT_OUT);

  /** The segments this script may not go without; a synthetic voice must say that it is one. */
  public Set<SegmentType> mandatory() {
    EnumSet<SegmentType> types = EnumSet.copyOf(ALWAYS);
    if (synthetic()) {
      types.add(SegmentType.SYNTHETIC_VOICE);
    }
    return types;
  }

  /** All segments of a type, in order. */
  public List<Segment> segments(SegmentType type) {
    return segments.stream().filter(s -> s.type() == type).toList();
  }

  public Optional<Segment> first(SegmentType type) {
    return segments(type).stream().findFirst();
  }

  public boolean synthetic() {
    return segments.stream().anyMatch(Segment::synthetic);
  }

  /**
   * SHA-256, lower hex, over everything a listener hears and the day it runs out. Who wrote or
   * approved it is not part of it: approval is given to the hash.
   */
  public String hash() {
    return HASHES.computeIfAbsent(this, Script::contentHash);
  }

  private String contentHash() {
    Map<String, Object> content = new LinkedHashMap<>();
    content.put("script", id);
    content.put("version", version);
    content.put("locale", locale);
    content.put("validTo", validTo);
    content.put("segments", segments);
    return CanonicalHash.of(content);
  }
}
