package dev.assent.dialer.cli.contacts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.compliance.Requirement;
import dev.assent.dialer.Exit;
import dev.assent.dialer.cli.Office;
import dev.assent.dialer.cli.Visitor;
import dev.assent.dialer.keys.SealedCopies;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The papers behind a source: sealed when they are brought, shown to whoever reviews them. */
@Timeout(60)
class DocumentsTest {
  private static final String FORM = "the form people ticked";
  private static final String CONTRACT = "what the supplier promised";

  @TempDir Path directory;
  private Office office;

  @BeforeEach
  void open() throws IOException {
    office = new Office(directory);
    office.init();
    office.login("alice");
    office.done("unlock");
    Files.writeString(directory.resolve("form.txt"), FORM);
    Files.writeString(directory.resolve("contract.txt"), CONTRACT);
    Files.writeString(
        directory.resolve("source.yaml"),
        """
        version: 1
        source: register
        type: self-web
        documents:
          - kind: collection-form
            sha256: %s
        collectedAt: 2026-03-02
        noticeVersion: "2026-02"
        validTo: 2027-02-28
        """
            .formatted(sha256(FORM)));
    office.done("source", "add", "source.yaml");
  }

  @AfterEach
  void close() throws IOException {
    office.close();
  }

  private static String sha256(String text) {
    return SealedCopies.sha256(text.getBytes(StandardCharsets.UTF_8));
  }

  private Path sealed(String text) {
    return office.home().resolve("evidence/documents").resolve(sha256(text) + ".sealed");
  }

  private void attach(String file) {
    office.done("source", "attach", "register", file, "--kind", "CONTRACT");
  }

  @Test
  @Requirement({"A-13", "B-03"})
  void aPaperIsSealedAndShownToTheReviewer() throws IOException {
    attach("contract.txt");
    assertThat(Files.readString(sealed(CONTRACT), StandardCharsets.ISO_8859_1))
        .doesNotContain(CONTRACT);
    assertThat(office.done("source", "show", "register", "-o", "csv"))
        .contains("COLLECTION_FORM," + sha256(FORM) + ",,,ELSEWHERE")
        .contains("CONTRACT," + sha256(CONTRACT) + ",,alice,INTACT");

    String begin = sha256(CONTRACT).substring(0, 8);
    office.done("source", "show", "register", "--document", begin, "--to", "shown.txt");
    assertThat(directory.resolve("shown.txt")).hasContent(CONTRACT);
    assertThat(office.run(Visitor.nobody(), "source", "show", "register", "--document", begin))
        .isEqualTo(Exit.USAGE);
  }

  @Test
  @Requirement("A-13")
  void aPaperWhoseHashIsRegisteredNeedsNoNewReview() throws IOException {
    office.login("bob");
    office.done("source", "review", "register", "--as", "bob");
    office.done(
        "source", "attach", "register", "form.txt", "--kind", "COLLECTION_FORM", "--as", "alice");
    assertThat(office.done("source", "list", "-o", "csv", "--as", "alice")).contains(",REVIEWED,");
    assertThat(office.done("source", "show", "register", "-o", "csv", "--as", "alice"))
        .contains("COLLECTION_FORM," + sha256(FORM) + ",,,INTACT");
    assertThat(
            office.run(
                Visitor.nobody(),
                "source",
                "attach",
                "register",
                "form.txt",
                "--kind",
                "CONTRACT",
                "--as",
                "alice"))
        .as("brought twice")
        .isNotEqualTo(Exit.DONE);
  }

  @Test
  @Requirement("A-13")
  void aMissingOrAlteredPaperIsFound() throws IOException {
    attach("contract.txt");
    byte[] whole = Files.readAllBytes(sealed(CONTRACT));
    byte[] altered = whole.clone();
    altered[altered.length / 2] ^= 1;
    Files.write(sealed(CONTRACT), altered);
    assertFound("ALTERED");
    Files.delete(sealed(CONTRACT));
    assertFound("MISSING");
    Files.write(sealed(CONTRACT), whole);
    assertThat(office.done("source", "show", "register")).contains("INTACT");
  }

  @Test
  void theDeclarationOfATestNumberIsLookedAfterToo() throws IOException {
    office.login("bob");
    String number = "+8619900000300";
    office.done(
        ("number test add " + number + " --holder Zhang --declaration form.txt --as bob")
            .split(" "));
    assertThat(doctor()).contains("documents,OK,1 papers can be shown");
    Files.delete(sealed(FORM));
    assertThat(doctor()).contains("documents,FAIL,the paper " + sha256(FORM), "is MISSING");
  }

  private String doctor() {
    Visitor doctor = Visitor.nobody();
    office.run(doctor, "doctor", "-o", "csv");
    return doctor.data();
  }

  private void assertFound(String state) {
    Visitor alice = Visitor.nobody();
    assertThat(office.run(alice, "source", "show", "register")).isEqualTo(Exit.FINDINGS);
    assertThat(alice.data()).contains(state);
    assertThat(doctor())
        .contains("documents,FAIL,the paper " + sha256(CONTRACT) + " of register is " + state);
    assertThat(
            office.run(
                Visitor.nobody(),
                "source",
                "show",
                "register",
                "--document",
                sha256(CONTRACT),
                "--to",
                "lost.txt"))
        .isEqualTo(Exit.INTEGRITY);
    assertThat(directory.resolve("lost.txt")).doesNotExist();
  }
}
