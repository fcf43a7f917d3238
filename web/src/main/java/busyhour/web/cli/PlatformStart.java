package busyhour.web.cli;

import busyhour.web.run.Platform;
import busyhour.web.run.PlatformFactory;
import busyhour.web.run.PlatformSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ServiceLoader;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The platform of a local run while it starts beside everything else. Main thread. */
final class PlatformStart implements AutoCloseable {
    private static final long CLOSE_TIMEOUT_S = 15;

    private final CompletableFuture<Platform> starting = new CompletableFuture<>();

    PlatformStart(Path dataDirectory) {
        Thread.ofPlatform().daemon().name("platform-start").start(() -> {
            try {
                starting.complete(start(new PlatformSettings(dataDirectory, "127.0.0.1", 0, true)));
            } catch (Throwable e) {
                starting.completeExceptionally(e);
            }
        });
    }

    /** Starts the platform of this build. */
    static Platform start(PlatformSettings settings) throws IOException {
        PlatformFactory factory = ServiceLoader.load(PlatformFactory.class).findFirst()
                .orElseThrow(() -> new IOException("this build has no platform"));
        return factory.start(settings);
    }

    boolean isDone() {
        return starting.isDone();
    }

    /** The platform once {@link #isDone}. @throws IOException with one line for a person when it could not start. */
    Platform platform() throws IOException {
        try {
            return starting.get(0, TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            String message = e.getCause().getMessage();
            throw new IOException(message == null ? e.getCause().toString() : message, e.getCause());
        } catch (InterruptedException | TimeoutException e) {
            throw new IOException("the platform has not started yet", e);
        }
    }

    @Override
    public void close() {
        try {
            starting.get(CLOSE_TIMEOUT_S, TimeUnit.SECONDS).close();
        } catch (ExecutionException | TimeoutException e) {
            // nothing to close
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
