package dev.assent.compliance.journal;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What an entry says happened. Codes are part of the format and are never reused. */
public enum EntryType {
  ENGINE_STARTED(1),
  NOTE(2),
  MARKER(3),
  CHECKPOINT(4),

  SOURCE_CHANGED(10),
  SCRIPT_CHANGED(11),
  CALLER_NUMBER_CHANGED(12),
  CAMPAIGN_CHANGED(13),
  APPROVED(14),
  HOLD_SET(15),
  HOLD_LIFTED(16),
  USER_CHANGED(17),
  BATCH_SWITCHED(18),
  LICENCE_CHANGED(19),
  LAW_CHANGED(20),
  TEST_NUMBER_ADDED(21),
  TEST_NUMBER_REMOVED(22),
  DAILY_LOOK(23),

  ATTEMPT_HELD(30),
  ATTEMPT_INVITED_AGAIN(31),
  ATTEMPT_ENDED(34),
  DENIED(35),
  RING_BACK(36),

  CONSENT_AGREED(50),
  CONSENT_NOT_AGREED(51),
  OPT_OUT(52),
  OPT_OUT_PENDING(53),
  LIST_SWITCHED(54),
  INBOX_HELD(55),
  INBOX_SETTLED(56),
  INBOX_TAKEN(57),

  PERSON_RESTRICTED(80),
  PERSON_RELEASED(81),
  PERSON_FLAGGED(82),
  PERSON_UNFLAGGED(83),
  PERSON_ASKED(84),

  CONSENT_GRANTED(60),
  CONSENT_WITHDRAWN(61),
  PERSON_MERGED(62),
  PERSON_SPLIT(63),
  PERSON_SETTLED(64),

  CALL_CHECKED(130),
  REVIEW_SEEDED(131),
  REVIEW_ASSIGNED(132),
  REVIEW_NOTED(133),
  REVIEW_SCORED(134),
  REVIEW_HEARD(135),
  PLAIN_REVEALED(136),
  EXPORT_REQUESTED(137),
  EXPORT_DECIDED(138),
  EXPORT_MADE(139),

  SCRIPT_HEARD(90),

  REC_OPEN(70),
  REC_SEALED(71),
  REC_ACCESSED(72),
  REC_ALIVE(73),
  REC_STOPPED(74),
  REC_MISSING(75),

  EVIDENCE_GATHERED(170),

  RIGHT_ASKED(100),
  RIGHT_ANSWERED(101),
  GAP_OPENED(110),
  GAP_ACCEPTED(111),
  KEYS_DRILLED(112),
  ERASURE_ORDERED(120),
  PERSON_ERASED(121),
  ERASURE_BEGUN(122),
  ERASURE_DONE(123),
  ERASURE_FINAL(124),
  LEGAL_HOLD_SET(125),
  LEGAL_HOLD_APPROVED(126),
  LEGAL_HOLD_LIFTED(127),

  ACCESS(140),
  SESSION_BEGUN(141),
  SESSION_STEPPED_UP(142),
  SIGN_IN_REFUSED(143),
  SESSION_ENDED(144),
  ACCOUNT_FROZEN(145),
  ACCOUNT_RELEASED(146),
  CODE_NAMED(147),
  EXPORT_OPENED(148),

  THRESHOLD_CROSSED(150),

  KEYS_GRANTED(157),
  NODE_FENCED(158),
  NODE_LEFT(173),
  OUTCOME_KEPT(172),
  HOME_MOVED(171),
  RECONCILIATION_PROPOSED(152),
  ATTEMPT_RECONCILED(153),
  RECONCILIATION_DROPPED(154),

  EPOCH_BEGUN(162),
  HOME_SEEN(163),
  BACKUP_TAKEN(164);

  private static final Map<Integer, EntryType> BY_CODE =
      Arrays.stream(values()).collect(Collectors.toMap(EntryType::code, Function.identity()));

  private final int code;

  EntryType(int code) {
    this.code = code;
  }

  /** The code in the leaf, 1 to 65535. */
  public int code() {
    return code;
  }

  /** The type with that code; empty for one a later version wrote. */
  public static Optional<EntryType> ofCode(int code) {
    return Optional.ofNullable(BY_CODE.get(code));
  }
}
