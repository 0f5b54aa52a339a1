package dev.assent.dialer.cli.trunk;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assent.compliance.access.Role;
import dev.assent.dialer.Exit;
import dev.assent.dialer.Message;
import dev.assent.dialer.UserError;
import dev.assent.dialer.cli.command.Durations;
import dev.assent.dialer.cli.command.EngineCommand;
import dev.assent.dialer.cli.command.Needs;
import dev.assent.dialer.cli.output.Printer;
import dev.assent.dialer.engine.EngineContext;
import dev.assent.dialer.engine.socket.OutputFormat;
import dev.assent.dialer.sip.SipTrace;
import dev.assent.dialer.sip.TracedMessage;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/**
 * What is said on the wire, while it is said: the ladder of every call, or of one, numbers masked.
 * Places no call: that is a campaign's part, or {@code trunk check --call}.
 */
@CommandLine.Command(name = "call")
@Needs({Role.OPERATOR, Role.COMPLIANCE})
public final class CallCommand implements EngineCommand {
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss.SSS");

  /** More than a terminal can show; what finds no room is counted. */
  private static final int WAITING = 10_000;

  @Option(names = "--trace", required = true)
  boolean trace;

  @Option(names = "--call-id", paramLabel = "ID")
  String callId = "";

  @Option(names = "--for", paramLabel = "TIME")
  @Nullable String length;

  @Override
  public Exit run(EngineContext context) {
    if (!context.engine().resident()) {
      throw new UserError(Exit.FAILED, Message.of("call.no_engine"), "assent engine");
    }
    BlockingQueue<Shown> waiting = new ArrayBlockingQueue<>(WAITING);
    AtomicLong lost = new AtomicLong();
    context.terminal().interrupts().onInterrupt(_ -> end(waiting));
    context.engine().onStop(() -> end(waiting));
    if (length != null) {
      Duration atMost = Durations.parse("--for", length);
      var _ = context.calls().timers().after(atMost.toNanos(), () -> end(waiting));
    }
    try (SipTrace.Watch _ =
        context
            .calls()
            .sip()
            .userAgent()
            .trace()
            .watch(message -> note(context, message, waiting, lost))) {
      show(context, waiting);
    }
    if (lost.get() > 0) {
      new Printer(context.request(), context.terminal()).say("call.lost", lost.get());
    }
    return Exit.DONE;
  }

  /**
   * @param message null to end
   */
  private record Shown(Instant at, @Nullable TracedMessage message) {}

  private static void end(BlockingQueue<Shown> waiting) {
    waiting.clear();
    waiting.add(new Shown(Instant.EPOCH, null));
  }

  /** On a SIP worker. */
  private void note(
      EngineContext context, TracedMessage message, BlockingQueue<Shown> waiting, AtomicLong lost) {
    if (message.callId().startsWith(callId)
        && !waiting.offer(new Shown(context.clock().instant(), message))) {
      lost.incrementAndGet();
    }
  }

  private static void show(EngineContext context, BlockingQueue<Shown> waiting) {
    PrintStream out = context.terminal().out();
    boolean json = context.request().format() == OutputFormat.JSON;
    ZoneId zone = ZoneId.of("Asia/Shanghai");
    try {
      while (context.terminal().attached()) {
        Shown shown = waiting.take();
        TracedMessage message = shown.message();
        if (message == null) {
          return;
        }
        out.println(
            json
                ? json(shown.at(), message)
                : TIME.format(shown.at().atZone(zone)) + " " + message.line());
        out.flush();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static String json(Instant at, TracedMessage message) {
    ObjectNode node = Printer.JSON.createObjectNode();
    node.put("at", at.toString()).put("sent", message.sent());
    node.put("peer", message.peer().toString()).put("callId", message.callId());
    node.put("startLine", message.startLine()).put("cseq", message.cseq());
    message.notes().forEach(node.putArray("notes")::add);
    return node.toString();
  }
}
