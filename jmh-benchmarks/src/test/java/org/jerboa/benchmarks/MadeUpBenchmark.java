package org.jerboa.benchmarks;

import java.io.PrintStream;
import java.util.List;

/** A benchmark that takes no time. */
final class MadeUpBenchmark implements Benchmark {

    @Override
    public String name() {
        return "made-up";
    }

    @Override
    public String about() {
        return "nothing in particular";
    }

    @Override
    public List<Figure> run(Settings settings, PrintStream progress) {
        progress.println("measuring");
        return List.of(
                Figure.of("time", settings.quick() ? 1 : 2, "s"),
                Figure.of("ratio", 0.5, "x").against("a \"rival\"").aiming(Goal.above(1)));
    }
}
