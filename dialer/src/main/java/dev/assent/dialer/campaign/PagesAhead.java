package dev.assent.dialer.campaign;

import dev.assent.compliance.Campaign;
import dev.assent.compliance.Decision;
import dev.assent.compliance.Permit;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * Who is due next in a campaign and what the law says of them, asked while those before are
 * dialled. Else nobody is dialled while it is asked about a hundred people, and no burst may make
 * up for it (R32): of 100 calls a second 8 would be left out.
 *
 * <p>Owned by the run's thread; one other at a time works for it.
 */
final class PagesAhead {

  /** Contacts the law is asked about at once. */
  private static final int LARGEST_PAGE = 100;

  private static final int SMALLEST_PAGE = 10;

  /** So few even where one call is dialled in the life of a permit. */
  private static final int FEWEST = 3;

  /** Of the life of a permit, without what a call more or less takes. */
  private static final Duration GOOD_TIME = Permit.LIFETIME.multipliedBy(7).dividedBy(8);

  /** What a page may take: what is claimed here no other node calls, and a decision grows old. */
  private static final long PAGE_SECONDS = 5;

  /**
   * @param decisions in the order of the contacts
   * @param askedAt when the law was asked
   */
  record Page(List<UUID> contacts, List<Decision> decisions, Instant askedAt) {
    Page {
      contacts = List.copyOf(contacts);
      decisions = List.copyOf(decisions);
    }

    /** How many of the first contacts may be called. */
    int calls(int first) {
      return Math.toIntExact(
          decisions.stream().limit(first).filter(Decision.Allow.class::isInstance).count());
    }
  }

  private final CallingParts parts;
  private final Campaign campaign;
  private final String trunk;
  private final Set<UUID> inFlight;
  private final int pageSize;

  /** As many as could be called lately while their permits were good. */
  private int size;

  /** How many of the page had their turn while their permits were good. */
  private int inTime;

  private @Nullable CompletableFuture<Page> ahead;

  /**
   * @param inFlight contacts whose calls were begun and are not over
   */
  PagesAhead(CallingParts parts, Campaign campaign, String trunk, Set<UUID> inFlight) {
    this.parts = parts;
    this.campaign = campaign;
    this.trunk = trunk;
    this.inFlight = inFlight;
    this.pageSize =
        Math.clamp(PAGE_SECONDS * campaign.pacing().callsPerSecond(), SMALLEST_PAGE, LARGEST_PAGE);
    this.size = pageSize;
  }

  /**
   * The next page; without contacts when nobody is due.
   *
   * @throws dev.assent.compliance.store.sql.StoreUnavailable when it cannot be read
   */
  Page next() throws InterruptedException {
    CompletableFuture<Page> begun = ahead;
    if (begun != null) {
      parts.threads().await(begun);
      ahead = null;
      Page page = of(begun);
      if (!page.contacts().isEmpty() && isFresh(page)) {
        return page;
      }
    }
    return look(Set.of(), size);
  }

  private static Page of(CompletableFuture<Page> begun) {
    try {
      return begun.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException failed) {
        throw failed;
      }
      throw e;
    }
  }

  private boolean isFresh(Page page) {
    return parts.callClock().now().isBefore(page.askedAt().plus(Permit.LIFETIME));
  }

  /**
   * Before each contact of the page has its turn. When it is dialled for a second more the next
   * page is asked about: of a busy machine, half a second is too little. Not where the law answers
   * between two calls.
   */
  void turnOf(Page dialled, int place) {
    if (place == 0 || isFresh(dialled)) {
      inTime = place;
    }
    int contacts = dialled.contacts().size();
    // Where calls wait for lines, fewer are dialled in a second than the campaign's file says.
    int early = size < pageSize ? contacts / 2 : campaign.pacing().callsPerSecond();
    if (pageSize == LARGEST_PAGE && contacts - place <= early && ahead == null) {
      CompletableFuture<Page> begun = new CompletableFuture<>();
      Set<UUID> before = Set.copyOf(dialled.contacts());
      int most = size;
      ahead = begun;
      parts
          .threads()
          .start(
              "ahead-" + campaign.name(),
              () -> {
                try {
                  begun.complete(look(before, most));
                } catch (RuntimeException | Error e) {
                  begun.completeExceptionally(e);
                }
              });
    }
  }

  /**
   * When all of the page had their turn. Where calls wait for those before them to end, what the
   * law said of most of a full page is out of date before their turn comes, and it is asked about
   * each of them again.
   */
  void over(Page dialled) {
    int calls = dialled.calls(dialled.contacts().size());
    if (!isFresh(dialled)) {
      // Of a page without a call it was not the calls that took so long.
      size = calls == 0 ? size : Math.clamp(dialled.calls(inTime), FEWEST, size);
    } else if (dialled.contacts().size() >= size) {
      long took = Duration.between(dialled.askedAt(), parts.callClock().now()).toMillis();
      long most =
          calls == 0 ? size + 1 + size / 8 : calls * GOOD_TIME.toMillis() / Math.max(1, took);
      size = Math.clamp(most, size, Math.min(2 * size, pageSize));
    }
  }

  /** Forgets what was asked ahead; when this returns nobody is claimed by it any more. */
  void drop() throws InterruptedException {
    CompletableFuture<Page> begun = ahead;
    if (begun != null) {
      parts.threads().await(begun);
      ahead = null;
    }
  }

  /**
   * More than a page is read: calls just begun may not be reserved yet, and stand on the list
   * still.
   */
  private Page look(Set<UUID> beingDialled, int most) {
    parts.lists().requireRoom();
    Instant now = parts.callClock().now();
    int listedStill = Math.max(SMALLEST_PAGE, Math.max(most, beingDialled.size()));
    List<UUID> contacts =
        parts.lists().due(campaign.id(), now, read(most + listedStill)).stream()
            .filter(contact -> !inFlight.contains(contact) && !beingDialled.contains(contact))
            .limit(most)
            .toList();
    List<Decision> decisions =
        contacts.isEmpty() ? List.of() : parts.gate().decide(campaign.id(), trunk, contacts);
    return new Page(contacts, decisions, now);
  }

  /** One of few numbers: to the database a list of each length is another statement. */
  private int read(int contacts) {
    return Math.min(Integer.highestOneBit(2 * contacts - 1), 2 * pageSize);
  }
}
