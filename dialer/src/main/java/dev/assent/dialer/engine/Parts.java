package dev.assent.dialer.engine;

import dev.assent.compliance.ClockState;
import dev.assent.compliance.RecorderState;
import dev.assent.dialer.keys.OperatorKeys;
import dev.assent.dialer.keys.PublicRecipients;
import java.time.Duration;
import java.util.Optional;

/**
 * The composition: everything an engine is made of, each part opened at first use with the parts it
 * needs, closed in reverse. What needs keys asks {@link #keys} and so cannot be opened while
 * locked. Any thread.
 */
public final class Parts {
  private final Engine engine;
  private final PartStack stack = new PartStack();
  private final Part<HoldBoard> holds;
  private final Part<PublicRecipients> recipients;
  private final LawParts law;
  private final CallParts calls;

  Parts(Engine engine) {
    this.engine = engine;
    Home home = engine.home();
    this.holds =
        stack.part(
            "holds",
            () ->
                new FileHoldBoard(home.data(), engine.clock(), engine.machine().clocks().random()));
    this.recipients = stack.part("recipients", () -> PublicRecipients.read(home.conf(), keys()));
    this.law = new LawParts(engine, stack, this::recorderState);
    this.calls = new CallParts(engine, stack, law);
  }

  /** What decides and remembers. */
  public LawParts law() {
    return law;
  }

  /** What calls. */
  public CallParts calls() {
    return calls;
  }

  private RecorderState recorderState() {
    return calls.recorderState();
  }

  /**
   * @throws UserError exit 4 while locked
   */
  public OperatorKeys keys() {
    return engine.keyring().require();
  }

  public HoldBoard holds() {
    return holds.get();
  }

  /** Whom recordings are sealed to, proved against the keyset. */
  public PublicRecipients recipients() {
    return recipients.get();
  }

  /** R02. A simulated home's clock is its own and always trusted. */
  public ClockState clockState() {
    return engine.home().simulated()
        ? new ClockState(true, Duration.ZERO, "", KernelClock.TZDATA)
        : engine.machine().kernelClock().get();
  }

  /** Who gives out shares B; empty where no recordings are kept. */
  Optional<ShareDesk> shareDesk() {
    return Optional.empty();
  }

  void closeAll() {
    stack.closeAll();
  }

  void close() {
    stack.close();
  }
}
