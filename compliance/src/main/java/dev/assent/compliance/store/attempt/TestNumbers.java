package dev.assent.compliance.store.attempt;

import dev.assent.compliance.Outcome;
import dev.assent.compliance.TestCall;
import dev.assent.compliance.access.NotAllowed;
import dev.assent.compliance.access.User;
import dev.assent.compliance.journal.EntryType;
import dev.assent.compliance.journal.JournalEntry;
import dev.assent.compliance.numbering.Masking;
import dev.assent.compliance.numbering.PhoneNumber;
import dev.assent.compliance.store.commit.Commits;
import dev.assent.compliance.store.commit.Json;
import dev.assent.compliance.store.commit.Payloads;
import dev.assent.compliance.store.person.Subjects;
import dev.assent.compliance.store.seal.BlindIndexer;
import dev.assent.compliance.store.seal.Protection;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The numbers of our own staff that may be rung for a test: at most {@value TestCall#NUMBERS}, each
 * by a declaration of its holder and signed for by whoever registered it. Each change is durable on
 * return. Any thread.
 */
public final class TestNumbers {
  private final Commits commits;
  private final Commits.Source source;
  private final Protection protection;
  private final Subjects subjects;
  private final ReentrantLock adding = new ReentrantLock();

  public TestNumbers(
      Commits commits, Commits.Source source, Protection protection, Subjects subjects) {
    this.commits = commits;
    this.source = source;
    this.protection = protection;
    this.subjects = subjects;
  }

  /**
   * One of them.
   *
   * @param number masked; empty when its key was destroyed
   * @param holder of the staff, masked as names are
   * @param declarationSha256 of the paper the holder signed, lower hex
   */
  public record TestNumber(
      UUID id,
      String number,
      String holder,
      String language,
      List<String> packs,
      String declarationSha256,
      String addedBy,
      Instant addedAt) {}

  /**
   * A test call.
   *
   * @param outcome null while it is up
   */
  public record Call(UUID attemptId, UUID testNumber, Instant at, @Nullable Outcome outcome) {}

  /**
   * What is registered.
   *
   * @param holder whose number it is; sealed
   * @param language of the prompts it is asked with
   * @param packs the policy that the caller number is judged by
   * @param declarationSha256 of the paper the holder signed, lower hex
   */
  public record Declared(
      PhoneNumber number,
      String holder,
      String language,
      List<String> packs,
      String declarationSha256) {}

  /** What whoever registers a test number signs: that this declaration is about this number. */
  public byte[] message(Declared declared, String signer) {
    return ("assent test number 1\n"
            + hex(BlindIndexer.Purpose.NUMBER, declared.number())
            + "\n"
            + declared.declarationSha256()
            + "\n"
            + signer
            + "\n")
        .getBytes(StandardCharsets.UTF_8);
  }

  /**
   * @param signature of {@link #message}
   * @throws NotAllowed when it is signed otherwise, is registered, or there are as many as may be
   */
  public UUID add(Declared declared, User by, byte[] signature) throws NotAllowed {
    if (!protection.approvals().verify(by, message(declared, by.name()), signature)) {
      throw new NotAllowed("the signature does not fit: sign what is shown now");
    }
    adding.lock();
    try {
      if (of(declared.number()).isPresent()) {
        throw new NotAllowed("this number is registered for tests already");
      }
      if (inForce().size() >= TestCall.NUMBERS) {
        throw new NotAllowed(
            "there are " + TestCall.NUMBERS + " test numbers, the most there may be: remove one");
      }
      UUID id = source.id();
      subjects.write(
          EntryType.TEST_NUMBER_ADDED,
          declared.number(),
          Json.write(
              new Payloads.TestNumberAdded(
                  id,
                  declared.language(),
                  declared.packs(),
                  declared.declarationSha256(),
                  by.name(),
                  HexFormat.of().formatHex(signature))),
          declared.holder(),
          by.name());
      return id;
    } finally {
      adding.unlock();
    }
  }

  /** It is not rung any more. */
  public void remove(UUID id, String actor) {
    commits.run(
        tx -> {
          tx.write(
              JournalEntry.operational(
                  source.id(),
                  EntryType.TEST_NUMBER_REMOVED,
                  source.now(),
                  actor,
                  id,
                  Json.write(Map.of("id", id.toString()))));
          return true;
        });
  }

  /** The oldest first. */
  public List<TestNumber> inForce() {
    return commits.database().transaction(TestNumberRows::inForce).stream()
        .map(this::shown)
        .toList();
  }

  private TestNumber shown(TestNumberRows.Row row) {
    Optional<Payloads.MarkedFor> number = row.number(protection.cipher());
    return new TestNumber(
        row.id(),
        number.map(of -> PhoneNumber.ofE164(of.e164()).toString()).orElse(""),
        number.map(of -> Masking.name(of.reason())).orElse(""),
        row.said().language(),
        row.said().packs(),
        row.said().declarationSha256(),
        row.addedBy(),
        row.addedAt());
  }

  /** The id under which a number is registered. */
  public Optional<UUID> of(PhoneNumber number) {
    String bi = hex(BlindIndexer.Purpose.NUMBER, number);
    return commits.database().transaction(TestNumberRows::inForce).stream()
        .filter(row -> row.number(protection.cipher()).filter(of -> of.bi().equals(bi)).isPresent())
        .map(TestNumberRows.Row::id)
        .findFirst();
  }

  /** Every test call over a trunk since then, the oldest first. */
  public List<Call> calls(String trunk, Instant since) {
    return commits.database().transaction(sql -> TestNumberRows.calls(sql, trunk, since));
  }

  private String hex(BlindIndexer.Purpose purpose, PhoneNumber number) {
    return HexFormat.of().formatHex(protection.indexer().index(purpose, number));
  }
}
