package dev.assent.dialer.sip.message;

/** A header as text. */
public record Header(String name, String value) {}
