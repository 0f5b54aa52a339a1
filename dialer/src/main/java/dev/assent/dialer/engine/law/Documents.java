package dev.assent.dialer.engine.law;

import dev.assent.compliance.SourceProof;
import dev.assent.compliance.policy.LawFile;
import dev.assent.compliance.store.Store;
import dev.assent.compliance.store.attempt.TestNumbers;
import dev.assent.compliance.store.register.Registers;
import dev.assent.dialer.Exit;
import dev.assent.dialer.Message;
import dev.assent.dialer.UserError;
import dev.assent.dialer.keys.SealedCopies;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The papers behind what is registered (of a source, a calendar, a test number), sealed in {@code
 * evidence/documents}: the register says their hash, and this that they can still be shown. Any
 * thread.
 */
public final class Documents {
  /** More is no paper. */
  private static final long LARGEST = 64L << 20;

  private final SealedCopies copies;

  public Documents(SealedCopies copies) {
    this.copies = copies;
  }

  /**
   * A paper that was brought.
   *
   * @param of what it belongs to
   */
  public record Paper(String of, String sha256) {}

  /**
   * Seals a copy, which lasts when this returns.
   *
   * @return its SHA-256, lower hex
   * @throws UserError exit 2 for a file that is empty or no paper by its length
   */
  public String keep(Path document) throws IOException {
    long size = Files.size(document);
    if (size == 0 || size > LARGEST) {
      throw new UserError(
          Exit.USAGE,
          Message.of("document.size", document.getFileName(), size, LARGEST >> 20),
          null);
    }
    byte[] content = Files.readAllBytes(document);
    String sha256 = SealedCopies.sha256(content);
    copies.keep(sha256, content);
    return sha256;
  }

  /** Whether it can still be shown. */
  public SealedCopies.State state(String sha256) {
    return copies.state(sha256);
  }

  /**
   * The paper itself.
   *
   * @throws UserError exit 7 when the copy is gone or not what was brought
   */
  public byte[] open(String sha256) throws IOException {
    SealedCopies.State state = copies.state(sha256);
    Optional<byte[]> content =
        state == SealedCopies.State.INTACT ? copies.read(sha256) : Optional.empty();
    return content.orElseThrow(
        () -> new UserError(Exit.INTEGRITY, Message.of("document.lost", sha256, state), null));
  }

  /** Every paper that was brought to a source, calendar or test number that is not done with. */
  public static List<Paper> brought(Store store) {
    Registers registers = store.registers();
    List<Paper> all = new ArrayList<>();
    for (TestNumbers.TestNumber test : store.testNumbers().inForce()) {
      all.add(new Paper("test number " + test.number(), test.declarationSha256()));
    }
    for (SourceProof source : registers.sources()) {
      source.documents().stream()
          .filter(SourceProof.Document::kept)
          .forEach(document -> all.add(new Paper(source.name(), document.sha256())));
    }
    for (LawFile law : registers.laws()) {
      if (!law.noticeSha256().isEmpty() && law.state() != LawFile.State.WITHDRAWN) {
        all.add(new Paper(law.name(), law.noticeSha256()));
      }
    }
    return all;
  }
}
