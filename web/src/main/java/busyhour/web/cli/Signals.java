package busyhour.web.cli;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * SIGINT and SIGTERM of this process: the first asks the command to end, the second ends it at once. The JDK's own class
 * for this is internal, and a shutdown hook cannot tell a second signal: hence by reflection.
 */
final class Signals {
    private static final List<String> NAMES = List.of("INT", "TERM");

    private Signals() {
    }

    /**
     * Takes the signals over. Called by the JVM's own thread for signals.
     *
     * @param first  at the first signal.
     * @param second at every later one.
     */
    static void handle(Runnable first, Runnable second) {
        AtomicInteger count = new AtomicInteger();
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            InvocationHandler invocation = (proxy, method, arguments) -> switch (method.getName()) {
                case "handle" -> {
                    (count.getAndIncrement() == 0 ? first : second).run();
                    yield null;
                }
                case "hashCode" -> System.identityHashCode(proxy);
                case "equals" -> proxy == arguments[0];
                default -> "Signals";
            };
            Object taken = Proxy.newProxyInstance(Signals.class.getClassLoader(), new Class<?>[] {handler}, invocation);
            for (String name : NAMES) {
                signal.getMethod("handle", signal, handler)
                        .invoke(null, signal.getConstructor(String.class).newInstance(name), taken);
            }
        } catch (ReflectiveOperationException | IllegalArgumentException e) {
            Runtime.getRuntime().addShutdownHook(new Thread(first, "signals"));
        }
    }
}
