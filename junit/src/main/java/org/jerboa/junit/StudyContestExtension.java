package org.jerboa.junit;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jerboa.tune.spi.SearchAlgorithm;
import org.jerboa.tune.study.Limits;
import org.jerboa.tune.study.Study;
import org.jerboa.tune.study.StudyResult;
import org.jerboa.tune.study.Trial;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Runs the studies of a {@link StudyContest}, one after another, when a test first asks for their scores. */
final class StudyContestExtension extends BenchmarkExtension<StudyContest, StudyScores> {

    StudyContestExtension() {
        super(StudyContest.class, StudyScores.class);
    }

    @Override
    StudyScores run(StudyContest settings, TestMethods methods, ExtensionContext context) {
        int seeds = context.getConfigurationParameter(SearchBenchmark.SEEDS, Integer::valueOf)
                .orElse(settings.seeds());
        Method study = method(methods, settings.study(), Study.class, SearchAlgorithm.class, long.class);
        Method score = method(methods, settings.score(), double.class, StudyResult.class);
        Map<String, SearchAlgorithm> searches = new Competitors(methods).of(settings.searches(), settings.epochs());
        List<StudyScores.Run> runs = new ArrayList<>();
        for (long seed = 0; seed < seeds; seed++) {
            long ofStudy = seed;
            // a seed of all searches before the next: what disturbs the machine for a while disturbs all
            searches.forEach((name, search) -> {
                StudyResult<?> result = methods.call(study, Study.class, search, ofStudy)
                        .limit(Limits.none().epochs(settings.epochs()))
                        .run();
                runs.add(run(name, ofStudy, methods.number(score, result), result.ranking()));
            });
        }
        return new StudyScores(runs);
    }

    private static StudyScores.Run run(String search, long seed, double score, List<Trial> trials) {
        long epochs = trials.stream().mapToLong(trial -> trial.epochs().size()).sum();
        return new StudyScores.Run(search, seed, score, trials.size(), epochs);
    }

    private static Method method(TestMethods methods, String name, Class<?> returns, Class<?>... takes) {
        return methods
                .all(method -> method.getName().equals(name)
                        && returns.isAssignableFrom(method.getReturnType())
                        && Arrays.equals(method.getParameterTypes(), takes))
                .stream()
                .findFirst()
                .orElseThrow(() -> new ExtensionConfigurationException("no method '" + name + "' of "
                        + Arrays.stream(takes).map(Class::getSimpleName).toList() + " in "
                        + methods.testClass().getName() + "; add one that is static and returns "
                        + returns.getSimpleName()));
    }

    @Override
    void report(StudyScores scores, BenchmarkFiles files) {
        files.print(scores.text());
        files.write("txt", scores.text());
        files.write("csv", scores.csv());
    }
}
