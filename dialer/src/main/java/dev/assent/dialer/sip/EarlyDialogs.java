package dev.assent.dialer.sip;

import dev.assent.dialer.sip.address.Target;
import dev.assent.dialer.sip.auth.DigestClient;
import dev.assent.dialer.sip.dialog.Dialog;
import dev.assent.dialer.sip.message.MessageText;
import dev.assent.dialer.sip.message.Request;
import dev.assent.dialer.sip.message.RequestHead;
import dev.assent.dialer.sip.message.Response;
import dev.assent.dialer.sip.transport.Drop;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The dialogs an unanswered INVITE has made, one a To tag: several where a proxy forks. Takes
 * reliable provisional answers in their order and acknowledges each with PRACK (RFC 3262), and the
 * UPDATEs a far end may send once the session is agreed (RFC 3311). Owned by the call's worker.
 *
 * <p>Every INVITE of ours carries an offer, so what a reliable provisional answer describes is the
 * answer; what later ones in its dialog describe must be the same and is not looked at (RFC 6337
 * section 3.1.1).
 */
final class EarlyDialogs {
  /** No honest proxy forks wider. */
  private static final int LIMIT = 16;

  /** No honest far end has more to say before it answers. */
  private static final int PRACK_LIMIT = 64;

  private final SipWorker worker;
  private final Transactions transactions;
  private final DigestClient digest;
  private final Function<byte[], byte @Nullable []> reoffered;
  private final Map<String, Early> byTag = new HashMap<>(2);
  private int pracks;

  /**
   * @param reoffered our answer to an offer of the far end, or null to refuse it
   */
  EarlyDialogs(
      SipWorker worker,
      Transactions transactions,
      DigestClient digest,
      Function<byte[], byte @Nullable []> reoffered) {
    this.worker = worker;
    this.transactions = transactions;
    this.digest = digest;
    this.reoffered = reoffered;
  }

  /** A new INVITE makes new dialogs. */
  void clear() {
    byTag.clear();
  }

  /**
   * A provisional answer.
   *
   * @param trunk where the INVITE went
   * @return false if it is to be ignored: a copy of a reliable one, or one that came before its
   *     turn (it will come again)
   */
  boolean take(Response response, Target trunk) {
    String tag = response.toTag();
    if (response.status() == 100 || tag.isEmpty()) {
      return true;
    }
    Early early = byTag.get(tag);
    if (early == null) {
      if (byTag.size() >= LIMIT) {
        worker
            .endpoint()
            .traffic
            .dropped(Drop.STRAY_RESPONSE, response.source().address().getAddress());
        return false;
      }
      early = new Early(Dialog.answered(response, worker.endpoint().settings.networks(), trunk));
      byTag.put(tag, early);
    }
    long rseq = response.number("RSeq");
    boolean reliable = rseq > 0 && response.tokens("Require").contains("100rel");
    return reliable ? early.reliable(response, rseq) : early.unreliable(response);
  }

  /**
   * The dialog of a 2xx goes on where its early one stood.
   *
   * @return the session as last described by the far end; null if the early dialog had none
   */
  byte @Nullable [] confirm(Response success, Dialog dialog) {
    Early early = byTag.get(success.toTag());
    byte[] answer = success.sdp();
    if (early == null) {
      return answer;
    }
    dialog.continues(early.dialog);
    return early.agreed || answer == null ? early.session : answer;
  }

  /** An UPDATE with our tag while the INVITE is unanswered; false if there is no such dialog. */
  boolean update(Request request, Answers answers) {
    Early early = byTag.get(request.fromTag());
    if (early == null) {
      return false;
    }
    if (worker.isFull()) {
      worker.send(answers.overloaded(), request.replyTo());
    } else {
      transactions.answer(request, early.update(request, answers));
    }
    return true;
  }

  private void prack(Dialog dialog, String rack, boolean again) {
    Endpoint endpoint = worker.endpoint();
    RequestHead head =
        dialog.next("PRACK", endpoint.via(dialog.nextHop(), endpoint.tokens.branch()));
    MessageText text =
        endpoint
            .begin(head)
            .headers(digest.authorize(head.method(), head.uri()))
            .header("RAck", rack);
    transactions.request(
        head,
        text.withoutBody(),
        dialog.nextHop(),
        answer -> {
          if (!again && answer != null && (answer.status() == 401 || answer.status() == 407)) {
            digest.newRequest();
            if (digest.accept(answer)) {
              prack(dialog, rack, true);
            }
          }
          // Whatever else it says, the INVITE's own answer decides.
        });
  }

  private final class Early {
    private final Dialog dialog;
    private long lastRseq;
    private boolean agreed;
    private byte @Nullable [] session;

    Early(Dialog dialog) {
      this.dialog = dialog;
    }

    boolean reliable(Response response, long rseq) {
      if ((lastRseq != 0 && rseq != lastRseq + 1) || pracks >= PRACK_LIMIT) {
        return false;
      }
      pracks++;
      lastRseq = rseq;
      dialog.refreshTarget(response.contact());
      byte[] sdp = response.sdp();
      if (sdp != null && !agreed) {
        agreed = true;
        session = sdp;
      }
      prack(dialog, rseq + " " + response.cseq() + " INVITE", false);
      return true;
    }

    /** What an unreliable one describes is a preview: the 2xx repeats it, or leaves it out. */
    boolean unreliable(Response response) {
      byte[] sdp = response.sdp();
      if (sdp != null && !agreed) {
        session = sdp;
      }
      return true;
    }

    byte[] update(Request request, Answers answers) {
      if (!dialog.inOrder(request)) {
        return answers.later();
      }
      byte[] offer = request.sdp();
      if (!request.hasBody()) {
        dialog.refreshTarget(request.contact());
        return answers.refreshed(List.of());
      }
      if (offer == null) {
        return answers.badContent();
      }
      if (!agreed) {
        return answers.pending(); // our own offer is unanswered
      }
      byte[] ours = reoffered.apply(offer);
      if (ours == null) {
        return answers.notAcceptable();
      }
      session = offer;
      dialog.refreshTarget(request.contact());
      return answers.session(ours, List.of());
    }
  }
}
