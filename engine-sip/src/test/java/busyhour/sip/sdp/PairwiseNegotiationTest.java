package busyhour.sip.sdp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Two endpoints of ours negotiate: whatever they have, both come to the same, mirrored; and again when roles change in mid-call. */
class PairwiseNegotiationTest {

    private static final List<SrtpKeying[]> KEYINGS = List.of(
            new SrtpKeying[] {SrtpKeying.SDES}, new SrtpKeying[] {SrtpKeying.DTLS},
            new SrtpKeying[] {SrtpKeying.SDES, SrtpKeying.DTLS}, new SrtpKeying[] {SrtpKeying.DTLS, SrtpKeying.SDES});

    static Stream<Arguments> securities() {
        final List<Arguments> all = new ArrayList<>();
        for (final SrtpPolicy one : SrtpPolicy.values()) {
            for (final SrtpPolicy other : SrtpPolicy.values()) {
                for (final SrtpKeying[] oneKeying : KEYINGS) {
                    for (final SrtpKeying[] otherKeying : KEYINGS) {
                        all.add(Arguments.of(one, Arrays.asList(oneKeying), other, Arrays.asList(otherKeying)));
                    }
                }
            }
        }
        return all.stream();
    }

    private static SdpParty party(final int seed, final SrtpPolicy policy, final List<SrtpKeying> keying) {
        final SdpParty party = new SdpParty(seed).withVideo();
        return party.secure(policy, keying.toArray(SrtpKeying[]::new));
    }

    @ParameterizedTest
    @MethodSource("securities")
    void shouldAgreeOnEncryptionAsBothPoliciesAllow(
            final SrtpPolicy one, final List<SrtpKeying> oneKeying, final SrtpPolicy other, final List<SrtpKeying> otherKeying) {
        final SdpParty offerer = party(1, one, oneKeying);
        final SdpParty answerer = party(2, other, otherKeying);
        final boolean common = oneKeying.stream().anyMatch(otherKeying::contains);
        final boolean never = one == SrtpPolicy.NONE || other == SrtpPolicy.NONE || !common;
        if (never && (one == SrtpPolicy.REQUIRED || other == SrtpPolicy.REQUIRED)) {
            assertThat(answerer.refusal(offerer.offer())).isEqualTo(488);
            return;
        }
        negotiate(offerer, answerer);
        assertThat(offerer.media.audio().security().isSecure()).isEqualTo(!never);
        final SrtpKeying agreed = offerer.media.audio().security().keying();
        final boolean client = offerer.media.audio().security().isDtlsClient();
        negotiate(answerer, offerer);
        assertThat(offerer.media.audio().security().keying()).as("in mid-call").isEqualTo(agreed);
        assertThat(offerer.media.audio().security().isDtlsClient()).as("roles stay").isEqualTo(client);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 20_261_121, 0xBEEF})
    void shouldComeToTheSameOnBothSides(final long seed) {
        System.out.println("seed " + seed);
        final SplittableRandom random = new SplittableRandom(seed);
        int calls = 0;
        for (int round = 0; round < 1_000; round++) {
            final SdpParty one = random(random, 1);
            final SdpParty other = random(random, 2);
            try {
                calls += tryNegotiate(one, other) ? 1 : 0;
                for (int change = random.nextInt(4); change > 0 && one.media.isAgreed(); change--) {
                    change(random, one);
                    tryNegotiate(one, other);
                    change(random, other);
                    tryNegotiate(other, one);
                }
            } catch (final RuntimeException | AssertionError e) {
                throw new AssertionError("seed " + seed + ", round " + round, e);
            }
        }
        assertThat(calls).as("calls that came about").isGreaterThan(150);
    }

    private static boolean tryNegotiate(final SdpParty offerer, final SdpParty answerer) {
        final String offer = offerer.offer();
        final int length = answerer.tryAnswer(offer);
        if (length < 0) {
            assertThat(OfferAnswer.statusCode(-length)).isEqualTo(488);
            offerer.local.withdraw();
            return false;
        }
        final int verdict = offerer.onAnswer(answerer.lastAnswer());
        assertThat(verdict).as("%s\n%s", offer, answerer.lastAnswer()).isEqualTo(OfferAnswer.OK);
        offerer.local.settle();
        assertMirrored(offerer, answerer, offer);
        return true;
    }

    private static void negotiate(final SdpParty offerer, final SdpParty answerer) {
        assertThat(tryNegotiate(offerer, answerer)).isTrue();
    }

    private static SdpParty random(final SplittableRandom random, final int seed) {
        final SdpParty party = new SdpParty(seed);
        party.local.audio().codecs(codecs(random, CodecTable.PCMU, CodecTable.H264)).rtcpMux(random.nextBoolean()).comfortNoise(random.nextBoolean())
                .telephoneEvents(random.nextBoolean()).ptimeMs(10 * (1 + random.nextInt(4))).direction(random.nextInt(4));
        if (random.nextInt(3) > 0) {
            party.withVideo(codecs(random, CodecTable.H264, CodecTable.size())).local.video().rtcpMux(random.nextBoolean()).direction(random.nextInt(4));
        }
        for (final LocalMedia media : List.of(party.local.audio(), party.local.video())) {
            media.feedback().wanted(random.nextBoolean(), random.nextBoolean()).reports(random.nextBoolean(), random.nextBoolean())
                    .inProfile(random.nextBoolean());
            media.formats().profileLevelId(random.nextBoolean() ? 0x42E01F : random.nextBoolean() ? 0x42E00B : 0x64001F);
        }
        final SrtpPolicy policy = SrtpPolicy.values()[random.nextInt(3)];
        final CryptoSuite[] suites = IntStream.range(0, 1 + random.nextInt(4)).mapToObj(i -> CryptoSuite.values()[random.nextInt(6)]).distinct()
                .toArray(CryptoSuite[]::new);
        return party.secure(policy, KEYINGS.get(random.nextInt(KEYINGS.size())), suites);
    }

    private static int[] codecs(final SplittableRandom random, final int from, final int to) {
        return IntStream.range(0, 1 + random.nextInt(5)).map(i -> random.nextInt(from, to)).distinct().toArray();
    }

    private static void change(final SplittableRandom random, final SdpParty party) {
        party.local.audio().propose(random.nextInt(4), random.nextBoolean() ? null : codecs(random, CodecTable.PCMU, CodecTable.H264));
        party.local.video().propose(random.nextInt(4), null);
    }

    private static void assertMirrored(final SdpParty one, final SdpParty other, final String offer) {
        assertThat(one.media.hasVideo()).isEqualTo(other.media.hasVideo());
        assertMirrored(one.media.audio(), other.media.audio(), offer);
        if (one.media.hasVideo()) {
            assertMirrored(one.media.video(), other.media.video(), offer);
        }
    }

    private static void assertMirrored(final NegotiatedMedia one, final NegotiatedMedia other, final String offer) {
        assertThat(one.codec()).as(offer).isEqualTo(other.codec());
        assertThat(one.mediaIndex()).isEqualTo(other.mediaIndex());
        assertThat(one.profile()).isEqualTo(other.profile());
        if (CodecTable.isSent(one.codec())) { // else neither sends, whatever was said
            assertThat(one.direction()).as(offer).isEqualTo(Direction.reverse(other.direction()));
        }
        assertThat(one.rtcpMux()).isEqualTo(other.rtcpMux());
        assertPayloadTypes(one, other);
        assertPayloadTypes(other, one);
        final NegotiatedFeedback feedback = one.feedback();
        assertThat(new boolean[] {feedback.nack(), feedback.pli(), feedback.fir(), feedback.remb(), feedback.transportCc(), feedback.reducedSize()})
                .containsExactly(other.feedback().nack(), other.feedback().pli(), other.feedback().fir(), other.feedback().remb(),
                        other.feedback().transportCc(), other.feedback().reducedSize());
        assertThat(feedback.transportCcId()).isEqualTo(other.feedback().transportCcId());
        assertSecured(one.security(), other.security());
    }

    private static void assertPayloadTypes(final NegotiatedMedia sender, final NegotiatedMedia receiver) {
        assertThat(sender.sendPayloadType()).isEqualTo(receiver.receivePayloadType());
        assertThat(sender.sendTelephoneEvent()).isEqualTo(receiver.receiveTelephoneEvent());
        assertThat(sender.sendComfortNoise()).isEqualTo(receiver.receiveComfortNoise());
        assertThat(sender.feedback().sendRtx()).isEqualTo(receiver.feedback().receiveRtx());
        assertThat(IntStream.of(receiver.receivePayloadType(), receiver.receiveTelephoneEvent(), receiver.receiveComfortNoise(),
                receiver.feedback().receiveRtx()).filter(type -> type >= 0)).as("one meaning each").doesNotHaveDuplicates();
    }

    private static void assertSecured(final NegotiatedSecurity one, final NegotiatedSecurity other) {
        assertThat(one.keying()).isEqualTo(other.keying());
        assertThat(one.suite()).isEqualTo(other.suite());
        if (one.keying() == SrtpKeying.SDES) {
            assertThat(one.tag()).isEqualTo(other.tag());
            final int length = one.suite().keyAndSaltLength();
            assertThat(Arrays.copyOf(one.localKey(), length)).isEqualTo(Arrays.copyOf(other.remoteKey(), length))
                    .isNotEqualTo(Arrays.copyOf(one.remoteKey(), length));
            assertThat(Arrays.copyOf(one.remoteKey(), length)).isEqualTo(Arrays.copyOf(other.localKey(), length));
        } else if (one.keying() == SrtpKeying.DTLS) {
            assertThat(one.isDtlsClient()).isNotEqualTo(other.isDtlsClient());
            assertThat(one.remoteFingerprint()).isNotEqualTo(other.remoteFingerprint());
        }
    }

    @Test
    void shouldHaveACallWithoutVideoWhereOneSideHasNone() {
        final SdpParty one = new SdpParty(1).withVideo();
        final SdpParty other = new SdpParty(2);
        negotiate(one, other);
        assertThat(one.media.video().isRejected()).isTrue();
        negotiate(other, one);
        assertThat(one.media.hasVideo()).isFalse();
    }
}
