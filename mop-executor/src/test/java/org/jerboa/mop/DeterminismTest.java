package org.jerboa.mop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.jerboa.testkit.watch.WatchedExecutor.watched;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jerboa.testkit.perceptron.PlainMlp;
import org.jerboa.tune.data.Split;
import org.jerboa.tune.metric.MetricAccumulator;
import org.jerboa.tune.random.RandomStreams;
import org.jerboa.tune.spi.UnitContext;
import org.jerboa.tune.study.StudyEvent;
import org.jerboa.tune.study.StudyResult;
import org.jerboa.tune.study.Trial;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The same seed gives the same study: on any number of workers, with any cache, and equal to a plain loop. */
class DeterminismTest {

    @ParameterizedTest
    @CsvSource({"1, 1000000000", "2, 1000000000", "4, 1000000000", "2, 0", "3, 4000"})
    void resultDoesNotDependOnWorkersOrCache(int workers, long cacheBytes) throws Exception {
        StudyResult<PlainMlp> reference =
                Fixture.study().on(watched(MopExecutor.threads(1))).run();

        StudyResult<PlainMlp> result = Fixture.study()
                .on(watched(MopExecutor.threads(workers).modelCache(cacheBytes)))
                .run();

        assertThat(Fixture.essence(result)).isEqualTo(Fixture.essence(reference));
        assertThat(result.cost().workers()).isEqualTo(workers);
    }

    @ParameterizedTest
    @CsvSource({"1", "4"})
    void everyTrialVisitsEveryShardOncePerEpochInItsOwnOrder(int workers) {
        Map<TrialEpoch, List<Integer>> visits = new LinkedHashMap<>();
        Fixture.study()
                .on(watched(MopExecutor.threads(workers)))
                .listener((event, progress) -> {
                    if (event instanceof StudyEvent.UnitTrained unit) {
                        visits.computeIfAbsent(new TrialEpoch(unit.trial(), unit.epoch()), key -> new ArrayList<>())
                                .add(unit.shard());
                    }
                })
                .run();

        assertThat(visits).hasSize(8 * Fixture.EPOCHS);
        assertThat(visits.values()).allSatisfy(shards -> assertThat(shards).containsExactlyInAnyOrder(0, 1, 2, 3));
        assertThat(Set.copyOf(visits.values())).as("distinct orders").hasSizeGreaterThan(5);
        visits.forEach((key, shards) -> assertThat(shards).containsExactly(orderOf(key.trial(), key.epoch())));
    }

    private record TrialEpoch(int trial, int epoch) {}

    private static Integer[] orderOf(int trial, int epoch) {
        int[] order = RandomStreams.permutation(Fixture.SHARDS, RandomStreams.seed(5, "trial", trial), "order", epoch);
        return Arrays.stream(order).boxed().toArray(Integer[]::new);
    }

    /** An independent loop over one trial: no executor, no checkpoint, no hop. */
    @Test
    void equalsASingleThreadedLoop() throws Exception {
        StudyResult<PlainMlp> result =
                Fixture.study().on(watched(MopExecutor.threads(4))).run();

        for (Trial trial : result.ranking()) {
            PlainMlp model = Fixture.HANDLER.create(trial.configuration(), trial.seed());
            double best = Double.NEGATIVE_INFINITY;
            String bestBits = "";
            List<Double> accuracies = new ArrayList<>();
            for (int epoch = 0; epoch < Fixture.EPOCHS; epoch++) {
                Integer[] order = orderOf(trial.id(), epoch);
                for (int position = 0; position < order.length; position++) {
                    Fixture.HANDLER.train(
                            model,
                            Fixture.open(Split.TRAINING, order[position]),
                            unit(trial, epoch, position, order[position]));
                }
                MetricAccumulator first =
                        Fixture.HANDLER.evaluate(model, Fixture.open(Split.VALIDATION, 0), unit(trial, epoch, 0, 0));
                MetricAccumulator second =
                        Fixture.HANDLER.evaluate(model, Fixture.open(Split.VALIDATION, 1), unit(trial, epoch, 0, 1));
                double accuracy = first.merge(second).values().get("accuracy");
                accuracies.add(accuracy);
                if (accuracy > best) {
                    best = accuracy;
                    bestBits = copyOfBits(model, trial);
                }
            }
            assertThat(trial.epochs())
                    .extracting(epoch -> epoch.metrics().get("accuracy"))
                    .isEqualTo(accuracies);
            assertThat(Fixture.bits(result.model(trial.id()))).isEqualTo(bestBits);
        }
    }

    private static UnitContext unit(Trial trial, int epoch, int position, int shard) {
        return new UnitContext(
                trial.id(),
                trial.configuration(),
                epoch,
                position,
                Fixture.SHARDS,
                RandomStreams.seed(trial.seed(), "unit", epoch, shard),
                Set.of("accuracy"),
                () -> false);
    }

    private static String copyOfBits(PlainMlp model, Trial trial) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Fixture.HANDLER.write(model, Channels.newChannel(bytes));
        ReadableByteChannel in = Channels.newChannel(new ByteArrayInputStream(bytes.toByteArray()));
        return Fixture.bits(Fixture.HANDLER.restore(trial.configuration(), in, null));
    }
}
