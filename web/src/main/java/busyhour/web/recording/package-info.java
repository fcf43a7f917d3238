/**
 * Files that runs leave besides their measurements: sound and packets of calls whose media was compared.
 *
 * <pre>
 *   EndpointFile pieces - RecordingWriter - DATA/recordings/RUN/ENDPOINT/NAME - Recordings - REST, pages
 *   (collector's thread)        \---------- DIR/endpoint-ENDPOINT-NAME (run --recordings DIR)
 * </pre>
 *
 * A file has its name once it is whole. What a run leaves is bounded and goes with the run.
 */
package busyhour.web.recording;
