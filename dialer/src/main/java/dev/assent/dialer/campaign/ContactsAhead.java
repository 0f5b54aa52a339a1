package dev.assent.dialer.campaign;

import dev.assent.compliance.Campaign;
import dev.assent.compliance.Gate;
import dev.assent.compliance.Outlook;
import dev.assent.compliance.store.campaign.CampaignLists;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/**
 * Works a whole list through the gate as it would decide at one instant; changes nothing. A list of
 * a million is never in memory: some pages are judged while the one before is told.
 */
public final class ContactsAhead {
  private static final int PAGES_AHEAD = 4;

  private final Gate gate;
  private final CampaignLists lists;

  public ContactsAhead(Gate gate, CampaignLists lists) {
    this.gate = gate;
    this.lists = lists;
  }

  /** In the order of the list, on the calling thread. */
  public void forEach(Campaign campaign, Instant at, Consumer<Outlook> each) {
    Deque<Future<List<Outlook>>> pages = new ArrayDeque<>();
    try (ExecutorService judges = Executors.newVirtualThreadPerTaskExecutor()) {
      lists.forEachPage(
          campaign.id(),
          page -> {
            pages.add(judges.submit(() -> gate.outlook(campaign.id(), campaign.trunk(), page, at)));
            if (pages.size() > PAGES_AHEAD) {
              tell(pages.remove(), each);
            }
          });
      while (!pages.isEmpty()) {
        tell(pages.remove(), each);
      }
    }
  }

  private static void tell(Future<List<Outlook>> page, Consumer<Outlook> each) {
    try {
      page.get().forEach(each);
    } catch (ExecutionException e) {
      throw new CompletionException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while planning", e);
    }
  }
}
