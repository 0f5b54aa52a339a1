package dev.assent.testsip.inspection;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Holds the reports of all campaigns that used a carrier against what that carrier counted: {@code
 * ReportCheck CARRIER_OUT REPORT.json...}. Prints a table; exit 1 when anything differs.
 */
public final class ReportCheck {
  private final List<CampaignReport> reports;
  private final List<String> faults = new ArrayList<>();

  private ReportCheck(List<CampaignReport> reports) {
    this.reports = reports;
  }

  public static void main(String[] args) throws IOException {
    CarrierAccount carrier = CarrierAccount.read(Path.of(args[0]));
    List<CampaignReport> reports = new ArrayList<>();
    for (String file : Arrays.asList(args).subList(1, args.length)) {
      reports.add(CampaignReport.read(Path.of(file)));
    }
    ReportCheck check = new ReportCheck(reports);
    check.run(carrier);
    check.faults.forEach(fault -> System.out.println("WRONG: " + fault));
    System.exit(check.faults.isEmpty() ? 0 : 1);
  }

  private void run(CarrierAccount carrier) {
    reports.forEach(report -> faults.addAll(report.faults()));
    System.out.printf("%-28s %8s %8s%n", "", "report", "carrier");
    equal("calls", sum("attempted"), carrier.total("attempted"));
    equal("answered", sum("answered"), carrier.total("answered"));
    equal("busy", sum("busy"), carrier.total("busy"));
    equal("given up or cancelled", sum("noAnswer") + sum("cancelled"), carrier.total("cancelled"));
    equal("key 1, agreed", sum("agreed"), carrier.decidedBy('1'));
    equal("key 0, refused", sum("refused"), carrier.decidedBy('0'));
    equal("key 9, opted out", sum("optedOut"), carrier.decidedBy('9'));
    equal("numbers called twice", 0, carrier.total("duplicateInvitesToNumber"));
    equal("calls left hanging", 0, carrier.total("orphaned") + carrier.total("open"));
    equal("breaches of the protocol", 0, carrier.total("faults"));
  }

  private int sum(String key) {
    return reports.stream().mapToInt(report -> report.count(key)).sum();
  }

  private void equal(String what, int report, int carrier) {
    System.out.printf("%-28s %8d %8d%n", what, report, carrier);
    if (report != carrier) {
      faults.add(what + ": report " + report + ", carrier " + carrier);
    }
  }
}
