package dev.assent.dialer.engine.socket;

/** How data is printed on stdout. */
public enum OutputFormat {
  /** For people: aligned columns, headings in their language. */
  TABLE,
  /** One array of objects; keys never change with the language. */
  JSON,
  /** RFC 4180 with a header line of stable keys. */
  CSV
}
