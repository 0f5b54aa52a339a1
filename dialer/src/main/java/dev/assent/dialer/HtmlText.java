package dev.assent.dialer;

/** Words as they stand in a page, in text and in attributes alike. */
public final class HtmlText {
  private HtmlText() {}

  public static String of(String words) {
    return words
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
