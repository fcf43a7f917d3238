package busyhour.web.platform.routes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Stream;

/** Of each route of a feature a request that succeeds. Has a constructor without parameters. */
public interface RouteSamples {

    /**
     * Names them all: {@code to.accept("POST /projects/{project}/tests", world -> Ask.of().body(plan))}; paths without {@code /api/v1}.
     * What the request needs (ids, names) is made in the function, afresh each time: it is called before every request, in any order, and
     * a request to delete gets something to delete. {@code {project}} is filled in when the ask does not name it.
     */
    void describe(BiConsumer<String, Function<RouteWorld, Ask>> to);

    /** Those of all features, by "METHOD path". */
    static Map<String, Function<RouteWorld, Ask>> all() {
        Map<String, Function<RouteWorld, Ask>> all = new TreeMap<>();
        try (Stream<Path> files = Files.list(Path.of(RouteSamples.class.getResource("RouteSamples.class").toURI()).getParent())) {
            for (String name : files.map(file -> file.getFileName().toString()).filter(file -> file.endsWith("Samples.class")).sorted().toList()) {
                Class<?> type = Class.forName(RouteSamples.class.getPackageName() + "." + name.replace(".class", ""));
                if (type != RouteSamples.class) {
                    ((RouteSamples) type.getDeclaredConstructor().newInstance()).describe((route, ask) -> {
                        if (all.put(route.replaceFirst(" ", " /api/v1"), ask) != null) {
                            throw new IllegalStateException("two samples of " + route);
                        }
                    });
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (ReflectiveOperationException | java.net.URISyntaxException e) {
            throw new IllegalStateException(e);
        }
        return all;
    }
}
