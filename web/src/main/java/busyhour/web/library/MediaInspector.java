package busyhour.web.library;

import busyhour.web.plan.MediaCheck;

/** Looks into media files as the worker will. Found by {@link java.util.ServiceLoader}: decoders belong to the engine. Any thread. */
public interface MediaInspector {

    /**
     * Decodes a file.
     *
     * @throws MediaCheck.Refused when neither audio nor video in it can be played.
     */
    MediaFacts inspect(String name, byte[] content) throws MediaCheck.Refused;
}
