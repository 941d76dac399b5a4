package org.jerboa.samples;

import static org.jerboa.testkit.watch.WatchedExecutor.watched;

import java.io.IOException;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.OptionalInt;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.jerboa.tune.data.Dataset;
import org.jerboa.tune.study.Study;
import org.jerboa.tune.study.StudyResult;

/**
 * {@link Samples} whose studies are held to the invariants: a violation is thrown where the sample awaits its study, so it
 * ends the process with a stack trace and another status than 0.
 */
final class WatchedSamples {

    /** System property: the epoch of which no unit of training comes back until it is cancelled. */
    static final String STUCK_EPOCH = "jerboa.samples.stuckEpoch";

    private WatchedSamples() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        System.exit(
                all().run(Arrays.asList(arguments), Console.ofProcess(), LocalDateTime.now(ZoneId.systemDefault())));
    }

    static Samples all() {
        return new Samples(Samples.ALL.stream().map(Watched::new).toList());
    }

    private static final class Watched extends DigitsSample {

        private final DigitsSample sample;

        Watched(DigitsSample sample) {
            super(sample.name(), sample.lesson(), sample.defaults());
            this.sample = sample;
        }

        @Override
        Study<MultiLayerNetwork> study(Dataset digits, SampleOptions options) {
            return sample.study(digits, options)
                    .on(watched(StuckExecutor.inEpoch(
                            stuckEpoch(), options.workers().executor())));
        }

        private static OptionalInt stuckEpoch() {
            Integer epoch = Integer.getInteger(STUCK_EPOCH);
            return epoch == null ? OptionalInt.empty() : OptionalInt.of(epoch);
        }

        @Override
        String announcement(SampleOptions options) {
            return sample.announcement(options);
        }

        @Override
        String afterword(StudyResult<MultiLayerNetwork> result) {
            return sample.afterword(result);
        }
    }
}
