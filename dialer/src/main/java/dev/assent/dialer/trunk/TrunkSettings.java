package dev.assent.dialer.trunk;

import dev.assent.compliance.numbering.PhoneNumber;
import dev.assent.dialer.sip.InviteProfile;
import dev.assent.dialer.sip.auth.Credentials;
import dev.assent.media.sdp.SrtpPolicy;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What one trunk needs to place a call.
 *
 * @param name as in {@code conf/trunks/NAME.yaml}
 * @param domain host part of From, To and the request URI
 * @param credentials for digest challenges, or none
 * @param callee how a called number is written for this carrier
 * @param caller how the caller number is written for it
 * @param channels calls at one time, 1 to 10000
 * @param callsPerSecond new INVITEs a second, above 0
 * @param invites what the carrier wants in every INVITE
 * @param srtp whether sound is protected; its keys travel in the INVITE, so only over TLS
 */
public record TrunkSettings(
    String name,
    String domain,
    @Nullable Credentials credentials,
    Function<PhoneNumber, String> callee,
    UnaryOperator<String> caller,
    int channels,
    double callsPerSecond,
    InviteProfile invites,
    SrtpPolicy srtp) {}
