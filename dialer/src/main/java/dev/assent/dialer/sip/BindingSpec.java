package dev.assent.dialer.sip;

import dev.assent.dialer.sip.auth.Credentials;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a REGISTER says.
 *
 * @param aor address of record: {@code sip:USER@DOMAIN}
 * @param registrar its Request-URI: {@code sip:HOST}, without a user (RFC 3261 section 10.2)
 * @param credentials for a 401 or 407
 */
public record BindingSpec(String aor, String registrar, @Nullable Credentials credentials) {
  private static final Pattern AOR =
      Pattern.compile("sips?:([-A-Za-z0-9_.!~*'()&=+$,;?/%]{1,64})@[A-Za-z0-9.:\\[\\]-]{1,255}");
  private static final Pattern REGISTRAR =
      Pattern.compile("sips?:([A-Za-z0-9.-]{1,253}|\\[[0-9A-Fa-f:.]{2,45}])(:[0-9]{1,5})?");

  public BindingSpec {
    if (!AOR.matcher(aor).matches()) {
      throw new IllegalArgumentException("The address of record must read sip:USER@DOMAIN");
    }
    if (!REGISTRAR.matcher(registrar).matches()) {
      throw new IllegalArgumentException("The registrar must read sip:HOST: \"" + registrar + "\"");
    }
  }

  /** User part of our Contact: carriers send calls for us to it. */
  String user() {
    return aor.substring(aor.indexOf(':') + 1, aor.indexOf('@'));
  }

  /** Says nothing of who. */
  @Override
  public String toString() {
    return "BindingSpec[registrar=" + registrar + "]";
  }
}
