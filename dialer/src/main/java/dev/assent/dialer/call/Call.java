package dev.assent.dialer.call;

import dev.assent.media.prompt.Prompt;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * An answered call, as the story in {@link ConsentCall} sees it. One thread, the call's own virtual
 * thread, uses it; every verb blocks that thread and may find the call over.
 *
 * <p>Keys are heard from the first packet to the last, also between verbs. A 9 or a 0 ends whatever
 * plays; the next {@link #ask} then plays nothing and returns it. A 9 that was pressed before the
 * far end hung up is returned before {@link CallEnded} is thrown: it is never lost (R40).
 */
public interface Call extends AutoCloseable {

  /** Our Call-ID on the wire, the same for every INVITE of the attempt. */
  String sipCallId();

  /** Our tag of the dialog (From). */
  String localTag();

  /** The far end's tag of the dialog (To). */
  String remoteTag();

  /** Whether the answer offered telephone-event, so that a key is sure to be heard (RFC 4733). */
  boolean hasKeyPath();

  /** Plays the segments to their end, or until a 9 or a 0. A 1 pressed meanwhile is discarded. */
  void play(List<Prompt> segments) throws CallEnded;

  /** Puts a question and waits for its answer; repeats and wrong keys are handled here. */
  Answer ask(Question question) throws CallEnded;

  /**
   * Listens for the person's words, at most this long. Returns early on a 9 or a 0 (which is then
   * the next {@link #pressed}).
   */
  void listen(Duration atMost) throws CallEnded;

  /** A 9 or 0 that was heard and not yet answered, a 9 first; taken by reading it. */
  Optional<Digit> pressed();

  /** What was sent and heard so far: the evidence of spec §4.5. */
  CallLog log();

  /** Both legs flow to the recorder under this id from the next packet on (R37). */
  void tap(long tapId);

  /** Ends the flow to the recorder; returns when its last part second has left the media thread. */
  void untap();

  /** Ends the call with a BYE. Safe to repeat. */
  @Override
  void close();
}
