package dev.assent.dialer.cli.keys;

import picocli.CommandLine;

/** Looks after keysets and recovery shares. */
@CommandLine.Command(
    name = "keys",
    subcommands = {
      KeysCheckCommand.class,
      KeysShareCommand.class,
      KeysRotateCommand.class,
      KeysUseCommand.class,
      KeysMachineCommand.class,
      KeysGrantCommand.class,
      KeysRecoverCommand.class,
      KeysDrillCommand.class,
      KeysProofCommand.class
    })
public final class KeysCommand {}
