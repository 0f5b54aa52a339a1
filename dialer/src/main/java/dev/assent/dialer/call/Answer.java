package dev.assent.dialer.call;

/** What a called person answered to a question: a key, or nothing. */
public sealed interface Answer permits Digit, Silence {}
