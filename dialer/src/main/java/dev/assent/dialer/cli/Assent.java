package dev.assent.dialer.cli;

import dev.assent.dialer.Language;
import dev.assent.dialer.cli.audit.AuditCommand;
import dev.assent.dialer.cli.audit.EvidenceCommand;
import dev.assent.dialer.cli.audit.RequirementsCommand;
import dev.assent.dialer.cli.campaign.CampaignCommand;
import dev.assent.dialer.cli.contacts.ConsentCommand;
import dev.assent.dialer.cli.contacts.ContactsCommand;
import dev.assent.dialer.cli.contacts.DncCommand;
import dev.assent.dialer.cli.contacts.PersonCommand;
import dev.assent.dialer.cli.contacts.SourceCommand;
import dev.assent.dialer.cli.home.BackupCommand;
import dev.assent.dialer.cli.home.DoctorCommand;
import dev.assent.dialer.cli.home.EngineServeCommand;
import dev.assent.dialer.cli.home.HoldCommand;
import dev.assent.dialer.cli.home.InitCommand;
import dev.assent.dialer.cli.home.MigrateCommand;
import dev.assent.dialer.cli.home.NodesCommand;
import dev.assent.dialer.cli.home.ServeCommand;
import dev.assent.dialer.cli.home.UpgradeCommand;
import dev.assent.dialer.cli.home.VersionCommand;
import dev.assent.dialer.cli.keys.KeysCommand;
import dev.assent.dialer.cli.law.CalendarCommand;
import dev.assent.dialer.cli.law.LicenceCommand;
import dev.assent.dialer.cli.law.PolicyCommand;
import dev.assent.dialer.cli.privacy.PrivacyCommand;
import dev.assent.dialer.cli.privacy.RetentionCommand;
import dev.assent.dialer.cli.recordings.RecordingsCommand;
import dev.assent.dialer.cli.script.ScriptCommand;
import dev.assent.dialer.cli.trunk.CallCommand;
import dev.assent.dialer.cli.trunk.NumberCommand;
import dev.assent.dialer.cli.trunk.TrunkCommand;
import dev.assent.dialer.cli.users.LockCommand;
import dev.assent.dialer.cli.users.LoginCommand;
import dev.assent.dialer.cli.users.LogoutCommand;
import dev.assent.dialer.cli.users.UnlockCommand;
import dev.assent.dialer.cli.users.UserCommand;
import dev.assent.dialer.engine.socket.OutputFormat;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The root of the command tree, with the options every command takes. */
@CommandLine.Command(name = "assent")
final class Assent {
  /** What it is followed by, in the order of its help; {@link CommandTree} makes them. */
  static final List<Class<?>> COMMANDS =
      List.of(
          InitCommand.class,
          EngineServeCommand.class,
          LoginCommand.class,
          LogoutCommand.class,
          UnlockCommand.class,
          LockCommand.class,
          HoldCommand.class,
          UserCommand.class,
          KeysCommand.class,
          BackupCommand.class,
          UpgradeCommand.class,
          NodesCommand.class,
          MigrateCommand.class,
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
          PrivacyCommand.class,
          RetentionCommand.class,
          AuditCommand.class,
          ServeCommand.class,
          EvidenceCommand.class,
          RequirementsCommand.class,
          VersionCommand.class);

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
