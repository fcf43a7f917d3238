package busyhour.jmh.load;

import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Parameters;

/** Where a load program works: an argument of each of them. */
final class Place {

    @Parameters(arity = "0..1", defaultValue = ".", description = "the project's directory (.)")
    private Path root;

    Place() {
        this(Path.of("."));
    }

    Place(Path root) {
        this.root = root;
    }

    Path home() {
        return root.toAbsolutePath().normalize();
    }

    /** Raw results, plans, output of the programs. */
    Path target() {
        return home().resolve("jmh/target/load");
    }

    LoadReport report(String program) throws IOException {
        return new LoadReport(target(), program);
    }

    CBaseline programs() {
        return new CBaseline(home().resolve("jmh/src/main/c"), target());
    }
}
