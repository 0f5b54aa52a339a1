package dev.assent.dialer.cli.recordings;

import dev.assent.compliance.review.Finding;
import dev.assent.compliance.review.Flag;
import dev.assent.compliance.store.review.ReviewDesk;
import dev.assent.compliance.store.review.ReviewFilter;
import dev.assent.compliance.store.review.ReviewItem;
import dev.assent.dialer.Exit;
import dev.assent.dialer.cli.command.EngineCommand;
import dev.assent.dialer.cli.command.Needs;
import dev.assent.dialer.cli.output.Column;
import dev.assent.dialer.cli.output.Printer;
import dev.assent.dialer.engine.EngineContext;
import dev.assent.recorder.catalog.Catalog;
import dev.assent.recorder.catalog.RecordedCall;
import dev.assent.recorder.files.DiskFiles;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/**
 * The recorded calls that are there, with what was found of each. A locked engine tells what lies
 * on the disk and no findings.
 */
@CommandLine.Command(name = "list")
@Needs({})
final class RecordingsListCommand implements EngineCommand {
  private static final int PAGE = 1_000;

  @Option(names = "--flag", paramLabel = "CODE")
  @Nullable Flag flag;

  private record Line(RecordedCall call, Optional<ReviewItem> review) {
    List<Flag> flags() {
      return review.stream().flatMap(item -> item.findings().stream()).map(Finding::flag).toList();
    }
  }

  private static final List<Column<Line>> COLUMNS =
      List.of(
          new Column<>("id", line -> line.call().first().id()),
          new Column<>("start", line -> line.call().first().start()),
          new Column<>("seconds", line -> line.call().seconds()),
          new Column<>("complete", line -> line.call().complete()),
          new Column<>("end", line -> line.call().endCause()),
          new Column<>("class", line -> line.call().first().retentionClass()),
          new Column<>("files", line -> line.call().files().size()),
          new Column<>("bytes", line -> line.call().bytes()),
          new Column<>("attempt", line -> line.call().first().attemptId()),
          new Column<>("flags", Line::flags),
          new Column<>(
              "heardSeconds", line -> line.review().map(ReviewItem::heardSeconds).orElse(null)),
          new Column<>("verdict", line -> line.review().map(ReviewItem::verdict).orElse(null)));

  @Override
  public Exit run(EngineContext context) {
    Catalog.Listing listing = new Catalog(context.home().recordings(), new DiskFiles()).list();
    boolean opened = flag != null || context.engine().keyring().opened().isPresent();
    Map<UUID, ReviewItem> reviews = opened ? reviews(context) : Map.of();
    Printer printer = new Printer(context.request(), context.terminal());
    printer.rows(
        COLUMNS,
        listing.calls().stream()
            .map(call -> new Line(call, Optional.ofNullable(reviews.get(call.first().id()))))
            .filter(line -> flag == null || line.flags().contains(flag))
            .toList());
    listing.unreadable().forEach(file -> printer.warn("recording.unreadable", file));
    return listing.unreadable().isEmpty() ? Exit.DONE : Exit.INTEGRITY;
  }

  private Map<UUID, ReviewItem> reviews(EngineContext context) {
    context.parts().calls().recordings().settleReviews();
    ReviewDesk desk = context.law().store().reviewDesk();
    Map<UUID, ReviewItem> all = new HashMap<>();
    ReviewFilter filter = flag == null ? ReviewFilter.ALL : ReviewFilter.ALL.with(flag);
    for (Optional<ReviewFilter> next = Optional.of(filter); next.isPresent(); ) {
      ReviewFilter now = next.get();
      ReviewDesk.Page page = desk.queue(now, PAGE);
      page.items().forEach(item -> all.put(item.recordingId(), item));
      next = page.next().map(now::after);
    }
    return all;
  }
}
