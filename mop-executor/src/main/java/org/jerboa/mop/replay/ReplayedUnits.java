package org.jerboa.mop.replay;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jerboa.tune.data.Shard;
import org.jerboa.tune.data.Split;
import org.jerboa.tune.metric.MetricAccumulator;
import org.jerboa.tune.random.RandomStreams;
import org.jerboa.tune.spi.ModelHandler;
import org.jerboa.tune.spi.StudyDefinition;
import org.jerboa.tune.spi.TrainingSummary;
import org.jerboa.tune.spi.UnitContext;
import org.jerboa.tune.study.EpochResult;
import org.jerboa.tune.study.StudyEvent;
import org.jerboa.tune.study.StudyException;
import org.jspecify.annotations.Nullable;

/** Runs the units of a trial again, and compares their numbers with those that are recorded. */
final class ReplayedUnits<M> {

    private final StudyDefinition<M> definition;
    private final ModelHandler<M> handler;
    private final List<String> differences;
    private final int shards;
    private @Nullable TrainingSummary epoch;
    private long epochNanos;

    ReplayedUnits(StudyDefinition<M> definition, List<String> differences) {
        this.definition = definition;
        this.handler = definition.handler();
        this.differences = differences;
        this.shards = definition.data().shards(Split.TRAINING).size();
    }

    /** Makes a version of the one before it. */
    void train(PastTrial trial, M model, int version) {
        List<StudyEvent.UnitTrained> recorded = trial.unit(version);
        StudyEvent.UnitTrained past = recorded.get(recorded.size() - 1);
        UnitContext unit = context(trial, past.epoch(), past.position(), past.shard());
        TrainingSummary training;
        long begin = System.nanoTime();
        try {
            Shard shard = definition.data().shards(Split.TRAINING).get(past.shard());
            training = handler.train(model, shard.open(), unit);
        } catch (Exception e) {
            throw failed(trial, "unit " + version + " (epoch " + past.epoch() + ", shard " + past.shard() + ")", e);
        }
        TrainingSummary before = past.position() == 0 ? null : epoch;
        epoch = before == null ? training : before.merge(training);
        epochNanos = (past.position() == 0 ? 0 : epochNanos) + System.nanoTime() - begin;
        for (StudyEvent.UnitTrained one : recorded) {
            if (one.shard() != past.shard() || !one.training().equals(training)) {
                differences.add("unit " + version + " of trial " + trial.id() + " (epoch " + past.epoch() + ", shard "
                        + past.shard() + ") is " + describe(training) + ", recorded is " + describe(one.training())
                        + (one.shard() == past.shard() ? "" : " on shard " + one.shard()));
            }
        }
    }

    private static String describe(TrainingSummary training) {
        return "loss " + training.loss() + " over " + training.examples() + " examples in " + training.minibatches()
                + " minibatches";
    }

    /** Validates the model at the end of an epoch. */
    EpochResult finishEpoch(PastTrial trial, M model, int version) {
        int number = version / shards - 1;
        @Nullable MetricAccumulator merged = null;
        try {
            for (Shard shard : definition.data().shards(Split.VALIDATION)) {
                MetricAccumulator part =
                        handler.evaluate(model, shard.open(), context(trial, number, 0, shard.index()));
                merged = merged == null ? part : merged.merge(part);
            }
        } catch (Exception e) {
            throw failed(trial, "the validation of epoch " + number, e);
        }
        Map<String, Double> metrics = new LinkedHashMap<>(merged == null ? Map.of() : merged.values());
        metrics.put(
                EpochResult.TRAINING_LOSS,
                Optional.ofNullable(epoch).map(TrainingSummary::loss).orElse(Double.NaN));
        EpochResult result = new EpochResult(number, version, metrics, epochNanos / 1e9);
        trial.epoch(number).ifPresent(past -> compare(trial, past, result));
        return result;
    }

    private void compare(PastTrial trial, EpochResult past, EpochResult present) {
        TreeSet<String> names = new TreeSet<>(past.metrics().keySet());
        names.addAll(present.metrics().keySet());
        for (String name : names) {
            Double was = past.metrics().get(name);
            Double is = present.metrics().get(name);
            if (was == null || !was.equals(is)) {
                differences.add("'" + name + "' of trial " + trial.id() + " after epoch " + present.epoch() + " is "
                        + is + ", recorded is " + was);
            }
        }
    }

    private UnitContext context(PastTrial trial, int epochNumber, int position, int shard) {
        return new UnitContext(
                trial.id(),
                trial.configuration(),
                epochNumber,
                position,
                shards,
                RandomStreams.seed(trial.seed(), "unit", epochNumber, shard),
                definition.metrics(),
                Thread.currentThread()::isInterrupted);
    }

    private static StudyException failed(PastTrial trial, String what, Exception cause) {
        return new StudyException(what + " of trial " + trial.id() + " failed in the replay (" + cause + ")", cause);
    }
}
