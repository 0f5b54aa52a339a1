package dev.assent.dialer.engine.trunk;

import dev.assent.dialer.Exit;
import dev.assent.dialer.UserError;
import dev.assent.dialer.config.TrunkConfig;
import dev.assent.dialer.sip.auth.Credentials;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** By what a carrier knows us; the password is read anew each time. */
public final class TrunkCredentials {
  private TrunkCredentials() {}

  /**
   * Null where the carrier knows us by our address.
   *
   * @throws UserError exit 3 naming the trunk when its password cannot be read
   */
  public static @Nullable Credentials of(TrunkConfig trunk) {
    if (trunk.login().isEmpty()) {
      return null;
    }
    TrunkConfig.Login login = trunk.login().get();
    try {
      char[] password = login.password();
      try {
        return new Credentials(login.user(), new String(password));
      } finally {
        Arrays.fill(password, ' ');
      }
    } catch (IOException e) {
      throw new UserError(
          Exit.CONFIG,
          "trunk %s: passwordFile %s cannot be read".formatted(trunk.name(), login.passwordFile()),
          null);
    }
  }
}
