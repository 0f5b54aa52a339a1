package dev.assent.testsip.carrier.plan;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * One thing the carrier does to a call. Steps run in order; the waiting ones hold up those after
 * them. What is never a step, because a carrier always does it: 100 Trying, retransmission until
 * ACK, 487 after a CANCEL, 200 to a BYE.
 */
public sealed interface Step {
  /** No 100 Trying; counts only as the first step. */
  record NoTrying() implements Step {}

  /** A response below 200, with session description (early media starts) or without. */
  record Progress(int status, String tag, boolean early) implements Step {}

  /** Waits until so long after the step before. */
  record Wait(Duration duration) implements Step {}

  /** Waits until so long after the answer. */
  record At(Duration sinceAnswer) implements Step {}

  /** Holds the rest back for good; what the caller sends is still answered. */
  record Forever() implements Step {}

  /** Waits until the caller's {@code count}-th stretch of speech begins. */
  record SpeechBegin(int count) implements Step {}

  /** Waits until the caller's {@code count}-th stretch of speech has ended in a pause. */
  record SpeechEnd(int count) implements Step {}

  /** Waits for a CANCEL, which then does not end the call by itself. */
  record AwaitCancel() implements Step {}

  /** Waits for the ACK of the answer. */
  record AwaitAck() implements Step {}

  /** 200 with session description; {@code ignoredAcks} ACKs count as lost on the way. */
  record Answer(String tag, LawChoice law, boolean telephoneEvent, SrtpChoice srtp, int ignoredAcks)
      implements Step {}

  /** Which of the offered keys is taken. */
  enum SrtpChoice {
    FIRST_OFFERED,
    GCM,
    AES_80,
    AES_32,
    /** None: the answer is plain, whatever was asked for. */
    PLAIN
  }

  enum LawChoice {
    FIRST_OFFERED,
    ULAW,
    ALAW
  }

  /** A final response of 300 or more, with header lines as written. */
  record Refuse(int status, String phrase, List<String> headers) implements Step {}

  /**
   * 401 or 407 and waits for the INVITE with the right answer; {@code stale} asks a second time.
   */
  record Challenge(int status, List<String> algorithms, boolean stale) implements Step {}

  /** From here on nothing of this call is answered, no retransmission sent, no sound. */
  record Silent() implements Step {}

  /** Keys by RFC 4733. {@code withBye}: the last packets and the BYE leave together. */
  record Keys(String digits, Duration length, Set<KeyFlaw> flaws, boolean withBye)
      implements Step {}

  /** Keys as tones in the sound. */
  record Tones(String digits, Duration length) implements Step {}

  /** What goes wrong with a key on its way. */
  enum KeyFlaw {
    /** The updates before the end are lost; only the end packets arrive. */
    LOSE_START,
    /** All three end packets are lost. */
    LOSE_END,
    /** Every packet arrives twice. */
    TWICE,
    /** The end packets overtake the updates. */
    SHUFFLED,
    /** The first packet lacks the marker bit. */
    NO_MARKER
  }

  /** BYE in the dialog of {@code tag}, {@code copies} times the same datagram. */
  record Bye(String tag, int copies, boolean fromSecond) implements Step {}

  /** Re-INVITE in the first answered dialog. */
  record Reinvite(Change change, int copies, boolean fromSecond) implements Step {}

  enum Change {
    /** a=sendonly. */
    HOLD,
    /** a=sendrecv. */
    RESUME,
    /** Our sound comes from, and is wanted at, a new port. */
    MOVE,
    /** Another key for our sound. */
    REKEY
  }

  /** What the network does to RTP packets sent from here on; percent. */
  record Network(int loss, int duplicate, int reorder) implements Step {}

  /** What is heard from here on. */
  record Sound(SoundKind kind) implements Step {}

  enum SoundKind {
    NOISE,
    QUIET,
    /** No RTP at all. */
    MUTE
  }

  /** Plays a WAV file (8 kHz, mono) once, then goes on with the noise. */
  record Play(Path file) implements Step {}
}
