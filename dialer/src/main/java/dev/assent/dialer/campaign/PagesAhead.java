package dev.assent.dialer.campaign;

import dev.assent.compliance.Campaign;
import dev.assent.compliance.Decision;
import dev.assent.compliance.Permit;
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
 * up for it ({@link dev.assent.dialer.trunk.Pacer}): of 100 calls a second 8 would be left out.
 *
 * <p>Owned by the run's thread; one other at a time works for it.
 */
final class PagesAhead {

  /** Contacts the law is asked about at once. */
  private static final int LARGEST_PAGE = 100;

  private static final int SMALLEST_PAGE = 10;

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
  }

  private final CallingParts parts;
  private final Campaign campaign;
  private final String trunk;
  private final Set<UUID> inFlight;
  private final int pageSize;
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
    return look(Set.of());
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
   * While the second half of a page is dialled; nothing where the law answers between two calls.
   */
  void halfWay(Page dialled, int place) {
    if (pageSize == LARGEST_PAGE && place == dialled.contacts().size() / 2 && ahead == null) {
      CompletableFuture<Page> begun = new CompletableFuture<>();
      Set<UUID> before = Set.copyOf(dialled.contacts());
      ahead = begun;
      parts
          .threads()
          .start(
              "ahead-" + campaign.name(),
              () -> {
                try {
                  begun.complete(look(before));
                } catch (RuntimeException | Error e) {
                  begun.completeExceptionally(e);
                }
              });
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
   * Twice a page is read: calls just begun may not be reserved yet, and stand on the list still.
   */
  private Page look(Set<UUID> beingDialled) {
    parts.lists().requireRoom();
    Instant now = parts.callClock().now();
    List<UUID> contacts =
        parts.lists().due(campaign.id(), now, 2 * pageSize).stream()
            .filter(contact -> !inFlight.contains(contact) && !beingDialled.contains(contact))
            .limit(pageSize)
            .toList();
    List<Decision> decisions =
        contacts.isEmpty() ? List.of() : parts.gate().decide(campaign.id(), trunk, contacts);
    return new Page(contacts, decisions, now);
  }
}
