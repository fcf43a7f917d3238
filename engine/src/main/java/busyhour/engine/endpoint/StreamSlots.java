package busyhour.engine.endpoint;

import busyhour.ipc.metric.Direction;
import busyhour.ipc.metric.Media;
import busyhour.ipc.metric.MetricCatalogue;

/** Finds the slots of the catalogue for one kind of stream. Set-up time. */
record StreamSlots(Media media) {

    int recv(final String key) {
        return MetricCatalogue.instance().require(key, media, Direction.RECV).index();
    }

    int sent(final String key) {
        return MetricCatalogue.instance().require(key, media, Direction.SEND).index();
    }
}
