package dev.assent.compliance.store.consent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assent.compliance.Facts;
import dev.assent.compliance.Found;
import dev.assent.compliance.Requirement;
import dev.assent.compliance.access.NotAllowed;
import dev.assent.compliance.consent.Channel;
import dev.assent.compliance.consent.ConsentForm;
import dev.assent.compliance.consent.Grant;
import dev.assent.compliance.consent.GrantScope;
import dev.assent.compliance.consent.Manner;
import dev.assent.compliance.consent.SealedEvidence;
import dev.assent.compliance.intake.ContactRow;
import dev.assent.compliance.policy.Purpose;
import dev.assent.compliance.store.Store;
import dev.assent.compliance.store.TestDatabase;
import dev.assent.compliance.store.TestHome;
import dev.assent.compliance.store.contact.ImportBatch;
import dev.assent.compliance.store.contact.RowRejected;
import dev.assent.compliance.store.seal.DiskEvidence;
import dev.assent.compliance.store.seal.Sha256;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Consents with their proofs, and the word that ends them, on both databases. */
@Timeout(120)
final class GrantsTest {
  private static final byte[] PROOF = "a signed form".getBytes(StandardCharsets.UTF_8);

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource
  @Requirement({"A-10", "A-16", "B-01", "R22"})
  void aProofThatComesWithAListIsSealedAndWatched(TestDatabase database) throws Exception {
    TestHome home = TestHome.on(database);
    Store store = home.open();
    store.registers().addSource(TestHome.sourceProof(), "anna");
    Path proof = Files.write(folder.resolve("form.png"), PROOF);
    UUID batch = importRow(home, "f".repeat(64), row(1, given("", proof, TestHome.START)));
    campaign(home, batch);

    Grant grant = onlyGrant(home, 1);
    assertThat(grant.evidenceSha256()).isEqualTo(Sha256.of(PROOF));
    assertThat(grant.evidence().state()).isEqualTo(SealedEvidence.State.INTACT);
    UUID id = grant.evidence().id();
    assertThat(new String(home.evidence.files.get(id), StandardCharsets.ISO_8859_1))
        .doesNotContain("signed");
    assertThat(store.grants().proof(id)).hasValueSatisfying(b -> assertThat(b).isEqualTo(PROOF));

    byte[] kept = home.evidence.files.get(id).clone();
    home.evidence.files.get(id)[kept.length - 1] ^= 1;
    assertThat(onlyGrant(home, 1).evidence().state()).isEqualTo(SealedEvidence.State.ALTERED);
    home.evidence.files.remove(id);
    assertThat(onlyGrant(home, 1).evidence().state()).isEqualTo(SealedEvidence.State.MISSING);
    home.evidence.files.put(id, kept);

    importRow(home, "f".repeat(64), row(1, given("", proof, TestHome.START)));
    assertThat(home.evidence.files).as("the first copy went with its load").hasSize(1);
    assertThat(onlyGrant(home, 1).evidence().state()).isEqualTo(SealedEvidence.State.INTACT);
    home.close();
  }

  @ParameterizedTest
  @EnumSource
  void aProofOtherThanTheOneNamedRefusesItsRow(TestDatabase database) throws Exception {
    TestHome home = TestHome.on(database);
    Store store = home.open();
    store.registers().addSource(TestHome.sourceProof(), "anna");
    Path proof = Files.write(folder.resolve("form.png"), PROOF);
    try (ImportBatch batch = store.imports().begin(TestHome.SOURCE, TestHome.FILE, "anna")) {
      assertThatThrownBy(() -> batch.add(row(1, given("ab".repeat(32), proof, TestHome.START))))
          .isInstanceOfSatisfying(
              RowRejected.class,
              e -> assertThat(e.code()).isEqualTo(RowRejected.Code.EVIDENCE_MISMATCH));
      batch.add(row(1, given(Sha256.of(PROOF), proof, TestHome.START)));
    }
    assertThat(home.evidence.files).as("of a list that was dropped").isEmpty();
    home.close();
  }

  @ParameterizedTest
  @EnumSource
  @Requirement({"A-16", "R22"})
  void aConsentGivenAndItsProofOutliveTheDatabase(TestDatabase database) throws Exception {
    TestHome home = TestHome.on(database);
    Store store = home.open();
    Path proof = Files.write(folder.resolve("form.png"), PROOF);
    UUID id = store.grants().give(TestHome.number(1), given("", proof, TestHome.START), "anna");
    List<Grant> before = store.grants().of(TestHome.number(1));
    assertThat(before).extracting(Grant::id).containsExactly(id);
    assertThatThrownBy(
            () ->
                store
                    .grants()
                    .give(
                        TestHome.number(2), given("ab".repeat(32), proof, TestHome.START), "anna"))
        .isInstanceOf(NotAllowed.class);
    home.close();

    home.settings = database.fresh();
    Store rebuilt = home.open();
    assertThat(rebuilt.opening().rebuilt()).isTrue();
    assertThat(rebuilt.grants().of(TestHome.number(1))).isEqualTo(before);
    home.register(2);
    assertThat(onlyGrants(home, 1)).extracting(Grant::id).contains(id);
    home.close();
  }

  @ParameterizedTest
  @EnumSource
  void aProofIsAttachedToTheConsentThatNamesItsHash(TestDatabase database) throws Exception {
    TestHome home = TestHome.on(database);
    Store store = home.open();
    UUID id =
        store
            .grants()
            .give(TestHome.number(1), given(Sha256.of(PROOF), null, TestHome.START), "anna");
    assertThatThrownBy(() -> store.grants().attach(id, new byte[] {1}, "anna"))
        .isInstanceOf(NotAllowed.class);
    UUID proven = store.grants().attach(id, PROOF, "anna");
    assertThat(store.grants().of(TestHome.number(1)))
        .filteredOn(grant -> grant.id().equals(proven))
        .first()
        .satisfies(
            grant -> assertThat(grant.evidence().state()).isEqualTo(SealedEvidence.State.INTACT));
    home.close();
  }

  @ParameterizedTest
  @EnumSource
  @Requirement({"B-20", "R22", "R23"})
  void aWithdrawalHoldsAtOnceAndWhenTheListComesAgain(TestDatabase database) throws Exception {
    TestHome home = TestHome.on(database);
    Store store = home.open();
    Set<UUID> told = new HashSet<>();
    store.refusals().onRefusal(told::addAll);
    home.register(3);
    Facts facts = home.facts(home.contact(0));
    store.grants().withdraw(TestHome.number(0), GrantScope.CALL, Set.of(), Manner.MAIL, "anna");
    assertThat(told).contains(facts.contact().personId());
    assertThat(onlyGrant(home, 0).withdrawnAt()).isEqualTo(home.now.get());
    assertThat(onlyGrant(home, 1).withdrawnAt()).isNull();

    home.importContacts(3);
    assertThat(onlyGrant(home, 0).withdrawnAt()).as("imported again").isNotNull();

    home.tick(Duration.ofHours(1));
    store
        .grants()
        .give(
            TestHome.number(0),
            given("e".repeat(64), null, home.now.get().minus(Duration.ofHours(2))),
            "anna");
    assertThat(onlyGrants(home, 0)).allMatch(grant -> grant.withdrawnAt() != null);
    store.grants().give(TestHome.number(0), given("e".repeat(64), null, home.now.get()), "anna");
    assertThat(onlyGrants(home, 0)).filteredOn(grant -> grant.withdrawnAt() == null).hasSize(1);
    home.close();

    home.settings = database.fresh();
    home.open();
    home.importContacts(3);
    assertThat(onlyGrants(home, 0))
        .as("after the database was lost")
        .hasSize(3)
        .filteredOn(grant -> grant.withdrawnAt() == null)
        .hasSize(1);
    home.close();
  }

  @Test
  @Requirement({"R23", "R22"})
  void aWithdrawalForOnePurposeLeavesTheOthers() throws Exception {
    TestHome home = TestHome.on(TestDatabase.H2);
    Store store = home.open();
    store.grants().give(TestHome.number(0), given("e".repeat(64), null, TestHome.START), "anna");
    store
        .grants()
        .withdraw(
            TestHome.number(0), GrantScope.CALL, Set.of(Purpose.MARKETING), Manner.WEB, "anna");
    Grant grant = store.grants().of(TestHome.number(0)).getFirst();
    assertThat(grant.purposes()).containsExactly(Purpose.SERVICE);
    assertThat(grant.withdrawnAt()).isNull();
    store.grants().withdraw(TestHome.number(0), GrantScope.RECORD, Set.of(), Manner.WEB, "anna");
    assertThat(store.grants().of(TestHome.number(0)).getFirst().withdrawnAt())
        .as("to be recorded is another consent")
        .isNull();
    home.close();
  }

  @Test
  @Requirement({"B-20"})
  void whatWaitsForAWithdrawnConsentNoLongerWaits() throws Exception {
    TestHome home = TestHome.on(TestDatabase.H2);
    Store store = home.open();
    home.register(2);
    UUID contact = home.contact(0);
    store
        .attempts()
        .ended(
            home.redeem(contact).attemptId(),
            dev.assent.compliance.Outcome.BUSY,
            java.util.Map.of());
    Instant later = home.now.get().plus(Duration.ofDays(9));
    assertThat(store.lists().due(TestHome.CAMPAIGN, later, 10)).contains(contact);
    store.grants().withdraw(TestHome.number(0), GrantScope.CALL, Set.of(), Manner.SMS, "anna");
    assertThat(store.lists().due(TestHome.CAMPAIGN, later, 10)).doesNotContain(contact);
    home.close();
  }

  /** A file that is touched by anybody is looked at anew. */
  @Test
  void aFileOnDiskIsWatched() throws Exception {
    DiskEvidence disk = new DiskEvidence(folder);
    UUID id = UUID.randomUUID();
    disk.keep(id, PROOF);
    String sha256 = Sha256.of(PROOF);
    assertThat(disk.state(id, sha256)).isEqualTo(SealedEvidence.State.INTACT);
    assertThat(disk.read(id)).hasValue(PROOF);
    Path file;
    try (var files = Files.walk(folder)) {
      file = files.filter(Files::isRegularFile).findFirst().orElseThrow();
    }
    var modified = Files.getLastModifiedTime(file);
    byte[] other = PROOF.clone();
    other[0] ^= 1;
    Files.write(file, other);
    Files.setLastModifiedTime(file, modified);
    assertThat(disk.state(id, sha256)).isEqualTo(SealedEvidence.State.ALTERED);
    disk.remove(id);
    assertThat(disk.state(id, sha256)).isEqualTo(SealedEvidence.State.MISSING);
    assertThat(disk.read(id)).isEmpty();
  }

  private static ContactRow.GivenGrant given(String sha256, Path proof, Instant at) {
    return new ContactRow.GivenGrant(
        GrantScope.CALL,
        Set.of(Purpose.MARKETING, Purpose.SERVICE),
        Set.of(Channel.VOICE),
        true,
        ConsentForm.PAPER,
        "notice 1",
        at,
        at.plus(Duration.ofDays(300)),
        sha256,
        proof);
  }

  private static ContactRow row(int i, ContactRow.GivenGrant given) {
    return TestHome.row(i).with(List.of(given));
  }

  private static UUID importRow(TestHome home, String file, ContactRow row) throws Exception {
    try (ImportBatch batch = home.store().imports().begin(TestHome.SOURCE, file, "anna")) {
      batch.add(row);
      return batch.switchOver().batchId();
    }
  }

  private static void campaign(TestHome home, UUID... batches) throws Exception {
    home.store()
        .registers()
        .addCampaign(TestHome.campaign(TestHome.CAMPAIGN), List.of(batches), "anna");
  }

  private static List<Grant> onlyGrants(TestHome home, int number) {
    return ((Found.Present<List<Grant>>) home.facts(home.contact(number)).grants()).value();
  }

  private static Grant onlyGrant(TestHome home, int number) {
    List<Grant> grants = onlyGrants(home, number);
    assertThat(grants).hasSize(1);
    return grants.getFirst();
  }
}
