package org.jerboa.benchmarks.search;

import java.util.List;
import java.util.stream.Stream;
import org.jerboa.testkit.functions.DrawnFunctions;
import org.jerboa.testkit.functions.TestFunction;
import org.jerboa.testkit.functions.TestFunctions;

/** Which test functions are played. */
enum FunctionSet {
    PUBLIC("public") {
        @Override
        List<TestFunction> of(Kind kind) {
            return kind == Kind.PLAIN ? TestFunctions.plain() : TestFunctions.curves();
        }
    },

    KEPT_ASIDE("kept-aside") {
        @Override
        List<TestFunction> of(Kind kind) {
            return kind == Kind.PLAIN ? DrawnFunctions.keptAside() : DrawnFunctions.curvesKeptAside();
        }
    },

    ALL("all") {
        @Override
        List<TestFunction> of(Kind kind) {
            return Stream.concat(PUBLIC.of(kind).stream(), KEPT_ASIDE.of(kind).stream())
                    .toList();
        }
    };

    /** What a function has a loss for. */
    enum Kind {
        PLAIN,
        CURVES
    }

    private final String title;

    FunctionSet(String title) {
        this.title = title;
    }

    abstract List<TestFunction> of(Kind kind);

    boolean includes(FunctionSet other) {
        return this == ALL || this == other;
    }

    /** As it is given on the command line. */
    @Override
    public String toString() {
        return title;
    }
}
