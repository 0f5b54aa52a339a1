package dev.assent.compliance.store.register;

import dev.assent.compliance.CallerNumber;
import dev.assent.compliance.Campaign;
import dev.assent.compliance.Found;
import dev.assent.compliance.Licence;
import dev.assent.compliance.SourceProof;
import dev.assent.compliance.access.Approval;
import dev.assent.compliance.access.FourEyes;
import dev.assent.compliance.access.NotAllowed;
import dev.assent.compliance.access.User;
import dev.assent.compliance.policy.LawFile;
import dev.assent.compliance.script.Script;
import dev.assent.compliance.script.Segment;
import dev.assent.compliance.store.campaign.CampaignStates;
import dev.assent.compliance.store.commit.Commits;
import dev.assent.compliance.store.commit.RegisterKind;
import dev.assent.compliance.store.sql.Sql;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * What is registered: sources, scripts, caller numbers, campaigns, users. Each change is one
 * transaction with one entry and returns when it is durable. An approval is signed over {@link
 * #subject}, so whatever is changed after signing is not approved.
 */
public final class Registers {
  private final Commits commits;
  private final Commits.Source source;
  private final Registered registered;
  private final FourEyes fourEyes;
  private final Runnable listsChanged;
  private final RegisterChanges changes;
  private final Hearings hearings;

  public Registers(
      Commits commits,
      Commits.Source source,
      Registered registered,
      FourEyes fourEyes,
      Runnable listsChanged) {
    this.listsChanged = listsChanged;
    this.commits = commits;
    this.source = source;
    this.registered = registered;
    this.fourEyes = fourEyes;
    this.changes = new RegisterChanges(commits, source, registered, fourEyes);
    this.hearings = new Hearings(commits, source, fourEyes, changes);
  }

  /**
   * @throws NotAllowed when there is one with that id
   */
  public void addSource(SourceProof proof, String actor) throws NotAllowed {
    changes.add(RegisterKind.SOURCE, proof.id().toString(), proof, List.of(), actor);
  }

  /**
   * Adds a paper to a source, which must then be reviewed anew: until then nobody of it is called.
   *
   * @throws NotAllowed when there is no such source, it is revoked, or has this very paper
   */
  public void attachToSource(UUID id, SourceProof.Document document, String actor)
      throws NotAllowed {
    if (source(id) instanceof Found.Present(SourceProof proof)) {
      if (proof.state() == SourceProof.State.REVOKED) {
        throw new NotAllowed("the source is revoked; add a new one");
      }
      if (proof
          .document(document.sha256())
          .filter(had -> had.kept() || !document.kept())
          .isPresent()) {
        throw new NotAllowed("the source has this paper already");
      }
    }
    changes.change(
        RegisterKind.SOURCE,
        SourceProof.class,
        id.toString(),
        actor,
        proof ->
            proof.document(document.sha256()).isPresent()
                ? proof.withKept(document.sha256())
                : proof.with(document));
  }

  /** Marks a source as reviewed by another than who registered it or brought a paper of it. */
  public Approval reviewSource(UUID id, User reviewer, byte[] signature) throws NotAllowed {
    if (!fourEyes.sole()
        && source(id) instanceof Found.Present(SourceProof proof)
        && proof.documents().stream().anyMatch(had -> reviewer.name().equals(had.addedBy()))) {
      throw new NotAllowed("whoever brought a paper may not review it: ask another user");
    }
    return changes.approve(
        Approval.Kind.SOURCE,
        RegisterKind.SOURCE,
        SourceProof.class,
        id.toString(),
        reviewer,
        signature,
        SourceProof::creator,
        proof -> proof.state() == SourceProof.State.DRAFT,
        (proof, approval) -> withState(proof, SourceProof.State.REVIEWED, approval));
  }

  /** No contact of this source is called any more. */
  public void revokeSource(UUID id, String actor) throws NotAllowed {
    changes.change(
        RegisterKind.SOURCE,
        SourceProof.class,
        id.toString(),
        actor,
        proof ->
            new SourceProof(
                proof.id(),
                proof.name(),
                proof.type(),
                proof.supplier(),
                proof.documents(),
                proof.contractClauses(),
                proof.collectedAt(),
                proof.noticeVersion(),
                proof.validTo(),
                SourceProof.State.REVOKED,
                proof.creator(),
                proof.reviewer(),
                proof.reviewedAt(),
                proof.selfReviewed()));
  }

  private static SourceProof withState(
      SourceProof proof, SourceProof.State state, Approval approval) {
    return new SourceProof(
        proof.id(),
        proof.name(),
        proof.type(),
        proof.supplier(),
        proof.documents(),
        proof.contractClauses(),
        proof.collectedAt(),
        proof.noticeVersion(),
        proof.validTo(),
        state,
        proof.creator(),
        approval.approver(),
        approval.at(),
        approval.selfApproved());
  }

  /**
   * Registered under its hash.
   *
   * @throws NotAllowed when it is there, or is not new work to be reviewed
   */
  public void addScript(Script script, String actor) throws NotAllowed {
    if (script.state() != Script.State.DRAFT && script.state() != Script.State.REVIEW) {
      throw new NotAllowed("a script is registered as DRAFT or REVIEW, and approved here");
    }
    changes.add(
        RegisterKind.SCRIPT, script.hash(), script.in(Script.State.REVIEW), List.of(), actor);
  }

  /**
   * @throws NotAllowed also when the approver did not hear every segment to its end
   */
  public Approval approveScript(String hash, User approver, byte[] signature) throws NotAllowed {
    if (script(hash) instanceof Found.Present(Script script)) {
      List<Segment> unheard = hearings.unheard(script, approver.name());
      if (!unheard.isEmpty()) {
        throw new NotAllowed(
            approver.name()
                + " has yet to hear "
                + unheard.stream().map(script::nameOf).collect(Collectors.joining(", ")));
      }
    }
    return changes.approve(
        Approval.Kind.SCRIPT,
        RegisterKind.SCRIPT,
        Script.class,
        hash,
        approver,
        signature,
        Script::author,
        script -> script.state() == Script.State.REVIEW,
        (script, approval) -> script.approvedBy(approval.approver(), approval.selfApproved()));
  }

  /**
   * No call says it any more from the next one on.
   *
   * @throws NotAllowed when there is none, or it is not approved
   */
  public void retireScript(String hash, String actor) throws NotAllowed {
    if (script(hash) instanceof Found.Present(Script script)
        && !script.state().mayBecome(Script.State.RETIRED)) {
      throw new NotAllowed("only an approved script is retired; this one is " + script.state());
    }
    changes.change(
        RegisterKind.SCRIPT, Script.class, hash, actor, script -> script.in(Script.State.RETIRED));
  }

  /**
   * Registers it, or its newer filing.
   *
   * @throws NotAllowed when another filing covers one of its numbers
   */
  public void putCallerNumber(CallerNumber number, String actor) throws NotAllowed {
    String refusal =
        commits.run(
            tx -> {
              for (CallerNumber other :
                  registered.all(tx.sql(), RegisterKind.CALLER_NUMBER, CallerNumber.class)) {
                if (!other.e164().equals(number.e164()) && other.overlaps(number)) {
                  return "filing " + other.filingNo() + " covers some of its numbers";
                }
              }
              changes.write(
                  tx, RegisterKind.CALLER_NUMBER, number.e164(), number, List.of(), actor);
              return "";
            });
    refuseUnlessEmpty(refusal);
  }

  /**
   * @throws NotAllowed when there is one with that id
   */
  public void addLicence(Licence licence, String actor) throws NotAllowed {
    changes.add(RegisterKind.LICENCE, licence.id().toString(), licence, List.of(), actor);
  }

  /** Another than who registered it has compared it with its document. */
  public Approval reviewLicence(UUID id, User reviewer, byte[] signature) throws NotAllowed {
    return changes.approve(
        Approval.Kind.LICENCE,
        RegisterKind.LICENCE,
        Licence.class,
        id.toString(),
        reviewer,
        signature,
        Licence::creator,
        licence -> licence.reviewer() == null,
        (licence, approval) ->
            new Licence(
                licence.id(),
                licence.name(),
                licence.kind(),
                licence.number(),
                licence.holder(),
                licence.exemption(),
                licence.fileSha256(),
                licence.validFrom(),
                licence.validTo(),
                licence.creator(),
                approval.approver(),
                approval.at(),
                approval.selfApproved()));
  }

  /** Registers a user, or what they may do now. */
  public void putUser(User user, String actor) {
    commits.run(
        tx -> {
          changes.write(tx, RegisterKind.USER, user.name(), user, List.of(), actor);
          return true;
        });
  }

  /**
   * @param batches whose contacts it calls
   * @throws NotAllowed when there is one with that id, or it is no draft
   */
  public void addCampaign(Campaign campaign, List<UUID> batches, String actor) throws NotAllowed {
    if (campaign.state() != Campaign.State.DRAFT) {
      throw new NotAllowed("a campaign begins as DRAFT");
    }
    changes.add(RegisterKind.CAMPAIGN, campaign.id().toString(), campaign, batches, actor);
    listsChanged.run();
  }

  public Approval approveCampaign(UUID id, User approver, byte[] signature) throws NotAllowed {
    return changes.approve(
        Approval.Kind.CAMPAIGN,
        RegisterKind.CAMPAIGN,
        Campaign.class,
        id.toString(),
        approver,
        signature,
        Campaign::creator,
        campaign -> campaign.state() == Campaign.State.SUBMITTED,
        (campaign, approval) ->
            CampaignStates.approved(campaign, approval.approver(), approval.selfApproved()));
  }

  /**
   * @throws NotAllowed when it cannot get there from where it is; APPROVED needs an approval
   */
  public void setCampaignState(UUID id, Campaign.State state, String actor) throws NotAllowed {
    String refusal =
        commits.run(
            tx -> {
              Registered.lock(tx.sql(), RegisterKind.CAMPAIGN, id.toString());
              Found<Campaign> found =
                  registered.find(tx.sql(), RegisterKind.CAMPAIGN, Campaign.class, id.toString());
              if (!(found instanceof Found.Present(Campaign campaign))) {
                return "there is no such campaign";
              }
              if (!CampaignStates.mayBecome(campaign.state(), state)) {
                return "a campaign that is " + campaign.state() + " cannot become " + state;
              }
              changes.write(
                  tx,
                  RegisterKind.CAMPAIGN,
                  id.toString(),
                  CampaignStates.with(campaign, state),
                  List.of(),
                  actor,
                  state == Campaign.State.RUNNING);
              return "";
            });
    refuseUnlessEmpty(refusal);
  }

  /**
   * Registers a pack or calendar, waiting or applied, under its hash. Whether it may be applied at
   * once is the caller's to judge, by {@link LawFile#looser}.
   *
   * @throws NotAllowed when this very content is registered
   */
  public void addLaw(LawFile law, String actor) throws NotAllowed {
    changes.add(RegisterKind.LAW, law.hash(), law, List.of(), actor);
  }

  /** Applies what waits. */
  public Approval approveLaw(String hash, User approver, byte[] signature) throws NotAllowed {
    return changes.approve(
        Approval.Kind.LAW,
        RegisterKind.LAW,
        LawFile.class,
        hash,
        approver,
        signature,
        LawFile::creator,
        law -> law.state() == LawFile.State.WAITING,
        (law, approval) ->
            law.to(
                LawFile.State.APPLIED,
                approval.approver(),
                approval.selfApproved(),
                approval.at()));
  }

  /** Takes one out of force: nobody is called under it any more. What only waits is withdrawn. */
  public void retireLaw(String hash, String actor) throws NotAllowed {
    changes.change(
        RegisterKind.LAW,
        LawFile.class,
        hash,
        actor,
        law ->
            law.to(
                law.state() == LawFile.State.WAITING
                    ? LawFile.State.WITHDRAWN
                    : LawFile.State.RETIRED,
                law.approver(),
                law.selfApproved(),
                source.now()));
  }

  /** Every pack and calendar ever registered, in any order. */
  public List<LawFile> laws() {
    return changes.all(RegisterKind.LAW, LawFile.class);
  }

  /**
   * Gives a campaign another script: it is submitted anew, by whoever changed it, and waits for
   * another person's approval.
   *
   * @throws NotAllowed when it has ended, has that script already, or a node has a run of it, whose
   *     calls would speak other words than the campaign's
   */
  public void setCampaignScript(UUID id, String scriptHash, String actor) throws NotAllowed {
    String refusal =
        commits.run(
            tx -> {
              Registered.lock(tx.sql(), RegisterKind.CAMPAIGN, id.toString());
              if (!(registered.find(tx.sql(), RegisterKind.CAMPAIGN, Campaign.class, id.toString())
                  instanceof Found.Present(Campaign campaign))) {
                return "there is no such campaign";
              }
              if (campaign.scriptHash().equals(scriptHash)) {
                return "it has that script already";
              }
              if (CampaignRuns.any(tx.sql(), id)) {
                return "it runs, maybe at another node: let its calls end first";
              }
              if (CampaignStates.ended(campaign.state())) {
                return "a campaign that is " + campaign.state() + " gets no other script";
              }
              changes.write(
                  tx,
                  RegisterKind.CAMPAIGN,
                  id.toString(),
                  CampaignStates.withScript(campaign, scriptHash, actor),
                  List.of(),
                  actor);
              return "";
            });
    refuseUnlessEmpty(refusal);
  }

  /** What an approver signs: SHA-256, lower hex, of the record as it stands. */
  public String subject(Approval.Kind kind, String id) throws NotAllowed {
    return changes.subject(kind, id);
  }

  /** Who heard what of the scripts. */
  public Hearings hearings() {
    return hearings;
  }

  public Found<SourceProof> source(UUID id) {
    return changes.find(RegisterKind.SOURCE, SourceProof.class, id.toString());
  }

  public Found<Script> script(String hash) {
    return changes.find(RegisterKind.SCRIPT, Script.class, hash);
  }

  /** The filing whose first number this is, whole. */
  public Found<CallerNumber> callerNumber(String e164) {
    return changes.find(RegisterKind.CALLER_NUMBER, CallerNumber.class, e164);
  }

  /** The filing that covers a number, as that number's own. */
  public Found<CallerNumber> callerNumberShown(String e164) {
    return commits.database().transaction(sql -> CallerNumbers.filing(sql, registered, e164));
  }

  public Found<Campaign> campaign(UUID id) {
    return changes.find(RegisterKind.CAMPAIGN, Campaign.class, id.toString());
  }

  public Found<User> user(String name) {
    return changes.find(RegisterKind.USER, User.class, name);
  }

  public List<SourceProof> sources() {
    return changes.all(RegisterKind.SOURCE, SourceProof.class);
  }

  public List<Script> scripts() {
    return changes.all(RegisterKind.SCRIPT, Script.class);
  }

  public List<Licence> licences() {
    return changes.all(RegisterKind.LICENCE, Licence.class);
  }

  public List<CallerNumber> callerNumbers() {
    return changes.all(RegisterKind.CALLER_NUMBER, CallerNumber.class);
  }

  public List<Campaign> campaigns() {
    return changes.all(RegisterKind.CAMPAIGN, Campaign.class);
  }

  public List<User> users() {
    return changes.all(RegisterKind.USER, User.class);
  }

  /** The batches whose contacts the campaign calls. */
  public List<UUID> batches(UUID campaignId) {
    return commits
        .database()
        .transaction(
            sql ->
                sql.list(
                    "SELECT batch_id FROM campaign_batch WHERE campaign_id = ? ORDER BY batch_id",
                    row -> Sql.id(row, "batch_id"),
                    campaignId));
  }

  private static void refuseUnlessEmpty(String refusal) throws NotAllowed {
    if (!refusal.isEmpty()) {
      throw new NotAllowed(refusal);
    }
  }
}
