package busyhour.engine.run;

import static org.assertj.core.api.Assertions.assertThat;

import busyhour.ipc.plan.MediaSpec;
import busyhour.ipc.plan.MediaSpec.RtcpSpec;
import busyhour.ipc.plan.MediaSpec.SecuritySpec;
import busyhour.ipc.plan.MediaSpec.SecuritySpec.Keying;
import busyhour.ipc.plan.MediaSpec.SecuritySpec.Policy;
import busyhour.ipc.run.EndpointOutcome;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Encrypted calls to baresip: its own SRTP (re) with keys in SDP, and its DTLS-SRTP (OpenSSL). */
@Execution(ExecutionMode.CONCURRENT)
class BaresipSecureInteropTest {

    @TempDir
    Path directory;

    @BeforeAll
    static void assumeBaresip() {
        BaresipProcess.assumeInstalled();
    }

    @ParameterizedTest
    @CsvSource({
        "srtp.so, srtp-mand, SDES, AES_CM_128_HMAC_SHA1_80, false",
        "srtp.so, srtp-mand, SDES, AES_CM_128_HMAC_SHA1_32, false",
        "srtp.so, srtp-mand, SDES, AEAD_AES_128_GCM, false",
        "srtp.so, srtp-mand, SDES, AEAD_AES_256_GCM, true",
        "dtls_srtp.so, dtls_srtp, DTLS, AES_CM_128_HMAC_SHA1_80, false",
        "dtls_srtp.so, dtls_srtp, DTLS, AES_CM_128_HMAC_SHA1_80, true",
        "dtls_srtp.so, dtls_srtp, DTLS, AEAD_AES_256_GCM, true",
    })
    void shouldTalkEncrypted(final String module, final String mediaenc, final Keying keying, final String suite, final boolean mux)
            throws Exception {
        try (BaresipProcess baresip = BaresipProcess.start(directory, List.of(module), ";mediaenc=" + mediaenc)) {
            final MediaSpec media = Assignments.PCMU.withRtcpMux(mux).withRtcp(new RtcpSpec(1_000, true, true))
                    .withSecurity(new SecuritySpec(Policy.REQUIRED, List.of(keying), List.of(suite)));
            final RecordedRun run = RecordedRun.play(Assignments.assignment(List.of(),
                    Assignments.callersOf("sip:bob@127.0.0.1:" + baresip.port, 1, 7_000).withMedia(media)), EngineSettings.defaults(), 20_000);
            final String what = run.details + "\n" + String.join("\n", run.messages) + "\n" + baresip.output();
            assertThat(run.faults).as(what).isEmpty();
            assertThat(run.outcomes.get(0)).as(what).isEqualTo(EndpointOutcome.SUCCESS);
            assertThat(run.sum("packets_received")).as(what).isGreaterThan(200);
            assertThat(run.sum("srtp_replay_drops")).as(what).isZero();
            if (suite.equals("AES_CM_128_HMAC_SHA1_32")) {
                return; // its SRTCP has a tag of 32 bits then, where RFC 4568 6.2.2 wants 80: no report passes either way
            }
            assertThat(run.sum("srtp_decrypt_failures")).as("its APP that opens a NAT, and its BYE, are not protected: " + what)
                    .isLessThanOrEqualTo(2);
            assertThat(run.sum("rtcp_packets_received")).as(what).isGreaterThan(0);
            assertThat(run.gauges.get("rtt_ms")).as("baresip reads our reports: " + what).isNotEmpty();
        }
    }
}
