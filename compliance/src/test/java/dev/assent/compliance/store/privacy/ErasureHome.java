package dev.assent.compliance.store.privacy;

import dev.assent.compliance.Outcome;
import dev.assent.compliance.Reservations.Reserved;
import dev.assent.compliance.access.Approval;
import dev.assent.compliance.policy.PolicyBook;
import dev.assent.compliance.privacy.DestructionCertificate;
import dev.assent.compliance.privacy.GatheredEvidence;
import dev.assent.compliance.privacy.KeyCopies;
import dev.assent.compliance.privacy.RetentionTerms;
import dev.assent.compliance.privacy.RightKind;
import dev.assent.compliance.privacy.RightsRequest;
import dev.assent.compliance.store.Evidence;
import dev.assent.compliance.store.MemoryShelf;
import dev.assent.compliance.store.Tables;
import dev.assent.compliance.store.TestDatabase;
import dev.assent.compliance.store.TestHome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** A home whose people were called and recorded, with the packs of own customers in China. */
public final class ErasureHome implements AutoCloseable {
  public static final RetentionTerms TERMS =
      new RetentionTerms(
          new PolicyBook(
              PolicyBook.ofCandidates().packs().stream()
                  .filter(pack -> pack.pack().equals("cn-own-customer"))
                  .toList(),
              PolicyBook.ofCandidates().calendars()));

  final TestHome home;

  /** Copies that are opened later than planned, when set. */
  boolean copiesStay;

  private final KeyCopies copies =
      new KeyCopies() {
        @Override
        public Instant goneFrom(Instant destroyedAt) {
          return destroyedAt.plus(Duration.ofDays(7));
        }

        @Override
        public boolean gone(Instant destroyedAt) {
          return !copiesStay;
        }
      };

  final MemoryShelf shelf;

  /** Evidence packs that lie about. */
  final List<GatheredEvidence.Pack> packs = new ArrayList<>();

  ErasureHome(TestDatabase database) {
    home = TestHome.on(database);
    shelf = new MemoryShelf(home.crashes);
    home.open();
  }

  Erasures erasures() {
    return home.store()
        .erasures(
            shelf,
            copies,
            which -> {
              int before = packs.size();
              packs.removeIf(which);
              return before - packs.size();
            },
            () -> TERMS);
  }

  /** A call that was agreed to and recorded; the id of the recording. */
  UUID called(int number) {
    Reserved reserved = home.redeem(home.contact(number));
    home.store()
        .consents()
        .agreed(reserved.attemptId(), Evidence.agreed(reserved.attemptId(), home.now.get()));
    home.store().attempts().ended(reserved.attemptId(), Outcome.AGREED, Map.of());
    return shelf.add(reserved.attemptId(), home.now.get(), home.keys.create(1)[0]);
  }

  RightsRequest asksToBeErased(int number) {
    return RightsRequestsTest.ask(home, number, RightKind.DELETE);
  }

  /** Planned and ordered by anna, agreed to by bob. */
  DestructionCertificate erase(RightsRequest request) throws Exception {
    erasures().order(request.id(), erasures().plan(request.id()).hash(), "anna");
    return erasures().approve(request.id(), TestHome.BOB, new byte[] {1});
  }

  /** Whether the message signed is the one an approver sees. */
  static byte[] message(String hash) {
    return Approval.message(Approval.Kind.ERASURE, hash, "bob");
  }

  List<Long> liveKeys(String column) throws Exception {
    return Tables.longs(
            home.settings, "SELECT " + column + " FROM person WHERE " + column + " IS NOT NULL")
        .stream()
        .toList();
  }

  @Override
  public void close() {
    home.close();
  }
}
