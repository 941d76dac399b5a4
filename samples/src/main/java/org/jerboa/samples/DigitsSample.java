package org.jerboa.samples;

import java.io.IOException;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.jerboa.tune.data.Dataset;
import org.jerboa.tune.metric.Objective;
import org.jerboa.tune.study.Study;
import org.jerboa.tune.study.StudyResult;

/**
 * A study over the digits in the foreground. What is left to a sample is its lesson: the study, and the line before it that says what
 * is about to happen.
 */
abstract class DigitsSample implements Sample {

    private final String name;
    private final String lesson;
    private final SampleOptions.Defaults defaults;

    /** @param lesson what it shows, in one line that begins with the class to read */
    DigitsSample(String name, String lesson, SampleOptions.Defaults defaults) {
        this.name = name;
        this.lesson = lesson;
        this.defaults = defaults;
    }

    /** Complete but for its seed, folder and listener; ranked by accuracy. */
    abstract Study<MultiLayerNetwork> study(Dataset digits, SampleOptions options);

    /** How much will be tried, to be followed by the name of the data. */
    abstract String announcement(SampleOptions options);

    /** What is said of the result after the report. */
    String afterword(StudyResult<MultiLayerNetwork> result) {
        return "";
    }

    @Override
    public final String name() {
        return name;
    }

    @Override
    public final String lesson() {
        return lesson;
    }

    @Override
    public final SampleOptions.Defaults defaults() {
        return defaults;
    }

    @Override
    public final int run(SampleOptions options, Console console) throws IOException, InterruptedException {
        Dataset digits = S01DigitsStudy.digits(options.seed());
        Study<MultiLayerNetwork> study = study(digits, options).seed(options.seed());
        console.out().printf("%s, on %s%n", announcement(options), digits);
        String resume = options.resumeCommand(Samples.program(), name);
        return new StudySession<>(study, options.out(), Objective.maximize("accuracy"), resume, console)
                .afterword(this::afterword)
                .run(options.resume());
    }
}
