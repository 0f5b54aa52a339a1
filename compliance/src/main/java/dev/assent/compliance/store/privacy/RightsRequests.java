package dev.assent.compliance.store.privacy;

import dev.assent.compliance.access.NotAllowed;
import dev.assent.compliance.journal.EntryType;
import dev.assent.compliance.journal.JournalEntry;
import dev.assent.compliance.numbering.PhoneNumber;
import dev.assent.compliance.privacy.Deadline;
import dev.assent.compliance.privacy.RequestChannel;
import dev.assent.compliance.privacy.RightKind;
import dev.assent.compliance.privacy.RightsRequest;
import dev.assent.compliance.store.commit.Commits;
import dev.assent.compliance.store.commit.Json;
import dev.assent.compliance.store.commit.Payloads;
import dev.assent.compliance.store.person.Subjects;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * What people ask for by a right of theirs (R57). Taking in a request restricts the person in one
 * transaction with it, under the locks a reservation takes; what rings is told. Each change is
 * durable on return. Any thread.
 */
public final class RightsRequests {
  private static final int LONGEST_RESULT = 2000;

  private final Commits commits;
  private final Commits.Source source;
  private final Subjects subjects;
  private final Consumer<Set<UUID>> restricted;

  public RightsRequests(
      Commits commits, Commits.Source source, Subjects subjects, Consumer<Set<UUID>> restricted) {
    this.commits = commits;
    this.source = source;
    this.subjects = subjects;
    this.restricted = restricted;
  }

  /**
   * How a request came.
   *
   * @param identityCheck how it was made sure that it is they who ask, 1 to 500 characters, naming
   *     nobody
   */
  public record Intake(
      RightKind kind, RequestChannel channel, Instant receivedAt, String identityCheck) {}

  /**
   * Takes a request in, from somebody known or not.
   *
   * @param note sealed under the person's key
   */
  public RightsRequest add(
      PhoneNumber number, Intake intake, Deadline deadline, String note, String actor) {
    UUID id = source.id();
    Payloads.RightAsked asked =
        new Payloads.RightAsked(
            id,
            intake.kind(),
            intake.channel(),
            intake.receivedAt(),
            intake.identityCheck(),
            deadline.due(),
            deadline.outer(),
            deadline.zone().getId(),
            deadline.calendars());
    Set<UUID> persons =
        subjects.write(EntryType.RIGHT_ASKED, number, Json.write(asked), note, actor);
    if (intake.kind().restriction().isPresent()) {
      restricted.accept(persons);
    }
    return find(id).orElseThrow();
  }

  /** Those to be answered first come first. */
  public List<RightsRequest> list(boolean openOnly) {
    return commits.database().transaction(sql -> RightsRows.list(sql, openOnly));
  }

  public Optional<RightsRequest> find(UUID id) {
    return commits.database().transaction(sql -> RightsRows.find(sql, id));
  }

  private enum Answered {
    DONE,
    NOT_OPEN,
    NOT_ERASED
  }

  /**
   * Says that the person was answered.
   *
   * @param refused whether they did not get what they asked for; {@code result} then says why
   * @throws NotAllowed when there is no such open request
   */
  public RightsRequest answer(UUID id, boolean refused, String result, String actor)
      throws NotAllowed {
    String kept = result.length() <= LONGEST_RESULT ? result : result.substring(0, LONGEST_RESULT);
    Answered done =
        commits.run(
            tx -> {
              Optional<RightsRequest> asked = RightsRows.find(tx.sql(), id);
              boolean open =
                  tx.sql()
                      .first(
                          "SELECT state FROM rights_request WHERE id = ? FOR UPDATE",
                          row -> row.getString("state"),
                          id)
                      .filter(RightsRequest.State.OPEN.name()::equals)
                      .isPresent();
              if (open
                  && !refused
                  && asked.map(RightsRequest::kind).orElse(null) == RightKind.DELETE
                  && !Erasures.erasedFor(tx.sql(), id)) {
                return Answered.NOT_ERASED;
              }
              if (open) {
                tx.write(
                    JournalEntry.operational(
                        source.id(),
                        EntryType.RIGHT_ANSWERED,
                        source.now(),
                        actor,
                        id,
                        Json.write(new Payloads.RightAnswered(refused, kept))));
              }
              return open ? Answered.DONE : Answered.NOT_OPEN;
            });
    if (done == Answered.NOT_ERASED) {
      throw new NotAllowed(
          "nothing was erased yet: `assent privacy erase --request " + id + " --plan` comes first");
    }
    if (done == Answered.NOT_OPEN) {
      throw new NotAllowed("there is no open request " + id + "; `assent privacy request list`");
    }
    return find(id).orElseThrow();
  }
}
