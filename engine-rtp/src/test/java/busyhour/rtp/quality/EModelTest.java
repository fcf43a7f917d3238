package busyhour.rtp.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import busyhour.codec.AudioCodec;
import busyhour.rtp.Vectors;
import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;

class EModelTest {

    @Test
    void shouldGiveTheDefaultRatingOfTheRecommendation() {
        assertThat(EModel.rFactor(EModel.idDelay(0), 0)).isCloseTo(93.2, within(0.05));
        assertThat(EModel.mos(93.206)).isCloseTo(4.41, within(0.005));
    }

    @Test
    void shouldAgreeWithEveryPointOfTheFullModel() {
        final JsonNode cases = Vectors.json("05-quality-models/emodel/emodel_g107_full.json").get("cases");
        assertThat(cases.size()).isGreaterThan(40);
        for (final JsonNode point : cases) {
            final JsonNode in = point.get("inputs");
            final double t = in.path("T").asDouble(0);
            final double id = EModel.idDelay(t, in.path("Tr").asDouble(2 * t), in.path("Ta").asDouble(t));
            final double ieEff = EModel.ieEff(in.path("Ie").asDouble(0), in.path("Bpl").asDouble(4.3),
                    in.path("Ppl").asDouble(0), in.path("BurstR").asDouble(1));
            assertThat(EModel.RO).isCloseTo(point.get("Ro").asDouble(), within(1e-5));
            assertThat(EModel.IS).isCloseTo(point.get("Is").asDouble(), within(1e-5));
            assertThat(id).as("%s Id", in).isCloseTo(point.get("Id").asDouble(), within(1e-5));
            assertThat(ieEff).as("%s Ie,eff", in).isCloseTo(point.get("Ie_eff").asDouble(), within(1e-5));
            assertThat(EModel.rFactor(id, ieEff)).as("%s R", in).isCloseTo(point.get("R").asDouble(), within(2e-5));
            assertThat(EModel.mos(EModel.rFactor(id, ieEff))).as("%s MOS", in).isCloseTo(point.get("MOS").asDouble(), within(1e-5));
        }
    }

    @Test
    void shouldAgreeWithThePointsOfTheShortForm() { // its Id is another formula; loss and opinion are the same
        for (final JsonNode point : Vectors.json("05-quality-models/emodel/emodel_simplified.json").get("cases")) {
            final double ieEff = EModel.ieEff(point.get("Ie").asDouble(), point.get("Bpl").asDouble(),
                    point.get("Ppl").asDouble(), point.get("BurstR").asDouble());
            assertThat(ieEff).isCloseTo(point.get("Ie_eff").asDouble(), within(1e-5));
            final double r = 93.2 - point.get("Id").asDouble() - ieEff;
            assertThat(EModel.mos(r)).isCloseTo(point.get("MOS").asDouble(), within(1e-5));
        }
    }

    @Test
    void shouldGiveTheOpinionOfAnnexB() {
        final JsonNode points = Vectors.json("05-quality-models/emodel/mos_from_r.json");
        for (final JsonNode point : points.get("formula_points")) {
            assertThat(EModel.mos(point.get("R").asDouble())).as("R %s", point.get("R"))
                    .isCloseTo(point.get("MOS").asDouble(), within(1e-5));
        }
        for (final JsonNode point : points.get("published_table_B1")) {
            assertThat(EModel.mos(point.get("R").asDouble())).isCloseTo(point.get("MOS_table").asDouble(), within(0.007));
        }
    }

    @Test
    void shouldWeighBurstsHeavierThanRandomLoss() {
        // G.107 7.5 by hand: 0 + 95 * 3 / (3 / 2 + 25.1)
        assertThat(EModel.ieEff(0, 25.1, 3, 2)).isCloseTo(10.714286, within(1e-6));
        assertThat(EModel.ieEff(0, 25.1, 3, 0.9)).isEqualTo(EModel.ieEff(0, 25.1, 3, 1));
    }

    @Test
    void shouldScoreNothingForACodecWithoutPublishedConstants() {
        final EModelScore score = new EModelScore();
        score.score(null, -1, 1, 1, 100);
        assertThat(score.mos()).isNaN();
        assertThat(score.rFactor()).isNaN();
        assertThat(score.ieEff()).isNaN();
        assertThat(score.idDelay()).isCloseTo(2.691523, within(1e-5));
        score.score(AudioCodec.PCMA, -1, 100, 1, 2_000);
        assertThat(score.mos()).isEqualTo(1);
        assertThat(score.rFactor()).isBetween(0.0, 1.0);
    }

    @Test
    void shouldAgreeWithEveryPointOfTheWidebandModel() {
        final JsonNode cases = Vectors.json("05-quality-models/emodel/emodel_g107_1_wideband.json").get("cases");
        assertThat(cases.size()).isGreaterThan(5);
        for (final JsonNode point : cases) {
            final double t = point.get("T").asDouble();
            final double id = WidebandEModel.idDelay(t);
            final double r = WidebandEModel.rFactor(id, point.get("Ie").asDouble());
            assertThat(id).as("T %s", t).isCloseTo(
                    point.get("Idte").asDouble() + point.get("Idle").asDouble() + point.get("Idd").asDouble(), within(2e-6));
            assertThat(r).isCloseTo(point.get("R").asDouble(), within(2e-6));
            assertThat(WidebandEModel.mos(r)).isCloseTo(point.get("MOS").asDouble(), within(2e-6));
        }
    }

    @Test
    void shouldRateWidebandOnTheSameScale() {
        final EModelScore score = new EModelScore();
        score.score(AudioCodec.L16, -1, 0, Double.NaN, 100);
        assertThat(score.mos()).isCloseTo(4.493666, within(1e-5)); // the vector of T = 100
        assertThat(score.rFactor()).isCloseTo(127.95142 / 1.29, within(1e-4));
        assertThat(score.mosLq()).isEqualTo(4.5);
        score.score(AudioCodec.L16, -1, 1, 1, 100);
        assertThat(score.mos()).as("no robustness to loss is published").isNaN();
        assertThat(score.idDelay()).isNotNaN();
    }

    @Test
    void shouldRateOnlyWhatTheRecommendationLists() {
        final JsonNode codecs = Vectors.json("05-quality-models/emodel/codec_parameters.json");
        final double[] kbps = {6.6, 8.85, 12.65, 14.25, 15.85, 18.25, 19.85, 23.05, 23.85};
        int found = 0;
        for (final JsonNode row : codecs.get("wideband")) {
            for (int mode = 0; mode < kbps.length; mode++) {
                if (row.get("codec").asText().equals("AMR-WB " + kbps[mode])) {
                    assertThat(CodecQuality.ie(AudioCodec.AMR_WB, mode)).isEqualTo(row.get("Ie_wb").asDouble());
                    found++;
                }
            }
        }
        assertThat(found).isEqualTo(kbps.length);
        for (final JsonNode row : codecs.get("narrowband")) {
            if (row.get("codec").asText().startsWith("G.729A + VAD")) {
                assertThat(CodecQuality.ie(AudioCodec.G729, -1)).isEqualTo(row.get("Ie").asDouble());
                assertThat(CodecQuality.bpl(AudioCodec.G729)).isEqualTo(row.get("Bpl").asDouble());
            }
        }
        assertThat(CodecQuality.ie(AudioCodec.OPUS, -1)).isNaN();
        assertThat(CodecQuality.ie(AudioCodec.AMR, 7)).isNaN();
        assertThat(CodecQuality.ie(AudioCodec.AMR_WB, -1)).isNaN();
        final EModelScore score = new EModelScore(); // 12.65 kbit/s: G.107.1 with Ie,wb 13, listening only
        score.score(AudioCodec.AMR_WB, 2, 0, Double.NaN, 0);
        assertThat(score.mosLq()).isCloseTo(4.33710, within(1e-4));
    }
}
