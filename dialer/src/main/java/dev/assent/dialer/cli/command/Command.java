package dev.assent.dialer.cli.command;

/**
 * A leaf of the command tree: one class each, its options as fields, its words in the catalogue.
 */
public sealed interface Command permits EngineCommand, ClientCommand {}
