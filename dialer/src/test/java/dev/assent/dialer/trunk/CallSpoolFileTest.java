package dev.assent.dialer.trunk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assent.dialer.sip.SpooledCall;
import dev.assent.dialer.sip.address.Target;
import dev.assent.dialer.sip.message.RequestHead;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a killed process leaves in the spool is what the next one finds. */
@Timeout(30)
class CallSpoolFileTest {
  private static final byte[] KEY = new byte[32];

  @TempDir Path directory;

  private Path file() {
    return directory.resolve("calls.spool");
  }

  private CallSpoolFile open() throws IOException {
    return CallSpoolFile.open(file(), KEY, new SecureRandom());
  }

  private static SpooledCall call(String id) {
    return new SpooledCall(
        new RequestHead(
            "INVITE",
            "sip:+8619900000001@carrier.invalid",
            "SIP/2.0/UDP 127.0.0.1:5060;branch=z9hG4bK1;rport",
            "<sip:+8619900009000@carrier.invalid>;tag=a",
            "<sip:+8619900000001@carrier.invalid>",
            id,
            1,
            List.of()),
        Target.udp(new InetSocketAddress(InetAddress.getLoopbackAddress(), 5060)),
        true,
        List.of());
  }

  private static List<String> ids(CallSpoolFile spool) {
    return spool.openCalls().stream().map(SpooledCall::callId).toList();
  }

  @Test
  void openCallsSurviveAndEndedOnesDoNot() throws IOException {
    CallSpoolFile killed = open(); // never closed, as a killed process leaves it
    killed.inviting(call("a"));
    killed.inviting(call("b"));
    killed.confirmed(call("a"));
    killed.closed("b");
    try (CallSpoolFile next = open()) {
      assertThat(next.openCalls()).containsExactly(call("a"));
    }
  }

  @Test
  void whatIsNotSettledStaysForTheStartAfterNext() throws IOException {
    open().inviting(call("a"));
    open().inviting(call("b"));
    try (CallSpoolFile third = open()) {
      assertThat(ids(third)).containsExactly("a", "b");
      third.closed("a");
    }
    try (CallSpoolFile fourth = open()) {
      assertThat(ids(fourth)).containsExactly("b");
    }
  }

  @Test
  void aTornEndCostsOnlyTheLastRecord() throws IOException {
    CallSpoolFile killed = open();
    killed.inviting(call("a"));
    long whole = Files.size(file());
    killed.inviting(call("b"));
    byte[] bytes = Files.readAllBytes(file());
    for (int length = (int) whole; length < bytes.length; length++) {
      Files.write(file(), Arrays.copyOf(bytes, length));
      try (CallSpoolFile next = open()) {
        assertThat(ids(next)).as("%d bytes", length).containsExactly("a");
      }
    }
  }

  @Test
  void aForeignKeyOrAChangedByteIsNotTakenForAnEmptySpool() throws IOException {
    open().inviting(call("a"));
    byte[] other = KEY.clone();
    other[0] = 1;
    assertThatThrownBy(() -> CallSpoolFile.open(file(), other, new SecureRandom()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("does not open");

    byte[] bytes = Files.readAllBytes(file());
    bytes[bytes.length - 1] ^= 1;
    Files.write(file(), bytes);
    assertThatThrownBy(this::open)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("does not open");
  }

  @Test
  void anotherFileIsRefusedWithWhatToDo() throws IOException {
    Files.writeString(file(), "this is not a call spool, whatever its name says, and it is longer");
    assertThatThrownBy(this::open)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("not a call spool of this version");
  }

  @Test
  void noNumberStandsInTheFile() throws IOException {
    try (CallSpoolFile spool = open()) {
      spool.inviting(call("a"));
    }
    assertThat(Files.readString(file(), StandardCharsets.ISO_8859_1))
        .doesNotContain("8619900000001")
        .doesNotContain("19900000001");
  }

  @Test
  void aLongDayDoesNotGrowTheFileWithoutEnd() throws IOException {
    try (CallSpoolFile spool = open()) {
      spool.inviting(call("stays"));
      for (int i = 0; i < 30_000; i++) {
        String id = "call-" + i;
        spool.inviting(call(id));
        spool.closed(id);
      }
      assertThat(Files.size(file())).isLessThan(9L << 20);
    }
    try (CallSpoolFile next = open()) {
      assertThat(ids(next)).containsExactly("stays");
    }
  }

  @Test
  void aRecordThatWasAppendedByNobodyIsNotBelieved() throws IOException {
    open().inviting(call("a"));
    byte[] forged = new byte[5 + 32];
    forged[3] = 32;
    forged[4] = 2;
    Files.write(file(), forged, StandardOpenOption.APPEND);
    assertThatThrownBy(this::open).isInstanceOf(IllegalStateException.class);
  }
}
