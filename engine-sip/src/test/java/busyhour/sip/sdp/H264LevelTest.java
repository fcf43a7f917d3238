package busyhour.sip.sdp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class H264LevelTest {

    @ParameterizedTest
    @CsvSource({"176,144,15,64000,42e00a", "320,180,30,300000,42e00d", "640,360,30,1000000,42e01e", "1280,720,30,1500000,42e01f", "1280,720,30,15000000,42e020",
        "1920,1080,30,4000000,42e028", "1920,1080,30,30000000,42e029", "640,480,15,20000000,42e020", "7680,4320,60,900000000,42e033"})
    void shouldFindTheLowestLevelOfAPicture(final int width, final int height, final int fps, final int bitrateBps, final String id) {
        assertThat(Integer.toHexString(H264Level.constrainedBaseline(width, height, fps, bitrateBps))).isEqualTo(id);
    }

    @ParameterizedTest
    @CsvSource({"42e01f,42c01f,true", "42e01f,4d801f,true", "42e01f,58c01f,true", "42001f,58801f,true", "42e01f,42001f,false", "64001f,640c1f,false",
        "4d001f,42e01f,false"})
    void shouldKnowTheSpellingsOfAProfile(final String one, final String other, final boolean same) {
        assertThat(H264Format.isSameProfile(Integer.parseInt(one, 16), Integer.parseInt(other, 16))).isEqualTo(same);
    }

    @ParameterizedTest
    @CsvSource({"42e01f,42e00b,42e00b,false", "42f00b,42e00b,42f00b,false", "42f00b,42e00a,42e00a,false", "42e00a,42f00b,42e00a,false", "42e00b,42f00b,42f00b,false",
        "42e00a,42e028,42e028,true", "42e00a,42e028,42e00a,false", "640028,42e01f,64001f,false", "42801e,42e01f,42801f,true"})
    void shouldAnswerTheLowerLevelUnlessBothMayDiffer(final String offered, final String own, final String answer, final boolean asymmetry) {
        assertThat(Integer.toHexString(H264Format.answer(Integer.parseInt(offered, 16), Integer.parseInt(own, 16), asymmetry))).isEqualTo(answer);
    }

    @Test
    void shouldCountMacroblocks() {
        assertThat(H264Level.macroblocks(1_920, 1_080)).isEqualTo(8_160);
    }
}
