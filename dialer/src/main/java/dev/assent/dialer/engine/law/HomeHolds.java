package dev.assent.dialer.engine.law;

import dev.assent.compliance.Found;
import dev.assent.compliance.Hold;
import dev.assent.compliance.access.NotAllowed;
import dev.assent.compliance.access.User;
import dev.assent.compliance.store.register.Holds;
import dev.assent.compliance.store.sql.StoreUnavailable;
import dev.assent.dialer.Exit;
import dev.assent.dialer.Message;
import dev.assent.dialer.UserError;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * The holds of a home: in the database, where the gate reads them, and while that cannot be opened,
 * because the engine is locked or the file is broken, in a file beside it. Nothing is dialled
 * without the database, and {@link #moveInto} runs before the gate first reads it; one that an open
 * database could not take stands on this node until it has. So a hold in the file is never
 * overlooked.
 */
public final class HomeHolds implements HoldBoard {
  private final FileHoldBoard waiting;
  private final Supplier<Optional<Holds>> database;

  /**
   * @param database empty while it cannot be opened
   */
  public HomeHolds(FileHoldBoard waiting, Supplier<Optional<Holds>> database) {
    this.waiting = waiting;
    this.database = database;
  }

  @Override
  public Hold set(Hold.Scope scope, String target, String reason, String by) {
    Optional<Holds> open = database.get();
    if (open.isPresent()) {
      try {
        return open.get().set(scope, target, reason, by);
      } catch (StoreUnavailable broken) {
        // Stopping must not wait for a database: the file holds until it is back.
      }
    }
    Hold hold = waiting.set(scope, target, reason, by);
    open.ifPresent(here -> here.standHere(hold));
    return hold;
  }

  /** What an open database could not take it may take now. */
  private void tryAgain(Optional<Holds> open) {
    try {
      open.ifPresent(back -> moveInto(back, waiting));
    } catch (StoreUnavailable broken) {
      // It goes on standing on this node.
    }
  }

  @Override
  public void lift(UUID id, OptionalInt accepted, String reason, User by) {
    Optional<Holds> found = database.get(); // first: opening it moves what waited
    if (waiting.list().stream().anyMatch(hold -> hold.id().equals(id))) {
      waiting.lift(id, reason, by.name());
      found.ifPresent(open -> open.standNoMore(id));
      return;
    }
    Holds open =
        found.orElseThrow(
            () -> new UserError(Exit.USAGE, Message.of("hold.unknown", id), "assent hold list"));
    try {
      open.lift(id, accepted, by);
    } catch (NotAllowed refused) {
      throw new UserError(
          Exit.NOT_PERMITTED, String.valueOf(refused.getMessage()), "assent hold list");
    }
  }

  @Override
  public List<Hold> list() {
    Optional<Holds> open = database.get(); // first: opening it moves what waited
    tryAgain(open);
    List<Hold> all = new ArrayList<>(waiting.list());
    open.map(Holds::inForce)
        .ifPresent(
            found -> known(found).stream().filter(each -> !all.contains(each)).forEach(all::add));
    return all;
  }

  private static List<Hold> known(Found<List<Hold>> found) {
    return switch (found) {
      case Found.Present<List<Hold>>(var holds) -> holds;
      case Found.Absent<List<Hold>> _ -> List.of();
      case Found.Unreadable<List<Hold>>(var why) ->
          throw new UserError(Exit.FAILED, why, "assent doctor");
    };
  }

  /** Hands what was set meanwhile to a database that has just been opened. */
  public static void moveInto(Holds opened, FileHoldBoard waiting) {
    for (Hold hold : waiting.list()) {
      opened.set(hold.scope(), hold.target(), hold.reason(), hold.by());
      waiting.lift(hold.id(), "moved into the database", hold.by());
      opened.standNoMore(hold.id());
    }
  }
}
