package dev.assent.dialer.cli;

import dev.assent.dialer.Language;
import dev.assent.dialer.engine.OutputFormat;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The root of the command tree, with the options every command takes. */
@CommandLine.Command(
    name = "assent",
    subcommands = {
      InitCommand.class,
      EngineServeCommand.class,
      LoginCommand.class,
      LogoutCommand.class,
      UnlockCommand.class,
      LockCommand.class,
      HoldCommand.class,
      UserCommand.class,
      KeysCommand.class,
      DoctorCommand.class,
      TrunkCommand.class,
      NumberCommand.class,
      CalendarCommand.class,
      PolicyCommand.class,
      ScriptCommand.class,
      SourceCommand.class,
      LicenceCommand.class,
      ContactsCommand.class,
      PersonCommand.class,
      DncCommand.class,
      ConsentCommand.class,
      CampaignCommand.class,
      CallCommand.class,
      RecordingsCommand.class,
      AuditCommand.class,
      RequirementsCommand.class,
      VersionCommand.class
    })
final class Assent {
  @Option(names = "--home", paramLabel = "DIR", scope = ScopeType.INHERIT)
  @Nullable Path home;

  @Option(names = "--as", paramLabel = "NAME", scope = ScopeType.INHERIT)
  @Nullable String as;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      scope = ScopeType.INHERIT)
  @Nullable OutputFormat output;

  @Option(names = "--lang", paramLabel = "LANG", scope = ScopeType.INHERIT)
  @Nullable Language language;

  @Option(
      names = {"-q", "--quiet"},
      scope = ScopeType.INHERIT)
  boolean quiet;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = ScopeType.INHERIT)
  boolean help;
}
