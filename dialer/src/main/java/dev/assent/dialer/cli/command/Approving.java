package dev.assent.dialer.cli.command;

import dev.assent.compliance.Found;
import dev.assent.compliance.access.Approval;
import dev.assent.compliance.access.NotAllowed;
import dev.assent.compliance.access.User;
import dev.assent.compliance.store.register.Registers;
import dev.assent.dialer.Exit;
import dev.assent.dialer.UserError;
import dev.assent.dialer.engine.EngineContext;
import dev.assent.dialer.keys.Person;

/** A person's signed word that another's work may be used. */
public final class Approving {
  private Approving() {}

  /** How a register takes an approval. */
  @FunctionalInterface
  public interface Signed {
    Approval approve(User approver, byte[] signature) throws NotAllowed;
  }

  /** A change that a register may refuse. */
  @FunctionalInterface
  public interface Change {
    void make() throws NotAllowed;
  }

  /**
   * Signs what the register holds now and hands it over.
   *
   * @throws UserError exit 4 when this person may not
   */
  public static Approval sign(
      EngineContext context, Approval.Kind kind, String id, Signed register) {
    Registers registers = context.law().store().registers();
    Person person =
        context
            .actor()
            .person()
            .orElseThrow(
                () -> new UserError(Exit.NOT_PERMITTED, "an approval needs a person", null));
    try {
      String subject = registers.subject(kind, id);
      String name = person.user().name();
      if (!(registers.user(name) instanceof Found.Present(User approver))) {
        throw new IllegalStateException("a user of the keyset is not registered");
      }
      return register.approve(approver, person.key().sign(Approval.message(kind, subject, name)));
    } catch (NotAllowed e) {
      throw refused(e);
    }
  }

  /**
   * Makes a change.
   *
   * @throws UserError exit 4 when it may not be made
   */
  public static void change(Change change) {
    try {
      change.make();
    } catch (NotAllowed e) {
      throw refused(e);
    }
  }

  /** A refusal as a person reads it: exit 4. */
  public static UserError refused(NotAllowed e) {
    return new UserError(Exit.NOT_PERMITTED, String.valueOf(e.getMessage()), null);
  }
}
