package dev.assent.dialer.cli.privacy;

import picocli.CommandLine;

/** What people may ask of their data, and its destruction. */
@CommandLine.Command(
    name = "privacy",
    subcommands = {
      PrivacyRequestCommand.class,
      PrivacyEraseCommand.class,
      PrivacyEraseCommand.Approve.class,
      PrivacyCertificateCommand.class,
      PrivacyHoldCommand.class
    })
public final class PrivacyCommand {}
