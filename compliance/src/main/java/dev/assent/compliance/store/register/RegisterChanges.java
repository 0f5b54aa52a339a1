package dev.assent.compliance.store.register;

import dev.assent.compliance.Found;
import dev.assent.compliance.access.Approval;
import dev.assent.compliance.access.FourEyes;
import dev.assent.compliance.access.NotAllowed;
import dev.assent.compliance.access.User;
import dev.assent.compliance.journal.JournalEntry;
import dev.assent.compliance.store.commit.ApprovalEntry;
import dev.assent.compliance.store.commit.Commits;
import dev.assent.compliance.store.commit.Json;
import dev.assent.compliance.store.commit.Payloads;
import dev.assent.compliance.store.commit.RegisterKind;
import dev.assent.compliance.store.commit.Tx;
import dev.assent.compliance.store.seal.Sha256;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * How any register is changed: one transaction with one entry, durable when it returns; and how
 * whoever approves signs for it.
 */
final class RegisterChanges {
  private final Commits commits;
  private final Commits.Source source;
  private final Registered registered;
  private final FourEyes fourEyes;

  RegisterChanges(
      Commits commits, Commits.Source source, Registered registered, FourEyes fourEyes) {
    this.commits = commits;
    this.source = source;
    this.registered = registered;
    this.fourEyes = fourEyes;
  }

  /** What an approver signs: SHA-256, lower hex, of the record as it stands. */
  String subject(Approval.Kind kind, String id) throws NotAllowed {
    String body =
        commits.database().transaction(sql -> Registered.body(sql, kindOf(kind), id).orElse(""));
    if (body.isEmpty()) {
      throw new NotAllowed("there is no such " + kind);
    }
    return sha256(body);
  }

  private static RegisterKind kindOf(Approval.Kind kind) {
    return switch (kind) {
      case CAMPAIGN -> RegisterKind.CAMPAIGN;
      case SCRIPT -> RegisterKind.SCRIPT;
      case SOURCE -> RegisterKind.SOURCE;
      case LICENCE -> RegisterKind.LICENCE;
      case LAW -> RegisterKind.LAW;
      case ERASURE, LEGAL_HOLD, RECONCILIATION, EXPORT ->
          throw new IllegalArgumentException(kind + " is in no register");
    };
  }

  <T> Found<T> find(RegisterKind kind, Class<T> type, String id) {
    return commits.database().transaction(sql -> registered.find(sql, kind, type, id));
  }

  <T> List<T> all(RegisterKind kind, Class<T> type) {
    return commits.database().transaction(sql -> registered.all(sql, kind, type));
  }

  void add(RegisterKind kind, String id, Object entity, List<UUID> batches, String actor)
      throws NotAllowed {
    boolean added =
        commits.run(
            tx -> {
              boolean free = Registered.body(tx.sql(), kind, id).isEmpty();
              if (free) {
                write(tx, kind, id, entity, batches, actor);
              }
              return free;
            });
    if (!added) {
      throw new NotAllowed("it is registered already: " + id);
    }
  }

  <T> void change(RegisterKind kind, Class<T> type, String id, String actor, UnaryOperator<T> to)
      throws NotAllowed {
    boolean found =
        commits.run(
            tx -> {
              Registered.lock(tx.sql(), kind, id);
              if (!(registered.find(tx.sql(), kind, type, id) instanceof Found.Present(T now))) {
                return false;
              }
              write(tx, kind, id, to.apply(now), List.of(), actor);
              return true;
            });
    if (!found) {
      throw new NotAllowed("there is no such " + kind);
    }
  }

  <T> Approval approve(
      Approval.Kind what,
      RegisterKind kind,
      Class<T> type,
      String id,
      User approver,
      byte[] signature,
      Function<T, String> creator,
      Predicate<T> mayBe,
      BiFunction<T, Approval, T> approved)
      throws NotAllowed {
    if (!(find(kind, type, id) instanceof Found.Present(T now))) {
      throw new NotAllowed("there is no such " + what);
    }
    if (!mayBe.test(now)) {
      throw new NotAllowed("it is not waiting for an approval");
    }
    String subject = subject(what, id);
    Approval approval =
        fourEyes.approve(
            source.id(), what, subject, creator.apply(now), approver, signature, source.now());
    boolean unchanged =
        commits.run(
            tx -> {
              Registered.lock(tx.sql(), kind, id);
              if (!Registered.body(tx.sql(), kind, id)
                  .map(body -> sha256(body).equals(subject))
                  .orElse(false)) {
                return false;
              }
              tx.write(ApprovalEntry.of(source.id(), approval));
              write(tx, kind, id, approved.apply(now, approval), List.of(), approver.name());
              return true;
            });
    if (!unchanged) {
      throw new NotAllowed("it was changed meanwhile: look at it again and sign again");
    }
    return approval;
  }

  void write(Tx tx, RegisterKind kind, String id, Object entity, List<UUID> batches, String actor)
      throws SQLException {
    write(tx, kind, id, entity, batches, actor, false);
  }

  void write(
      Tx tx,
      RegisterKind kind,
      String id,
      Object entity,
      List<UUID> batches,
      String actor,
      boolean running)
      throws SQLException {
    tx.write(
        JournalEntry.operational(
            source.id(),
            kind.entry,
            source.now(),
            actor,
            kind == RegisterKind.CAMPAIGN ? UUID.fromString(id) : JournalEntry.NO_ID,
            Json.write(new Payloads.Registered(kind, id, Json.write(entity), batches, running))));
  }

  static String sha256(String text) {
    return Sha256.of(text.getBytes(StandardCharsets.UTF_8));
  }
}
