package org.jerboa.junit;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jerboa.testkit.functions.Comparison;
import org.jerboa.testkit.functions.Contest;
import org.jerboa.testkit.functions.TestFunction;
import org.jerboa.testkit.functions.TestFunctions;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Plays what a {@link SearchBenchmark} says, when a test first asks for the comparison. */
final class SearchBenchmarkExtension extends BenchmarkExtension<SearchBenchmark, Comparison> {

    SearchBenchmarkExtension() {
        super(SearchBenchmark.class, Comparison.class);
    }

    @Override
    Comparison run(SearchBenchmark settings, TestMethods methods, ExtensionContext context) {
        Optional<Integer> seeds = context.getConfigurationParameter(SearchBenchmark.SEEDS, Integer::valueOf);
        return Contest.on(functions(settings, methods))
                .seeds(seeds.orElse(settings.seeds()))
                .threads(Runtime.getRuntime().availableProcessors())
                .studies(study -> study.slots(settings.slots()))
                .between(new Competitors(methods).chosen(settings.searches()));
    }

    private static List<TestFunction> functions(SearchBenchmark settings, TestMethods methods) {
        return Arrays.stream(settings.functions())
                .map(name -> function(name, methods))
                .map(function -> settings.budget() > 0 ? function.budget(settings.budget()) : function)
                .toList();
    }

    private static TestFunction function(String name, TestMethods methods) {
        boolean own = !methods.all(
                        method -> method.getName().equals(name) && method.getReturnType() == TestFunction.class)
                .isEmpty();
        return own ? methods.call(name, TestFunction.class) : TestFunctions.named(name);
    }

    @Override
    void report(Comparison comparison, BenchmarkFiles files) {
        String table = comparison.scores().text();
        files.print(table);
        files.write("txt", table);
        files.write("csv", ComparisonText.csv(comparison));
        files.write("json", ComparisonText.json(comparison));
    }
}
