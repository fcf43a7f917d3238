-- The media of each endpoint: codecs as last negotiated, how its streams are protected ("none", "sdes SUITE", "dtls SUITE"), MOS over its
-- worst call, talk ratio and time to greeting of its last call, the worst score of received compared with sent audio, and how often its
-- received video froze.
ALTER TABLE endpoints
    ADD COLUMN audio_codec    text,
    ADD COLUMN video_codec    text,
    ADD COLUMN audio_security text,
    ADD COLUMN video_security text,
    ADD COLUMN call_mos_min   float8,
    ADD COLUMN talk_ratio     float8,
    ADD COLUMN greeting_ms    float8,
    ADD COLUMN media_score    float8,
    ADD COLUMN freezes        float8;
