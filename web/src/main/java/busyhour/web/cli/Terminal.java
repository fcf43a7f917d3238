package busyhour.web.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the two output streams of this process can show. Any thread. */
final class Terminal {
    private static final PrintStream OUT = stream(FileDescriptor.out, charset("stdout.encoding"));
    private static final PrintStream ERR = stream(FileDescriptor.err, charset("stderr.encoding"));
    private static final boolean ERR_IS_TERMINAL = isTerminal(2);
    private static final boolean RICH = charset("stderr.encoding").newEncoder().canEncode('✓');
    private static final int DEFAULT_COLUMNS = 100;

    private Terminal() {
    }

    /** Standard output: what a script reads. */
    static PrintStream out() {
        return OUT;
    }

    /** Standard error: what a person reads. */
    static PrintStream err() {
        return ERR;
    }

    /** Whether a line on standard error can be written over. */
    static boolean isLive() {
        return ERR_IS_TERMINAL && !"dumb".equals(System.getenv("TERM"));
    }

    /** Whether colours are wanted. */
    static boolean hasColour() {
        return isLive() && System.getenv("NO_COLOR") == null;
    }

    /** The first where the terminal can show it, else the second. */
    static String sign(String rich, String plain) {
        return RICH ? rich : plain;
    }

    static String green(String text) {
        return colour("32", text);
    }

    static String red(String text) {
        return colour("31", text);
    }

    static String bold(String text) {
        return colour("1", text);
    }

    static String dim(String text) {
        return colour("2", text);
    }

    /** Width of the terminal. */
    static int columns() {
        String columns = System.getenv("COLUMNS");
        return columns != null && columns.matches("\\d{2,4}") ? Integer.parseInt(columns) : DEFAULT_COLUMNS;
    }

    private static String colour(String code, String text) {
        return hasColour() ? "\033[" + code + "m" + text + "\033[0m" : text;
    }

    private static PrintStream stream(FileDescriptor descriptor, Charset charset) {
        return new PrintStream(new FileOutputStream(descriptor), true, charset);
    }

    private static Charset charset(String property) {
        String name = System.getProperty(property, System.getProperty("native.encoding", "UTF-8"));
        return Charset.isSupported(name) ? Charset.forName(name) : Charset.forName("UTF-8");
    }

    private static boolean isTerminal(int descriptor) {
        try {
            Path target = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor));
            return target.startsWith("/dev/pts") || target.startsWith("/dev/tty") || target.startsWith("/dev/console");
        } catch (IOException e) {
            return false;
        }
    }
}
