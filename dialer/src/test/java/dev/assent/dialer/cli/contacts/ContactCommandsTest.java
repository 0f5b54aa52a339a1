package dev.assent.dialer.cli.contacts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.dialer.Exit;
import dev.assent.dialer.cli.Office;
import dev.assent.dialer.cli.Visitor;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A foreign list from its first look to a person's consent and whom they are one with. */
@Timeout(120)
class ContactCommandsTest {
  @TempDir Path directory;
  private Office office;

  @BeforeEach
  void open() throws IOException {
    office = new Office(directory);
    office.init();
    office.login("alice");
    office.login("bob");
  }

  @AfterEach
  void close() throws IOException {
    office.close();
  }

  @Test
  void aForeignListIsMappedImportedProvenWithdrawnAndMerged() throws Exception {
    Files.copy(Path.of("../conf/examples/source.yaml"), directory.resolve("source.yaml"));
    as("alice", "source", "add", directory.resolve("source.yaml").toString());
    String source =
        Files.readAllLines(directory.resolve("source.yaml")).stream()
            .filter(line -> line.startsWith("source:"))
            .findFirst()
            .orElseThrow()
            .substring("source:".length())
            .strip();
    Path proofs = Files.createDirectory(directory.resolve("proofs"));
    Files.writeString(proofs.resolve("1.png"), "a signed form");
    Path list =
        Files.write(
            directory.resolve("list.csv"),
            ("手机号;姓名;身份证号;授权用途;授权方式;授权时间;授权到期;告知版本;凭证\n"
                    + row("19900000001", "张三", "1.png")
                    + row("19900000002", "李四", "2.png"))
                .getBytes(Charset.forName("GB18030")));
    Path map = directory.resolve("map.yaml");
    assertThat(as("alice", "contacts", "inspect", list.toString(), "--map", map.toString()))
        .contains("number", "L3", "identity number")
        .doesNotContain("1990000");
    Files.writeString(map, Files.readString(map) + "timeZone: Asia/Shanghai\n");
    assertThat(
            refused(
                Exit.USAGE,
                "alice",
                "contacts",
                "inspect",
                list.toString(),
                "--map",
                map.toString()))
        .contains("there already");
    assertThat(
            as(
                "alice",
                "contacts",
                "import",
                list.toString(),
                "--source",
                source,
                "--map",
                map.toString(),
                "--evidence-dir",
                proofs.toString(),
                "--rejects",
                directory.resolve("rejects.csv").toString(),
                "-o",
                "csv"))
        .contains("2,1,1");
    assertThat(Files.readString(directory.resolve("rejects.csv")))
        .contains("EVIDENCE_MISSING")
        .doesNotContain("1990000");
    assertThat(sealed()).hasSize(1);
    assertThat(as("alice", "consent", "show", "19900000001")).contains("INTACT", "MARKETING");
    assertThat(as("bob", "person", "show", "19900000001")).contains("张*").doesNotContain("张三");

    Files.delete(sealed().getFirst());
    assertThat(as("alice", "consent", "show", "19900000001")).contains("MISSING");
    assertThat(as("alice", "consent", "withdraw", "19900000001", "--manner", "MAIL", "-o", "json"))
        .doesNotContain("\"withdrawnAt\" : \"\"")
        .doesNotContain("\"withdrawnAt\" : null");

    as("alice", "consent", "withdraw", "19900000003", "--manner", "WEB");
    as("alice", "person", "merge", "19900000001", "19900000003");
    refused(Exit.NOT_PERMITTED, "alice", "person", "merge", "19900000003", "19900000001");
    as("bob", "person", "split", "19900000003");
    as("bob", "source", "revoke", source);
    assertThat(as("alice", "source", "list")).contains("REVOKED");
  }

  private static String row(String number, String name, String proof) {
    return number
        + ";"
        + name
        + ";11010519491231002X;marketing;paper;2026/1/10 12:00;2036/12/31 00:00;n1;"
        + proof
        + "\n";
  }

  private List<Path> sealed() throws IOException {
    try (Stream<Path> files = Files.walk(office.home().resolve("evidence"))) {
      return files.filter(file -> file.toString().endsWith(".sealed")).toList();
    }
  }

  private String as(String user, String... argv) {
    return office.done(with(user, argv));
  }

  private String refused(Exit exit, String user, String... argv) {
    Visitor visitor = Visitor.nobody();
    assertThat(office.run(visitor, with(user, argv))).isEqualTo(exit);
    return visitor.words();
  }

  private static String[] with(String user, String... argv) {
    String[] all = Arrays.copyOf(argv, argv.length + 2);
    all[argv.length] = "--as";
    all[argv.length + 1] = user;
    return all;
  }
}
