package dev.assent.dialer.simulate;

import dev.assent.compliance.CallerNumber;
import dev.assent.compliance.Campaign;
import dev.assent.compliance.Licence;
import dev.assent.compliance.SourceProof;
import dev.assent.compliance.access.NotAllowed;
import dev.assent.compliance.access.Role;
import dev.assent.compliance.access.User;
import dev.assent.compliance.intake.ContactRow;
import dev.assent.compliance.script.Script;
import dev.assent.compliance.script.Segment;
import dev.assent.compliance.store.Store;
import dev.assent.compliance.store.contact.ImportBatch;
import dev.assent.compliance.store.contact.RowRejected;
import dev.assent.compliance.store.register.Registers;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Brings a scenario into a new home: two made-up people approve each other's work. */
final class RegisteredScenario {
  static final User MAKER = new User("simulated-operator", Set.of(Role.OPERATOR), "aa", true);
  static final User CHECKER = new User("simulated-compliance", Set.of(Role.COMPLIANCE), "bb", true);
  private static final byte[] SIGNED = {1};
  private static final String LIST = "5".repeat(64);

  private final Scenario scenario;
  private final Store store;
  private final Registers registers;
  private final InstantSource clock;

  RegisteredScenario(Scenario scenario, Store store, InstantSource clock) {
    this.clock = clock;
    this.scenario = scenario;
    this.store = store;
    this.registers = store.registers();
  }

  /** All of it; the campaigns as they run. */
  void register() {
    try {
      registers.putUser(MAKER, MAKER.name());
      registers.putUser(CHECKER, MAKER.name());
      source(scenario.source());
      Set<String> known = new HashSet<>();
      for (Scenario.Planned planned : scenario.campaigns()) {
        if (known.add(planned.script().hash())) {
          script(planned.script());
        }
      }
      for (Licence licence : scenario.licences()) {
        licence(licence);
      }
      for (CallerNumber caller : scenario.callers()) {
        registers.putCallerNumber(caller, MAKER.name());
      }
      UUID batch = contacts();
      for (Scenario.Planned planned : scenario.campaigns()) {
        campaign(planned.campaign(), batch);
      }
    } catch (NotAllowed e) {
      throw refused(e);
    }
  }

  private static IllegalArgumentException refused(Exception why) {
    return new IllegalArgumentException("the scenario is refused: " + why.getMessage(), why);
  }

  private void source(SourceProof s) throws NotAllowed {
    registers.addSource(
        new SourceProof(
            s.id(),
            s.name(),
            s.type(),
            s.supplier(),
            s.documents(),
            s.contractClauses(),
            s.collectedAt(),
            s.noticeVersion(),
            s.validTo(),
            SourceProof.State.DRAFT,
            MAKER.name(),
            null,
            null,
            false),
        MAKER.name());
    registers.reviewSource(s.id(), CHECKER, SIGNED);
  }

  private void script(Script s) throws NotAllowed {
    registers.addScript(
        new Script(
            s.id(),
            s.version(),
            s.locale(),
            s.segments(),
            MAKER.name(),
            null,
            false,
            Script.State.REVIEW,
            s.validTo(),
            s.findings(),
            s.checkedAgainst(),
            s.checkpoints()),
        MAKER.name());
    for (Segment segment : s.segments()) {
      registers.hearings().here(segment, CHECKER.name());
    }
    registers.approveScript(s.hash(), CHECKER, SIGNED);
  }

  private void licence(Licence l) throws NotAllowed {
    registers.addLicence(
        new Licence(
            l.id(),
            l.name(),
            l.kind(),
            l.number(),
            l.holder(),
            l.exemption(),
            l.fileSha256(),
            l.validFrom(),
            l.validTo(),
            MAKER.name(),
            null,
            null,
            false),
        MAKER.name());
    registers.reviewLicence(l.id(), CHECKER, SIGNED);
  }

  /** The list, or the same list again. */
  UUID contacts() {
    return contacts(Integer.MAX_VALUE, true).orElseThrow();
  }

  /**
   * The same list again, of which only so many rows arrive. Whoever should have been erased by now
   * is left out.
   *
   * @param counts whether it is switched to; else it is given up
   * @return the list that counts
   */
  Optional<UUID> contacts(int rows, boolean counts) {
    Instant now = clock.instant();
    List<ContactRow> some = new ArrayList<>();
    scenario
        .contacts()
        .forEach(
            row -> {
              if (some.size() < rows && row.expiresAt().isAfter(now)) {
                some.add(row);
              }
            });
    try (ImportBatch batch = store.imports().begin(scenario.source().id(), LIST, MAKER.name())) {
      for (ContactRow row : some) {
        batch.add(row);
      }
      return counts ? Optional.of(batch.switchOver().batchId()) : Optional.empty();
    } catch (NotAllowed | RowRejected e) {
      throw refused(e);
    }
  }

  private void campaign(Campaign c, UUID batch) throws NotAllowed {
    registers.addCampaign(
        new Campaign(
            c.id(),
            c.name(),
            c.purpose(),
            c.packs(),
            c.scriptHash(),
            c.callerNumbers(),
            c.trunk(),
            c.from(),
            c.to(),
            Campaign.State.DRAFT,
            MAKER.name(),
            null,
            false,
            c.onRefuse(),
            c.recordingMandatory(),
            c.pacing(),
            c.productClasses(),
            c.sensitive(),
            c.publicDisclosure(),
            c.preNotice(),
            c.thresholds(),
            c.dialling()),
        List.of(batch),
        MAKER.name());
    registers.setCampaignState(c.id(), Campaign.State.SUBMITTED, MAKER.name());
    registers.approveCampaign(c.id(), CHECKER, SIGNED);
    if (!c.from().isAfter(scenario.from())) {
      registers.setCampaignState(c.id(), Campaign.State.RUNNING, MAKER.name());
    }
  }
}
