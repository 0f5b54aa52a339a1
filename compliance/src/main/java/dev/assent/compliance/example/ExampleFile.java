package dev.assent.compliance.example;

import dev.assent.compliance.Contact.AgeBand;
import dev.assent.compliance.Outcome;
import dev.assent.compliance.Places;
import dev.assent.compliance.ReasonCode;
import dev.assent.compliance.consent.ConsentForm;
import dev.assent.compliance.numbering.PhoneNumber;
import dev.assent.compliance.numbering.Whereabouts;
import dev.assent.compliance.policy.Cap;
import dev.assent.compliance.policy.PolicyBook;
import dev.assent.compliance.policy.PolicyPack;
import dev.assent.compliance.policy.Purpose;
import dev.assent.compliance.policy.QuietTimes;
import dev.assent.compliance.policy.YamlDocument;
import dev.assent.compliance.policy.YamlError;
import dev.assent.compliance.policy.YamlMapping;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The examples of one pack. Keys: schema/policy-examples.schema.json.
 *
 * @param pack the pack whose figures they assert
 * @param with packs it is combined with
 */
public record ExampleFile(
    String file,
    String pack,
    List<String> with,
    List<PolicyExample> examples,
    List<FigureExample> figures,
    List<DeadlineExample> deadlines) {

  /** The examples a release brings, one file for each of its packs. */
  public static List<ExampleFile> shipped() {
    return PolicyBook.ofCandidates().packs().stream().map(ExampleFile::shipped).toList();
  }

  private static ExampleFile shipped(PolicyPack pack) {
    String path = "examples/" + pack.pack() + ".yaml";
    try (InputStream in = ExampleFile.class.getResourceAsStream("/" + path)) {
      if (in == null) {
        throw new IllegalStateException("not in the jar: " + path);
      }
      return read(path, new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new IllegalStateException("the jar cannot be read: " + path, e);
    }
  }

  /** Consent is this old where an example says nothing of it. */
  private static final Duration CONSENT_AGE = Duration.ofDays(10);

  private static final PolicyExample.Connects ALL_IN_TIME = new PolicyExample.Connects(1000, 0, 0);

  /**
   * What an example means by default: a lawful call to a fictional number, shown the number of a
   * fictional company.
   */
  private record Defaults(String number, String caller, Purpose purpose) {
    static Defaults read(YamlMapping yaml) {
      yaml.only("number", "caller", "purpose");
      return new Defaults(
          yaml.text("number"), yaml.text("caller"), yaml.choice("purpose", Purpose.class));
    }
  }

  /**
   * @param file how to name it in complaints
   * @throws YamlError naming file, line and key
   */
  public static ExampleFile read(String file, String text) {
    return YamlDocument.read(file, text, yaml -> read(file, yaml));
  }

  private static ExampleFile read(String file, YamlMapping yaml) {
    yaml.only("pack", "with", "defaults", "examples", "figures", "deadlines");
    Defaults defaults = yaml.mapping("defaults", Defaults::read);
    return new ExampleFile(
        file,
        yaml.text("pack"),
        yaml.has("with") ? yaml.texts("with") : List.of(),
        yaml.has("examples")
            ? yaml.mappings("examples", each -> example(each, defaults))
            : List.of(),
        yaml.has("figures") ? yaml.mappings("figures", ExampleFile::figure) : List.of(),
        yaml.has("deadlines") ? yaml.mappings("deadlines", ExampleFile::deadline) : List.of());
  }

  private static PolicyExample example(YamlMapping yaml, Defaults defaults) {
    yaml.only(
        "rule",
        "says",
        "at",
        "numbers",
        "zone",
        "state",
        "ported",
        "quiet",
        "purpose",
        "products",
        "age",
        "calls",
        "hungUp",
        "tried",
        "countedFor",
        "attempts",
        "consent",
        "caller",
        "callerChanged",
        "recorderReady",
        "licensed",
        "separateConsent",
        "noticeSent",
        "listAgeDays",
        "connects",
        "places",
        "disconnected",
        "expect",
        "codes",
        "until");
    Instant at = yaml.instant("at");
    PolicyExample.Expected expect = yaml.choice("expect", PolicyExample.Expected.class);
    if (yaml.has("until") && expect != PolicyExample.Expected.DEFER) {
      throw yaml.error("until", "goes with expect: defer alone");
    }
    Set<ReasonCode> codes = yaml.has("codes") ? yaml.choices("codes", ReasonCode.class) : Set.of();
    if (codes.isEmpty() != (expect == PolicyExample.Expected.ALLOW)) {
      throw yaml.error("expect", "a call is allowed, or codes say why not");
    }
    return new PolicyExample(
        yaml.text("rule"),
        yaml.text("says"),
        at,
        yaml.has("numbers") ? numbers(yaml) : List.of(number(yaml, "numbers", defaults.number())),
        new Whereabouts(
            yaml.has("zone") ? yaml.zone("zone") : null,
            yaml.optionalText("state").orElse(null),
            yaml.has("ported") && yaml.bool("ported")),
        quiet(yaml),
        yaml.has("purpose") ? yaml.choice("purpose", Purpose.class) : defaults.purpose(),
        yaml.has("products") ? Set.copyOf(yaml.texts("products")) : Set.of("standard"),
        age(yaml),
        yaml.has("calls") ? yaml.instants("calls") : List.of(),
        yaml.has("hungUp") ? yaml.instants("hungUp") : List.of(),
        yaml.has("tried") ? yaml.instants("tried") : List.of(),
        yaml.has("countedFor")
            ? yaml.choices("countedFor", Cap.Scope.class)
            : EnumSet.allOf(Cap.Scope.class),
        yaml.has("attempts") ? yaml.mappings("attempts", ExampleFile::attempt) : List.of(),
        consent(yaml, at),
        yaml.optionalText("caller").orElse(defaults.caller()),
        yaml.optionalDate("callerChanged").orElse(null),
        !yaml.has("recorderReady") || yaml.bool("recorderReady"),
        !yaml.has("licensed") || yaml.bool("licensed"),
        !yaml.has("separateConsent") || yaml.bool("separateConsent"),
        !yaml.has("noticeSent") || yaml.bool("noticeSent"),
        Duration.ofDays(yaml.has("listAgeDays") ? yaml.integer("listAgeDays", 0, 3650) : 0),
        yaml.has("connects") ? yaml.mapping("connects", ExampleFile::connects) : ALL_IN_TIME,
        yaml.has("places") ? yaml.mapping("places", ExampleFile::places) : null,
        yaml.optionalDate("disconnected").orElse(null),
        expect,
        codes,
        yaml.has("until") ? yaml.instant("until") : null);
  }

  private static @Nullable AgeBand age(YamlMapping yaml) {
    Optional<String> age = yaml.optionalText("age");
    if (age.isEmpty()) {
      return AgeBand.ADULT;
    }
    return age.get().toLowerCase(Locale.ROOT).equals("unknown")
        ? null
        : yaml.choice("age", AgeBand.class);
  }

  private static QuietTimes quiet(YamlMapping yaml) {
    try {
      return QuietTimes.parse(yaml.optionalText("quiet").orElse(""));
    } catch (IllegalArgumentException e) {
      throw yaml.error("quiet", String.valueOf(e.getMessage()));
    }
  }

  private static PolicyExample.PastAttempt attempt(YamlMapping yaml) {
    yaml.only("at", "outcome");
    return new PolicyExample.PastAttempt(yaml.instant("at"), yaml.choice("outcome", Outcome.class));
  }

  private static PolicyExample.Consent consent(YamlMapping yaml, Instant at) {
    PolicyExample.Consent usual =
        new PolicyExample.Consent(ConsentForm.WEB_TICK, at.minus(CONSENT_AGE), true);
    if (!yaml.has("consent")) {
      return usual;
    }
    return yaml.mapping(
        "consent",
        each -> {
          each.only("given", "form", "synthetic", "none");
          return new PolicyExample.Consent(
              each.has("none") && each.bool("none")
                  ? null
                  : each.has("form") ? each.choice("form", ConsentForm.class) : usual.form(),
              each.has("given") ? each.instant("given") : usual.given(),
              !each.has("synthetic") || each.bool("synthetic"));
        });
  }

  private static PolicyExample.Connects connects(YamlMapping yaml) {
    yaml.only("answered", "heardNobody", "up");
    return new PolicyExample.Connects(
        yaml.integer("answered", 0, 1_000_000),
        yaml.integer("heardNobody", 0, 1_000_000),
        yaml.integer("up", 0, 1_000_000));
  }

  private static Places places(YamlMapping yaml) {
    yaml.only("machine", "store", "trunk");
    return new Places(yaml.text("machine"), yaml.text("store"), yaml.text("trunk"));
  }

  private static FigureExample figure(YamlMapping yaml) {
    yaml.only("key", "is", "numbers");
    return new FigureExample(yaml.text("key"), yaml.text("is"), numbers(yaml));
  }

  private static DeadlineExample deadline(YamlMapping yaml) {
    yaml.only("received", "workingDays", "due");
    return new DeadlineExample(
        yaml.date("received"), yaml.integer("workingDays", 1, 100), yaml.date("due"));
  }

  private static List<PhoneNumber> numbers(YamlMapping yaml) {
    return yaml.has("numbers")
        ? yaml.texts("numbers").stream().map(n -> number(yaml, "numbers", n)).toList()
        : List.of();
  }

  private static PhoneNumber number(YamlMapping yaml, String key, String text) {
    try {
      return PhoneNumber.ofE164(text);
    } catch (IllegalArgumentException e) {
      throw yaml.error(key, "must be a number in E.164 such as \"+8619900001234\"");
    }
  }
}
