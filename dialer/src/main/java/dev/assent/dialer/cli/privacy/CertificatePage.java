package dev.assent.dialer.cli.privacy;

import dev.assent.compliance.privacy.DestructionCertificate;
import dev.assent.dialer.HtmlText;
import dev.assent.dialer.Language;
import dev.assent.dialer.Messages;
import dev.assent.dialer.cli.output.Printer;

/** A certificate as one page to print, in Chinese and English. */
final class CertificatePage {
  private CertificatePage() {}

  static String of(DestructionCertificate certificate) {
    var page =
        new StringBuilder(
            """
            <!DOCTYPE html>
            <html lang="zh-CN"><head><meta charset="utf-8"><title>%s</title>
            <style>body{font-family:sans-serif;max-width:50em;margin:2em auto}
            th{text-align:left;vertical-align:top;padding:.2em 1em .2em 0;white-space:nowrap}
            </style></head><body>
            """
                .formatted(certificate.id()));
    for (Language language : new Language[] {Language.ZH, Language.EN}) {
      Messages messages = Messages.in(language);
      page.append("<h1>")
          .append(HtmlText.of(messages.say("privacy.certificate")))
          .append("</h1>\n");
      page.append("<table>\n");
      PrivacyCertificateCommand.fields(certificate, messages)
          .forEach(
              (key, value) -> {
                String code = "column." + key;
                String heading = messages.has(code) ? messages.say(code) : key;
                page.append("<tr><th>")
                    .append(HtmlText.of(heading))
                    .append("</th><td>")
                    .append(HtmlText.of(Printer.text(value)))
                    .append("</td></tr>\n");
              });
      page.append("</table>\n");
    }
    return page.append("</body></html>\n").toString();
  }
}
