package dev.assent.dialer.sip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assent.dialer.sip.address.Target;
import dev.assent.dialer.sip.message.RequestHead;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 20, unit = TimeUnit.SECONDS)
class SpooledCallTest {
  private static final RequestHead INVITE =
      new RequestHead(
          "INVITE",
          "sip:+8619900000002@trunk.example",
          "SIP/2.0/TLS 192.0.2.9:5061;branch=z9hG4bK1;rport",
          "<sip:+8619900000001@trunk.example>;tag=a",
          "<sip:+8619900000002@trunk.example>",
          "call",
          1,
          List.of());
  private static final InetSocketAddress ADDRESS =
      new InetSocketAddress(InetAddress.ofLiteral("2001:db8::7"), 5061);

  @Test
  void keepsTransportAndTlsName() {
    for (Target target :
        List.of(
            Target.udp(ADDRESS), Target.tcp(ADDRESS), Target.tls(ADDRESS, "sbc.trunk.example"))) {
      SpooledCall call = new SpooledCall(INVITE, target, true, List.of());
      assertThat(SpooledCall.decode(call.encode())).isEqualTo(call);
    }
  }

  /** An engine killed before it was upgraded may have left calls open. */
  @Test
  void readsTheFirstVersionAsUdp() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeByte(1);
    INVITE.write(out);
    out.writeByte(16);
    out.write(ADDRESS.getAddress().getAddress());
    out.writeShort(5061);
    out.writeBoolean(true);
    out.writeByte(0);
    assertThat(SpooledCall.decode(bytes.toByteArray()))
        .isEqualTo(new SpooledCall(INVITE, Target.udp(ADDRESS), true, List.of()));
  }

  @Test
  void refusesWhatIsNone() {
    byte[] encoded = new SpooledCall(INVITE, Target.udp(ADDRESS), true, List.of()).encode();
    byte[] later = encoded.clone();
    later[0] = 3;
    assertThatThrownBy(() -> SpooledCall.decode(later))
        .isInstanceOf(IllegalArgumentException.class);
    for (int length = 0; length < encoded.length; length++) {
      byte[] cut = Arrays.copyOf(encoded, length);
      assertThatThrownBy(() -> SpooledCall.decode(cut))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
