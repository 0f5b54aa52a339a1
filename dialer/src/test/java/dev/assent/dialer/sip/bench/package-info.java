/** Measures the user agent against sipp. Run by scripts/bench, never by tests. */
package dev.assent.dialer.sip.bench;
