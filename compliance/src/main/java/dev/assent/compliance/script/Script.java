package dev.assent.compliance.script;

import dev.assent.compliance.policy.CanonicalHash;
import java.time.LocalDate;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
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
 * @param findings what an approver should know; not part of the hash
 * @param checkedAgainst the lists of banned phrases it was checked against when it was submitted
 * @param checkpoints what QA people judge its recordings by
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
    LocalDate validTo,
    List<Finding> findings,
    String checkedAgainst,
    List<Checkpoint> checkpoints) {

  /**
   * What an approver should know of a segment.
   *
   * @param segment its name in the script
   * @param kind such as {@code CLIPPED} or {@code BANNED_BY_SOUND}
   */
  public record Finding(String segment, String kind, String detail) {}

  public Script {
    segments = List.copyOf(segments);
    // A script of an older journal has none of these.
    findings = findings == null ? List.of() : List.copyOf(findings);
    checkedAgainst = Objects.requireNonNullElse(checkedAgainst, "");
    checkpoints = checkpoints == null ? List.of() : List.copyOf(checkpoints);
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

  /** Where it stands now. */
  public Script in(State next) {
    return new Script(
        id,
        version,
        locale,
        segments,
        author,
        approver,
        selfApproved,
        next,
        validTo,
        findings,
        checkedAgainst,
        checkpoints);
  }

  public Script approvedBy(String person, boolean self) {
    return new Script(
        id,
        version,
        locale,
        segments,
        author,
        person,
        self,
        State.APPROVED,
        validTo,
        findings,
        checkedAgainst,
        checkpoints);
  }

  public Script checked(List<Finding> found, String lists) {
    return new Script(
        id,
        version,
        locale,
        segments,
        author,
        approver,
        selfApproved,
        state,
        validTo,
        found,
        lists,
        checkpoints);
  }

  /** A draft of the next version with some segments said anew. */
  public Script next(int newVersion, String newAuthor, List<Segment> newSegments) {
    return new Script(
        id,
        newVersion,
        locale,
        newSegments,
        newAuthor,
        null,
        false,
        State.DRAFT,
        validTo,
        List.of(),
        "",
        checkpoints);
  }

  /**
   * A segment's name: its type, and from the second of a type on its number: message, message-2.
   */
  public String nameOf(Segment segment) {
    int nth = segments(segment.type()).indexOf(segment) + 1;
    String type = segment.type().name().toLowerCase(Locale.ROOT).replace('_', '-');
    return nth <= 1 ? type : type + "-" + nth;
  }

  /** The segment of a name. */
  public Optional<Segment> named(String name) {
    return segments.stream().filter(segment -> nameOf(segment).equals(name)).findFirst();
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
   * SHA-256, lower hex, over everything a listener hears, what its recordings are judged by, and
   * the day it runs out. Who wrote or approved it is not part of it: approval is given to the hash.
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
    if (!checkpoints.isEmpty()) {
      content.put("checkpoints", checkpoints); // scripts without any keep the hash they always had
    }
    return CanonicalHash.of(content);
  }
}
