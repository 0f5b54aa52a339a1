package dev.assent.dialer.sip;

import dev.assent.dialer.sip.message.Request;
import java.util.List;

/**
 * Answers requests under a Call-ID of ours that belong to no dialog that is up: before the answer
 * our own offer is pending; else the dialog is unknown. Nothing is kept: a copy gets the same
 * answer.
 */
final class EarlyRequests {

  private EarlyRequests() {}

  /**
   * @param early it carries our tag, and the INVITE is unanswered
   */
  static byte[] answer(Answers answers, boolean early) {
    Request request = answers.request();
    return switch (request.method()) {
      case "BYE" -> answers.unknownCall();
      case "INVITE", "UPDATE", "OPTIONS", "INFO" ->
          early ? answerEarly(answers) : answers.unknownCall();
      default -> OutsideDialog.unsupported(answers);
    };
  }

  private static byte[] answerEarly(Answers answers) {
    Request request = answers.request();
    return switch (request.method()) {
      case "INVITE" -> answers.pending();
      case "UPDATE" -> request.hasBody() ? answers.pending() : answers.refreshed(List.of());
      case "INFO" -> request.hasBody() ? answers.badContent() : answers.plain(200, "OK");
      default -> answers.capabilities();
    };
  }
}
