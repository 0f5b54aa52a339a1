package dev.assent.dialer.cli.home;

import dev.assent.compliance.Found;
import dev.assent.compliance.Hold;
import dev.assent.compliance.policy.Calendars;
import dev.assent.compliance.policy.PolicyBook;
import dev.assent.compliance.policy.PolicyPack;
import dev.assent.compliance.store.review.Accesses;
import dev.assent.compliance.store.suppression.ListInForce;
import dev.assent.compliance.store.suppression.SuppressionLists;
import dev.assent.dialer.Messages;
import dev.assent.dialer.config.AssentConfig;
import dev.assent.dialer.engine.Engine;
import dev.assent.dialer.engine.LawParts;
import dev.assent.dialer.engine.law.Documents;
import dev.assent.dialer.engine.law.LawInForce;
import dev.assent.dialer.engine.law.Upcoming;
import dev.assent.dialer.keys.SealedCopies;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** Whether law, lists and documents of a home let it call, and how long they will. */
final class LawLooks {
  private final Engine engine;
  private final Messages messages;
  private final Checkup findings;

  LawLooks(Engine engine, Messages messages, Checkup findings) {
    this.engine = engine;
    this.messages = messages;
    this.findings = findings;
  }

  void calendars() throws IOException {
    Calendars calendars = PolicyBook.load(engine.home().conf()).calendars();
    String region = AssentConfig.read(engine.home().conf()).region();
    LocalDate today = LocalDate.ofInstant(engine.clock().instant(), ZoneId.systemDefault());
    if (calendars.of(region, today.getYear()) instanceof Found.Present) {
      findings.ok("calendars", "doctor.calendars", calendars.version());
    } else {
      findings.fail(
          "calendars", "doctor.no_calendar", "doctor.no_calls", null, region, today.getYear());
    }
    if (calendars.missingSoon(region, today)) {
      findings.warn(
          "calendars",
          "doctor.calendar_soon",
          "doctor.no_calls_next_year",
          "assent calendar add FILE --notice DOC",
          region,
          today.getYear() + 1,
          ChronoUnit.DAYS.between(today, LocalDate.of(today.getYear() + 1, 1, 1)));
    }
  }

  void law() {
    if (engine.keyring().opened().isEmpty()) {
      return;
    }
    LawInForce law = engine.parts().law().inForce();
    for (LawInForce.Entry entry : law.entries()) {
      String name = entry.law().name();
      switch (entry.standing()) {
        case EDITED ->
            findings.fail(
                "law",
                "doctor.law_edited",
                "doctor.no_calls_under_it",
                "assent policy add " + law.file(entry.law()),
                name);
        case WAITING ->
            findings.warn(
                "law",
                "doctor.law_waiting",
                "doctor.not_used_yet",
                "assent policy approve " + name,
                name);
        case IN_FORCE, CANDIDATE, RETIRED -> {}
      }
    }
    findings.ok("law", "doctor.law", law.book().packs().stream().map(PolicyPack::pack).toList());
  }

  void holds() {
    for (Hold hold : engine.parts().holds().list()) {
      findings.warn(
          "holds", "doctor.hold", "doctor.held", "assent hold list", hold.scope(), hold.reason());
    }
  }

  void accounts() {
    if (engine.keyring().opened().isPresent()) {
      for (Accesses.Freeze freeze : engine.parts().law().store().accesses().frozen()) {
        findings.warn(
            "accounts",
            "user.frozen",
            "doctor.frozen_account",
            "assent user unfreeze " + freeze.user(),
            freeze.user(),
            freeze.cause());
      }
    }
  }

  void inbox() {
    if (engine.keyring().opened().isPresent()) {
      int open = engine.parts().calls().inbox().open().size();
      if (open > 0) {
        findings.fail("inbox", "inbox.open", "doctor.no_calls", "assent dnc inbox list", open);
      } else {
        findings.ok("inbox", "inbox.clear", 0);
      }
    }
  }

  void lists() {
    if (engine.keyring().opened().isPresent()) {
      SuppressionLists lists = engine.parts().law().store().suppression();
      for (ListInForce list : lists.inForce()) {
        Instant validTo = list.terms().validTo();
        if (!lists.readable(list)) {
          findings.fail(
              "lists", "doctor.list_lost", "doctor.no_calls", "assent dnc list", list.mark());
        } else if (validTo != null && !engine.clock().instant().isBefore(validTo)) {
          findings.warn(
              "lists", "doctor.list_old", "doctor.list_denies", null, list.mark(), validTo);
        } else {
          findings.ok("lists", "doctor.list", list.mark(), list.entries());
        }
      }
    }
  }

  /** Calendars and lists have a look of their own, in a locked home too. */
  void upcoming() {
    if (engine.keyring().opened().isPresent()) {
      for (Upcoming.Notice notice : engine.parts().upcoming().known()) {
        if (!notice.check().equals("calendars")) {
          findings.add(
              notice.check(),
              Finding.Level.WARN,
              messages.say(notice.said()),
              "doctor.runs_out",
              notice.next());
        }
      }
    }
  }

  void documents() {
    if (engine.keyring().opened().isPresent()) {
      LawParts law = engine.parts().law();
      List<Documents.Paper> brought = Documents.brought(law.store());
      int shown = 0;
      for (Documents.Paper paper : brought) {
        SealedCopies.State state = law.documents().state(paper.sha256());
        if (state == SealedCopies.State.INTACT) {
          shown++;
        } else {
          findings.fail(
              "documents",
              "doctor.document_lost",
              "doctor.cannot_be_shown",
              null,
              paper.sha256(),
              paper.of(),
              state);
        }
      }
      findings.ok("documents", "doctor.documents", shown);
    }
  }
}
