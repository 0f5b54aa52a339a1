package dev.assent.testsip.torture;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The 49 messages of RFC 4475, made anew from what the RFC says each is about: names as there, each
 * with its one oddity on an otherwise ordinary message. A byte of a header is a char here.
 */
public final class TortureMessages {
  private static final String SDP =
      """
      v=0\r
      o=mhandley 29739 7272939 IN IP4 192.0.2.3\r
      s=-\r
      c=IN IP4 192.0.2.4\r
      t=0 0\r
      m=audio 49217 RTP/AVP 0 12\r
      """;
  private static final String TWO_PARTS =
      """
      --7a9cbec02ceef655\r
      Content-Type: text/plain\r
      \r
      Hello\r
      --7a9cbec02ceef655\r
      Content-Type: application/octet-stream\r
      \r
      \0\u0082\u00FF\r
      --7a9cbec02ceef655--\r
      """;

  private final Map<String, byte[]> all = new LinkedHashMap<>();

  private TortureMessages() {
    valid();
    invalidStartLines();
    invalidHeaders();
    invalidLengths();
    transactionLayer();
    applicationLayer();
  }

  /** By the RFC's names, in its order as far as it matters. */
  public static Map<String, byte[]> all() {
    return new TortureMessages().all;
  }

  private void valid() {
    raw(
        "wsinv",
        "INVITE sip:vivekg@chair-dnrc.example.com;unknownparam SIP/2.0\r\n"
            + "TO :\r\n sip:vivekg@chair-dnrc.example.com ;   tag    = 1918181833n\r\n"
            + "from   : \"J Rosenberg \\\\\\\"\"       <sip:jdrosen@example.com>\r\n"
            + "  ;\r\n  tag = 98asjd8\r\n"
            + "MaX-fOrWaRdS: 0068\r\nCall-ID: wsinv.ndaksdj@192.0.2.1\r\n"
            + "Content-Length   : "
            + SDP.length()
            + "\r\ncseq: 0009\r\n  INVITE\r\n"
            + "Via  : SIP  /   2.0\r\n /UDP\r\n    192.0.2.2;branch=390skdjuw\r\n"
            + "s :\r\nNewFangledHeader:   newfangled value\r\n continued newfangled value\r\n"
            + "UnknownHeaderWithUnusualValue: ;;,,;;,;\r\nContent-Type: application/sdp\r\n"
            + "Route:\r\n <sip:services.example.com;lr;unknownwith=value;unknown-no-value>\r\n"
            + "v:  SIP  / 2.0  / TCP     spindle.example.com   ;\r\n  branch  =   z9hG4bK9ikj8  ,\r\n"
            + " SIP  /    2.0   / UDP  192.168.255.111   ; branch=\r\n z9hG4bK30239\r\n"
            + "m:\"Quoted string \\\"\\\"\" <sip:jdrosen@example.com> ; newparam =\r\n"
            + "      newvalue ;\r\n  secondparam ; q = 0.33\r\n\r\n"
            + SDP);
    String odd = "!interesting-Method0123456789_*+`.%indeed'~";
    message(
        "intmeth",
        odd,
        m -> {
          m.uri =
              "sip:1_unusual.URI~(to-be!sure)&isn't+it$/crazy?,/;;*"
                  + ":&it+has=1,weird!*pas$wo~d_too.(doesn't-it)@example.com";
          m.set("Via", "SIP/2.0/TCP host1.example.com;branch=z9hG4bK-.!%66*_+`'~");
          m.set("To", "\"BEL:\\\u0007 NUL:\\\u0000 DEL:\\\u007F\" <sip:callee@example.com>");
          m.set(
              "From",
              "token1~` token2'+_ token3*%!.- <sip:mundane@example.com>;"
                  + "fromParam''~+*_!.-%=\"\u00D1\u0080\u00D0\u00B0\";tag=_token~1'+`*%!-.");
          m.set("Call-ID", "intmeth.word%ZK-!.*_+'@word`~)(><:\\/\"][?}{");
          m.add("extensionHeader-!.%*+_`'~", "\u00EF\u00BB\u00BF\u00E5\u00A4\u00A7");
        });
    message(
        "esc01",
        "INVITE",
        m -> {
          m.uri = "sip:sips%3Auser%40example.com@example.net";
          m.set("To", "sip:%75se%72@example.com");
          m.set("From", "<sip:I%20have%20spaces@example.net>;tag=938");
          m.add("Contact", "<sip:cal%6Cer@host5.example.net;%6C%72;n%61me=v%61lue%25%34%31>");
          m.body("application/sdp", SDP);
        });
    message(
        "escnull",
        "REGISTER",
        m -> {
          m.set("To", "sip:null-%00-null@example.com");
          m.set("From", "sip:null-%00-null@example.com;tag=839923423");
          m.add("Contact", "<sip:%00@host5.example.com>");
          m.add("Contact", "<sip:%00%00@host5.example.com>");
        });
    message(
        "esc02",
        "RE%47IST%45R",
        m -> {
          m.set("To", "\"%Z%45\" <sip:resource@example.com>");
          m.set("From", "\"%Z%45\" <sip:resource@example.com>;tag=f232jadfj23");
          m.add("Contact", "<sip:alias1@host1.example.com>");
          m.add("C%6Fntact", "<sip:alias2@host2.example.com>");
        });
    message("lwsdisp", "OPTIONS", m -> m.set("From", "caller<sip:caller@example.com>;tag=323"));
    message(
        "longreq",
        "INVITE",
        m -> {
          String name = "I have a user name of " + "extreme".repeat(10) + " proportion";
          m.set("To", "\"" + name + "\"<sip:user@example.com:6000;unknownparam1=verylong>");
          m.set("From", "sip:" + "amazinglylongcallername".repeat(5) + "@example.net;tag=12");
          m.set("Call-ID", "longreq.one" + "really".repeat(20) + "longcallid");
          for (int i = 33; i > 0; i--) {
            m.add("Via", "SIP/2.0/UDP sip" + i + ".example.com;branch=z9hG4bKhop" + i);
          }
          m.add("Unknown-" + "Long".repeat(20) + "-Name", "unknown-" + "long".repeat(20));
          m.body("application/sdp", SDP);
        });
    message("dblreq", "REGISTER", m -> m.trailing = ordinary("INVITE").text());
    message("semiuri", "OPTIONS", m -> m.uri = "sip:user;par=u%40example.net@example.com");
    message(
        "transports",
        "OPTIONS",
        m -> {
          m.add("Via", "SIP/2.0/SCTP t2.example.com;branch=z9hG4bKklasjdhf");
          m.add("Via", "SIP/2.0/TLS t3.example.com;branch=z9hG4bK2980unddj");
          m.add("Via", "SIP/2.0/UNKNOWN t4.example.com;branch=z9hG4bKasd0f3en");
          m.add("Via", "SIP/2.0/TCP t5.example.com;branch=z9hG4bK0a9idfnee");
        });
    message(
        "mpart01", "MESSAGE", m -> m.body("multipart/mixed;boundary=7a9cbec02ceef655", TWO_PARTS));
    response("unreason", "SIP/2.0 200 = 2**3 * 5**2 \u00D0\u00BD\u00D0\u00BE - \u00D0\u00BF");
    response("noreason", "SIP/2.0 100 ");
  }

  private void invalidStartLines() {
    message("ltgtruri", "INVITE", m -> m.uri = "<sip:user@example.com>");
    message("lwsruri", "INVITE", m -> m.uri = "sip:user@example.com; lr");
    message("lwsstart", "INVITE", m -> m.uri = " sip:user@example.com ");
    message("trws", "OPTIONS", m -> m.version = "SIP/2.0  ");
    message("escruri", "INVITE", m -> m.uri = "sip:user@example.com?Route=%3Csip:example.com%3E");
    message("badvers", "OPTIONS", m -> m.version = "SIP/7.0");
    response("bigcode", "SIP/2.0 4294967301 better not break the receiver");
  }

  private void invalidHeaders() {
    message(
        "badinv01",
        "INVITE",
        m -> {
          m.set("Via", "SIP/2.0/UDP 192.0.2.15;;,;,,");
          m.add("Contact", "\"Joe\" <sip:joe@example.org>;;;;");
        });
    message(
        "scalar02",
        "REGISTER",
        m -> {
          m.set("CSeq", "36893488147419103232 REGISTER");
          m.set("Max-Forwards", "300");
          m.add("Expires", "1" + "0".repeat(100));
          m.add("Contact", "<sip:user@host129.example.com>;expires=280297596632815");
        });
    response(
        "scalarlg",
        "SIP/2.0 503 Service Unavailable",
        m -> {
          m.set("CSeq", "9292394834772304023312 OPTIONS");
          m.add("Warning", "1812 overture \"In Progress\"");
          m.add("Retry-After", "949302838503028349304023988");
        });
    message("quotbal", "INVITE", m -> m.set("To", "\"Mr. J. User <sip:j.user@example.com>"));
    message("baddate", "INVITE", m -> m.add("Date", "Fri, 01 Jan 2010 16:00:00 EST"));
    message(
        "regbadct",
        "REGISTER",
        m -> m.add("Contact", "sip:user@example.com?Route=%3Csip:sip.example.com%3E"));
    message(
        "badaspec", "OPTIONS", m -> m.set("To", "\"Watson, Thomas\" < sip:t.watson@example.org >"));
    message(
        "baddn",
        "OPTIONS",
        m -> m.set("From", "Bell, Alexander <sip:a.g.bell@example.com>;tag=43"));
    message("mismatch01", "OPTIONS", m -> m.set("CSeq", "8 INVITE"));
    message("mismatch02", "NEWMETHOD", m -> m.set("CSeq", "8 INVITE"));
  }

  private void invalidLengths() {
    message(
        "clerr",
        "INVITE",
        m -> {
          m.body("application/sdp", SDP);
          m.set("Content-Length", "9999");
        });
    message(
        "ncl",
        "INVITE",
        m -> {
          m.body("application/sdp", SDP);
          m.set("Content-Length", "-999");
        });
  }

  private void transactionLayer() {
    message("badbranch", "OPTIONS", m -> m.set("Via", "SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK"));
  }

  private void applicationLayer() {
    message(
        "insuf",
        "INVITE",
        m -> {
          m.remove("Call-ID");
          m.remove("From");
          m.remove("To");
        });
    message("unkscm", "OPTIONS", m -> m.uri = "nobodyKnowsThisScheme:totallyopaquecontent");
    message("novelsc", "OPTIONS", m -> m.uri = "soap.beep://192.0.2.103:3002");
    message(
        "unksm2",
        "REGISTER",
        m -> {
          m.set("To", "isbn:2983792873");
          m.set("From", "<http://www.example.com>;tag=3234233");
          m.add("Contact", "<name:John_Smith>");
        });
    message(
        "bext01",
        "OPTIONS",
        m -> {
          m.add("Proxy-Require", "noProxiesSupportThis, norDoAnyProxiesSupportThis");
          m.add("Require", "nothingSupportsThis, nothingSupportsThisEither");
        });
    message("invut", "INVITE", m -> m.body("application/unknownformat", "<audio/>\r\n"));
    message(
        "regaut01",
        "REGISTER",
        m -> m.add("Authorization", "NoOneKnowsThisScheme opaque-data=here"));
    message(
        "multi01",
        "INVITE",
        m -> {
          m.add("Call-ID", "multi01.98asdh@192.0.2.2");
          m.add("CSeq", "59 INVITE");
          m.add("From", "sip:caller2@example.net;tag=other");
          m.add("To", "sip:user2@example.com");
          m.add("Max-Forwards", "5");
        });
    message(
        "mcl01",
        "OPTIONS",
        m -> {
          m.body("text/plain", "There's no way to know how many octets are supposed to be here.");
          m.add("Content-Length", "5");
        });
    response("bcast", "SIP/2.0 200 OK");
    message("zeromf", "OPTIONS", m -> m.set("Max-Forwards", "0"));
    message(
        "cparam01",
        "REGISTER",
        m -> m.add("Contact", "sip:+19725552222@gw1.example.net;unknownparam"));
    message(
        "cparam02",
        "REGISTER",
        m -> m.add("Contact", "<sip:+19725552222@gw1.example.net;unknownparam>"));
    message(
        "regescrt",
        "REGISTER",
        m -> m.add("Contact", "<sip:user@example.com?Route=%3Csip:sip.example.com%3E>"));
    message(
        "sdp01",
        "INVITE",
        m -> {
          m.add("Accept", "text/nobodyKnowsThis");
          m.body("application/sdp", SDP);
        });
    message(
        "inv2543",
        "INVITE",
        m -> {
          m.set("Via", "SIP/2.0/UDP iftgw.example.com");
          m.set("From", "<sip:+13035551111@ift.client.example.net;user=phone>");
          m.set("To", "sip:+16505552222@ss1.example.net;user=phone");
          m.remove("Max-Forwards");
          m.add("Record-Route", "<sip:UserB@example.com;maddr=ss1.example.com>");
          m.body("application/sdp", SDP);
        });
  }

  private void raw(String name, String text) {
    all.put(name, text.getBytes(ISO_8859_1));
  }

  private void message(String name, String method, Consumer<Draft> oddity) {
    Draft draft = ordinary(method);
    draft.set("Call-ID", name + ".asd98y@192.0.2.1");
    oddity.accept(draft);
    raw(name, draft.text());
  }

  private void response(String name, String statusLine) {
    response(name, statusLine, m -> {});
  }

  private void response(String name, String statusLine, Consumer<Draft> oddity) {
    message(
        name,
        "INVITE",
        m -> {
          m.start = statusLine;
          oddity.accept(m);
        });
  }

  private static Draft ordinary(String method) {
    return new Draft(method);
  }

  /** An ordinary message before its oddity. */
  static final class Draft {
    private final String method;
    private final List<String[]> headers = new ArrayList<>();
    private String start = "";
    private String uri = "sip:user@example.com";
    private String version = "SIP/2.0";
    private String body = "";
    private String trailing = "";

    private Draft(String method) {
      this.method = method;
      add("Via", "SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bKkdjuw");
      add("From", "sip:caller@example.net;tag=3ghsd41");
      add("To", "sip:user@example.com");
      add("Call-ID", "ordinary@192.0.2.1");
      add("CSeq", "8 " + method);
      add("Max-Forwards", "70");
      add("Content-Length", "0");
    }

    void add(String name, String value) {
      headers.add(new String[] {name, value});
    }

    void set(String name, String value) {
      headers.stream().filter(h -> h[0].equals(name)).findFirst().orElseThrow()[1] = value;
    }

    void remove(String name) {
      headers.removeIf(h -> h[0].equals(name));
    }

    void body(String type, String text) {
      add("Content-Type", type);
      set("Content-Length", Integer.toString(text.length()));
      body = text;
    }

    String text() {
      StringBuilder text = new StringBuilder();
      text.append(start.isEmpty() ? method + " " + uri + " " + version : start).append("\r\n");
      headers.forEach(h -> text.append(h[0]).append(": ").append(h[1]).append("\r\n"));
      return text.append("\r\n").append(body).append(trailing).toString();
    }
  }
}
