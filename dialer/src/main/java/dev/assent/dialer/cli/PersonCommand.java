package dev.assent.dialer.cli;

import picocli.CommandLine;

/** People, as far as they are known here; each is named by a number of theirs. */
@CommandLine.Command(
    name = "person",
    subcommands = {
      PersonMarkCommands.FlagSet.class,
      PersonMarkCommands.FlagClear.class,
      PersonMarkCommands.Restrict.class,
      PersonMarkCommands.Release.class
    })
final class PersonCommand {}
