package dev.assent.dialer.cli.law;

import dev.assent.compliance.policy.CalendarFile;
import dev.assent.compliance.policy.HolidayCalendar;
import dev.assent.compliance.policy.LawFile;
import dev.assent.compliance.policy.PolicyPack;
import dev.assent.compliance.policy.PolicyPackFile;
import dev.assent.compliance.policy.YamlError;
import dev.assent.dialer.Exit;
import dev.assent.dialer.Message;
import dev.assent.dialer.UserError;
import dev.assent.dialer.cli.command.Inputs;
import dev.assent.dialer.engine.EngineContext;
import dev.assent.dialer.engine.law.LawInForce;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** What commands ask of the packs and calendars of a home. */
final class Law {
  private Law() {}

  /** All of a kind. While the home is locked nobody can tell how they stand: as candidates. */
  static List<LawInForce.Entry> entries(EngineContext context, LawFile.Kind kind)
      throws IOException {
    List<LawInForce.Entry> all;
    try {
      all =
          unlocked(context)
              ? context.law().inForce().entries()
              : LawInForce.files(context.home().conf(), context.clock().instant());
    } catch (YamlError e) {
      throw refused(e);
    }
    return all.stream().filter(entry -> entry.law().kind() == kind).toList();
  }

  private static boolean unlocked(EngineContext context) {
    return context.engine().keyring().opened().isPresent()
        || (!context.engine().resident() && context.actor().person().isPresent());
  }

  static PolicyPack pack(LawFile law) {
    return PolicyPackFile.read(law.name(), law.text());
  }

  static HolidayCalendar calendar(LawFile law) {
    return CalendarFile.read(law.name(), law.text());
  }

  /**
   * The pack with that name: in force, or else as near to it as there is.
   *
   * @throws UserError exit 2 when there is none
   */
  static PolicyPack named(EngineContext context, String name) throws IOException {
    return entries(context, LawFile.Kind.PACK).stream()
        .filter(entry -> entry.law().name().equals(name))
        .min(Comparator.comparing(LawInForce.Entry::standing))
        .map(entry -> pack(entry.law()))
        .orElseThrow(() -> unknown(name));
  }

  /** The pack of that name in force at an instant, by the journal. */
  static PolicyPack at(EngineContext context, String name, Instant when) {
    return Optional.ofNullable(
            LawFile.inForce(context.law().store().registers().laws(), LawFile.Kind.PACK, when)
                .get(name))
        .map(Law::pack)
        .orElseThrow(
            () ->
                new UserError(
                    Exit.USAGE, Message.of("policy.none_then", name, when), "assent policy list"));
  }

  static PolicyPack namedOrFile(EngineContext context, String text) throws IOException {
    if (!text.endsWith(".yaml")) {
      return named(context, text);
    }
    try {
      return PolicyPackFile.read(Inputs.file(context, Path.of(text)));
    } catch (YamlError e) {
      throw refused(e);
    }
  }

  /**
   * A file's text.
   *
   * @throws UserError exit 2 when it is not there
   */
  static String text(EngineContext context, Path file) throws IOException {
    return Files.readString(Inputs.file(context, file), StandardCharsets.UTF_8);
  }

  static UserError unknown(String name) {
    return new UserError(Exit.USAGE, Message.of("policy.unknown", name), "assent policy list");
  }

  static UserError refused(YamlError e) {
    return new UserError(Exit.CONFIG, String.valueOf(e.getMessage()), null);
  }
}
