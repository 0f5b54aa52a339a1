package dev.assent.compliance.store.review;

import dev.assent.compliance.Found;
import dev.assent.compliance.access.Approval;
import dev.assent.compliance.access.FourEyes;
import dev.assent.compliance.access.NotAllowed;
import dev.assent.compliance.access.User;
import dev.assent.compliance.export.Export;
import dev.assent.compliance.export.ExportOrder;
import dev.assent.compliance.export.ExportState;
import dev.assent.compliance.export.Place;
import dev.assent.compliance.journal.EntryType;
import dev.assent.compliance.journal.JournalEntry;
import dev.assent.compliance.store.commit.ApprovalEntry;
import dev.assent.compliance.store.commit.Commits;
import dev.assent.compliance.store.commit.Json;
import dev.assent.compliance.store.commit.Payloads;
import dev.assent.compliance.store.commit.Tx;
import dev.assent.compliance.store.register.Registers;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Recordings that leave the house: asked for by one, agreed to by two others, made once (R53). Each
 * step is durable on return, and nothing is opened before it is. Any thread.
 */
public final class Exports {
  private static final int LONGEST_REASON = 500;

  /** A disk may fail under somebody who makes one; more often than this it is not the disk. */
  private static final int MOST_TRIES = 3;

  private final Commits commits;
  private final Commits.Source source;
  private final FourEyes fourEyes;
  private final Registers registers;

  public Exports(Commits commits, Commits.Source source, FourEyes fourEyes, Registers registers) {
    this.commits = commits;
    this.source = source;
    this.fourEyes = fourEyes;
    this.registers = registers;
  }

  /**
   * Somebody wants to hand out a call.
   *
   * @param mark 32 random bytes: the seed of the noise that is in this export alone; no recipient
   *     and no approver sees it
   * @throws NotAllowed when it says too little or too much
   */
  public Export request(ExportOrder order, byte[] mark) throws NotAllowed {
    Optional<String> fault = order.fault();
    if (fault.isPresent()) {
      throw new NotAllowed(fault.get());
    }
    String body = Json.write(order);
    commits.run(
        tx -> {
          write(
              tx,
              EntryType.EXPORT_REQUESTED,
              order.id(),
              order.requestedBy(),
              new Payloads.ExportRequested(order.attempt(), body, HexFormat.of().formatHex(mark)));
          return true;
        });
    return find(order.id()).orElseThrow();
  }

  private void write(Tx tx, EntryType type, UUID export, String actor, Object payload)
      throws SQLException {
    tx.write(
        JournalEntry.operational(
            source.id(), type, source.now(), actor, export, Json.write(payload)));
  }

  /** All there were, the oldest first. */
  public List<Export> all() {
    return commits.database().transaction(sql -> new ExportRows(sql).all());
  }

  public Optional<Export> find(UUID id) {
    return commits.database().transaction(sql -> new ExportRows(sql).find(id));
  }

  /** The seed of an export's noise, 32 bytes. */
  public Optional<byte[]> mark(UUID id) {
    return commits
        .database()
        .transaction(sql -> new ExportRows(sql).mark(id))
        .map(HexFormat.of()::parseHex);
  }

  /** Why something is not done; null if it is. */
  private interface Step {
    @Nullable String of(Tx tx, Export export) throws SQLException;
  }

  private Export step(UUID id, Step step) throws NotAllowed {
    Optional<String> refused =
        commits.persistently(
            tx -> {
              Optional<Export> export = new ExportRows(tx.sql()).locked(id);
              return Optional.ofNullable(
                  export.isEmpty() ? "there is no export " + id : step.of(tx, export.get()));
            });
    if (refused.isPresent()) {
      throw new NotAllowed(refused.get());
    }
    return find(id).orElseThrow();
  }

  /**
   * One of the two agrees.
   *
   * @param hash of what they saw
   * @param signature over {@link Approval#message} of that hash
   * @throws NotAllowed when they may not, or it is not what was asked for
   */
  public Export approve(UUID id, String hash, User approver, byte[] signature) throws NotAllowed {
    return step(id, (tx, export) -> approve(tx, export, hash, approver, signature));
  }

  private @Nullable String approve(
      Tx tx, Export export, String hash, User approver, byte[] signature) throws SQLException {
    Instant now = source.now();
    boolean self = approver.name().equals(export.order().requestedBy());
    if (export.state(now) != ExportState.REQUESTED) {
      return "this export is " + export.state(now);
    }
    if (!export.hash().equals(hash)) {
      return "what was seen is not what was asked for: look at it again";
    }
    if (self && !fourEyes.sole()) {
      return "whoever asked for it may not approve it: ask another user";
    }
    if (!fourEyes.sole()
        && export.words().stream().anyMatch(word -> word.user().equals(approver.name()))) {
      return approver.name() + " approved it already: ask another user";
    }
    Optional<Place> place = freePlace(export, approver);
    if (place.isEmpty()) {
      return approver.name()
          + " has no role whose word is missing: COMPLIANCE or LEGAL, and SECURITY";
    }
    byte[] message = Approval.message(Approval.Kind.EXPORT, hash, approver.name());
    if (!fourEyes.verifier().verify(approver, message, signature)) {
      return "the signature does not fit: sign what is shown now";
    }
    Approval approval =
        new Approval(
            source.id(),
            Approval.Kind.EXPORT,
            hash,
            export.order().requestedBy(),
            approver.name(),
            self,
            HexFormat.of().formatHex(signature),
            now);
    tx.write(ApprovalEntry.of(source.id(), approval));
    write(
        tx,
        EntryType.EXPORT_DECIDED,
        export.order().id(),
        approver.name(),
        new Payloads.ExportDecided(
            export.order().attempt(), place.get().name(), self, approval.signature(), ""));
    return null;
  }

  private Optional<Place> freePlace(Export export, User approver) {
    List<Place> own =
        fourEyes.sole() && approver.mayApprove() ? List.of(Place.values()) : Place.of(approver);
    return own.stream()
        .filter(place -> export.words().stream().noneMatch(word -> word.place() == place))
        .findFirst();
  }

  /**
   * Somebody who could approve it refuses, or whoever asked takes it back.
   *
   * @throws NotAllowed when they may not, or it is over
   */
  public Export refuse(UUID id, User by, String reason) throws NotAllowed {
    return step(
        id,
        (tx, export) -> {
          ExportState state = export.state(source.now());
          if (state != ExportState.REQUESTED && state != ExportState.APPROVED) {
            return "this export is " + state;
          }
          if (!by.name().equals(export.order().requestedBy()) && Place.of(by).isEmpty()) {
            return by.name() + " has no role that decides about exports";
          }
          if (reason.isBlank() || reason.length() > LONGEST_REASON) {
            return "a refusal says why, in at most " + LONGEST_REASON + " characters";
          }
          write(
              tx,
              EntryType.EXPORT_DECIDED,
              id,
              by.name(),
              new Payloads.ExportDecided(export.order().attempt(), null, false, "", reason));
          return null;
        });
  }

  /**
   * Somebody opens its files now, to make it. Only when this has returned may they be opened.
   *
   * @throws NotAllowed when it is not approved by two who are still here, too late, or made
   */
  public Export opened(UUID id, String by) throws NotAllowed {
    Optional<String> spoilt = find(id).flatMap(this::firstSpoilt);
    if (spoilt.isPresent()) {
      throw new NotAllowed(spoilt.get());
    }
    return step(
        id,
        (tx, export) -> {
          ExportState state = export.state(source.now());
          if (state != ExportState.APPROVED) {
            return "this export is " + state;
          }
          if (export.openings() >= MOST_TRIES) {
            return "this export was opened too often without being made: ask for a new one";
          }
          write(
              tx,
              EntryType.EXPORT_OPENED,
              id,
              by,
              new Payloads.ExportOpened(export.order().attempt()));
          return null;
        });
  }

  /** The first approval that does not hold any more. */
  private Optional<String> firstSpoilt(Export export) {
    for (Export.Word word : export.words()) {
      if (!word.agrees()) {
        continue;
      }
      if (!(registers.user(word.user()) instanceof Found.Present(User user)) || !user.active()) {
        return Optional.of(word.user() + ", who approved it, has left: ask for it again");
      }
      if (!fourEyes.sole() && !Place.of(user).contains(word.place())) {
        return Optional.of(word.user() + ", who approved it, may not any more: ask for it again");
      }
      byte[] message = Approval.message(Approval.Kind.EXPORT, export.hash(), word.user());
      if (!fourEyes.verifier().verify(user, message, HexFormat.of().parseHex(word.signature()))) {
        return Optional.of(
            "what " + word.user() + " signed is not what is kept: it was changed since");
      }
    }
    return Optional.empty();
  }

  /**
   * The package is made.
   *
   * @param what what it is now known by; who and when are not looked at
   * @throws NotAllowed when somebody else opened it, it was made already, or refused meanwhile
   */
  public Export made(UUID id, String by, Export.Made what) throws NotAllowed {
    return step(
        id,
        (tx, export) -> {
          if (export.made() != null || !by.equals(export.openedBy())) {
            return "this export is not being made by " + by;
          }
          ExportState state = export.state(source.now());
          if (state == ExportState.REFUSED || state == ExportState.WITHDRAWN) {
            return "this export is " + state + ": destroy what was made";
          }
          write(
              tx,
              EntryType.EXPORT_MADE,
              id,
              by,
              new Payloads.ExportMade(
                  export.order().attempt(), what.sha256(), what.bytes(), what.files()));
          return null;
        });
  }
}
