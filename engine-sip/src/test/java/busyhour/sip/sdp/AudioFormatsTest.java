package busyhour.sip.sdp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What audio codecs say of themselves in both directions, and what is only received. */
class AudioFormatsTest {

    private static final String HEAD = "v=0\no=- 1 1 IN IP4 192.0.2.1\ns=-\nc=IN IP4 192.0.2.1\nt=0 0\n";

    private final SdpParty party = new SdpParty();

    private NegotiatedMedia audio() {
        return party.media.audio();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "true |false|false|0     |minptime=10;useinbandfec=1",
        "false|false|false|0     |minptime=10",
        "true |true |true |510000|minptime=10;useinbandfec=1;usedtx=1;stereo=1;sprop-stereo=1;maxaveragebitrate=510000"})
    void shouldSayHowItWantsOpus(final boolean fec, final boolean dtx, final boolean stereo, final int limit, final String expected) {
        party.local.audio().codecs(CodecTable.OPUS).formats().opus(fec, dtx, stereo, limit);
        assertThat(party.offer()).contains("a=rtpmap:111 opus/48000/2\na=fmtp:111 " + expected + "\n");
        assertThat(party.answer(HEAD + "m=audio 4000 RTP/AVP 96\na=rtpmap:96 opus/48000/2\n")).contains("a=fmtp:96 " + expected + "\n");
    }

    @Test
    void shouldReadHowThePeerWantsOpus() {
        party.local.audio().codecs(CodecTable.OPUS);
        final String offer = HEAD + "m=audio 4000 RTP/AVP 96\na=rtpmap:96 opus/48000/2\n";
        party.answer(offer + "a=fmtp:96 maxplaybackrate=16000; stereo=1;useinbandfec=1 ;usedtx=1;maxaveragebitrate=20000\na=maxptime:60\n");
        assertThat(audio().peerFormat().stereo()).isTrue();
        assertThat(audio().peerFormat().inbandFec()).isTrue();
        assertThat(audio().peerFormat().dtx()).isTrue();
        assertThat(audio().peerFormat().maxAverageBitrateBps()).isEqualTo(20_000);
        assertThat(audio().maxptimeMs()).isEqualTo(60);
        party.answer(offer);
        assertThat(audio().peerFormat().stereo() || audio().peerFormat().inbandFec() || audio().peerFormat().dtx()).isFalse();
        assertThat(audio().peerFormat().maxAverageBitrateBps()).isEqualTo(-1);
    }

    @ParameterizedTest
    @CsvSource({"PCMU,0 13,13,0", "G722,9 13,13,9", "L16/8000,117 13,13,117", "L16,118 119,119,118"})
    void shouldOfferComfortNoiseOnTheClockOfTheAudio(final String name, final String formats, final int noise, final int payloadType) {
        party.local.audio().codecs(CodecTable.find(name)).comfortNoise(true).telephoneEvents(false);
        final String offer = party.offer();
        assertThat(SdpParty.lines(offer)).containsExactly("m=audio 30000 RTP/AVP " + formats);
        final SdpParty peer = new SdpParty();
        peer.local.audio().codecs(CodecTable.find(name)).comfortNoise(true);
        assertThat(party.onAnswer(peer.answer(offer))).isEqualTo(OfferAnswer.OK);
        assertThat(audio().sendComfortNoise()).isEqualTo(noise);
        assertThat(peer.media.audio().receiveComfortNoise()).isEqualTo(noise);
        assertThat(audio().sendPayloadType()).isEqualTo(payloadType);
    }

    @Test
    void shouldTakeComfortNoiseOnlyWhereBothHaveItAndTheCodecNeedsIt() {
        final String offer = HEAD + "m=audio 4000 RTP/AVP 0 13 111\na=rtpmap:111 opus/48000/2\n";
        assertThat(party.answer(offer)).contains("RTP/AVP 0\n");
        party.local.audio().comfortNoise(true);
        assertThat(party.answer(offer)).contains("RTP/AVP 0 13\n", "a=rtpmap:13 CN/8000\n");
        party.local.audio().codecs(CodecTable.OPUS);
        assertThat(party.answer(offer)).doesNotContain(" 13");
        assertThat(audio().sendComfortNoise()).isEqualTo(-1);
        party.local.audio().codecs(CodecTable.PCMU, CodecTable.PCMA, CodecTable.L16_16000, CodecTable.OPUS);
        assertThat(new SdpParty().offer()).doesNotContain("CN/");
        assertThat(party.offer()).containsOnlyOnce("CN/8000").containsOnlyOnce("CN/16000");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"11||L16/44100", "96|L16/16000|L16", "96|l16/8000/1|L16/8000", "10||", "96|L16/48000|", "96|L16/16000/2|", "9|G722/8000|G722",
        "9|G722/16000|"})
    void shouldTellLinearAudioApartByRateAndChannels(final int payloadType, final String rtpmap, final String planName) {
        party.local.audio().codecs(CodecTable.L16_16000, CodecTable.L16_8000, CodecTable.L16_44100, CodecTable.G722);
        final String offer = HEAD + "m=audio 4000 RTP/AVP " + payloadType + "\n" + (rtpmap == null ? "" : "a=rtpmap:" + payloadType + " " + rtpmap + "\n");
        if (planName == null) {
            assertThat(party.refusal(offer)).isEqualTo(488);
        } else {
            party.answer(offer);
            assertThat(CodecTable.row(audio().codec()).planName()).isEqualTo(planName);
        }
    }

    @Test
    void shouldAnswerWhatItOnlyReceivesBesideWhatItSends() {
        party.local.audio().codecs(CodecTable.PCMA, CodecTable.G729, CodecTable.AMR_WB);
        assertThat(party.offer()).contains("m=audio 30000 RTP/AVP 8 18 115 101", "a=rtpmap:18 G729/8000\na=fmtp:18 annexb=no\n", "a=rtpmap:115 AMR-WB/16000\n");
        final String answer = party.answer(HEAD + "m=audio 4000 RTP/AVP 18 97 8\na=rtpmap:97 AMR-WB/16000/1\na=fmtp:97 octet-align=1; mode-set=0,1,2\n");
        assertThat(answer).contains("m=audio 30000 RTP/AVP 8 18 97\n", "a=fmtp:18 annexb=no\n", "a=fmtp:97 octet-align=1\n");
        assertThat(audio().codec()).isEqualTo(CodecTable.PCMA);
        assertThat(audio().alsoReceivedCount()).isEqualTo(2);
        assertThat(audio().alsoReceivedCodec(0)).isEqualTo(CodecTable.G729);
        assertThat(audio().alsoReceivedPayloadType(0)).isEqualTo(18);
        assertThat(audio().alsoReceivedPayloadType(1)).isEqualTo(97);
        assertThat(audio().direction()).isEqualTo(Direction.SENDRECV);
    }

    @Test
    void shouldOnlyReceiveWhereNothingElseIsInCommon() {
        party.local.audio().codecs(CodecTable.PCMA, CodecTable.G729);
        assertThat(party.answer(HEAD + "m=audio 4000 RTP/AVP 18 4\n")).contains("m=audio 30000 RTP/AVP 18\n", "a=recvonly\n");
        assertThat(audio().codec()).isEqualTo(CodecTable.G729);
        assertThat(audio().direction()).isEqualTo(Direction.RECVONLY);
        assertThat(new SdpParty().refusal(HEAD + "m=audio 4000 RTP/AVP 18\n")).as("not listed").isEqualTo(488);
    }

    @ParameterizedTest
    @CsvSource({"crc=1", "robust-sorting=1", "interleaving=30", "octet-align=1;crc=1"})
    void shouldNotTakeAmrInAnotherStructure(final String parameters) {
        party.local.audio().codecs(CodecTable.PCMA, CodecTable.AMR);
        assertThat(party.refusal(HEAD + "m=audio 4000 RTP/AVP 97\na=rtpmap:97 AMR/8000\na=fmtp:97 " + parameters + "\n")).isEqualTo(488);
    }

    @Test
    void shouldExpectAllCodecsOfAnAnswer() {
        party.local.audio().codecs(CodecTable.OPUS, CodecTable.G722, CodecTable.PCMU);
        party.offer();
        party.onAnswer(HEAD + "m=audio 4000 RTP/AVP 9 0 99\na=rtpmap:99 opus/48000/2\n");
        assertThat(audio().codec()).isEqualTo(CodecTable.G722);
        assertThat(audio().alsoReceivedCount()).isEqualTo(2);
        assertThat(audio().alsoReceivedCodec(0)).isEqualTo(CodecTable.OPUS);
        assertThat(audio().alsoReceivedPayloadType(0)).as("our number").isEqualTo(111);
        assertThat(audio().alsoReceivedPayloadType(1)).isZero();
    }
}
