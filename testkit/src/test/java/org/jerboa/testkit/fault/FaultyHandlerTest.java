package org.jerboa.testkit.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.channels.Channels;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.jerboa.testkit.perceptron.Blobs;
import org.jerboa.testkit.perceptron.PlainMlp;
import org.jerboa.testkit.perceptron.PlainMlpHandler;
import org.jerboa.tune.data.Examples;
import org.jerboa.tune.metric.MetricAccumulator;
import org.jerboa.tune.space.Configuration;
import org.jerboa.tune.spi.TrainingSummary;
import org.jerboa.tune.spi.UnitContext;
import org.junit.jupiter.api.Test;

public class FaultyHandlerTest {

    private static final Blobs BLOBS = new Blobs(4, 2, 3);
    private static final Examples EXAMPLES = BLOBS.examples(0, 40);
    private static final PlainMlpHandler SOUND = PlainMlpHandler.of(BLOBS.schema());
    private static final Configuration CONFIGURATION = Configuration.of(Map.of("learningRate", 0.1));

    @Test
    void failsTheNamedUnitForTheNamedAttemptsAndNoOther() throws Exception {
        FaultyHandler<PlainMlp> handler =
                faulty(Fault.on(Fault.Call.TRAIN).trial(1).epoch(2).position(0).times(2));
        PlainMlp model = handler.create(CONFIGURATION, 1);
        handler.train(model, EXAMPLES, unit(0, 2, 0));
        handler.train(model, EXAMPLES, unit(1, 1, 0));
        handler.train(model, EXAMPLES, unit(1, 2, 1));
        long steps = model.steps();
        for (int attempt = 0; attempt < 2; attempt++) {
            assertThatThrownBy(() -> handler.train(model, EXAMPLES, unit(1, 2, 0)))
                    .isInstanceOf(InjectedFault.class)
                    .hasMessageContaining("injected into TRAIN of trial 1 epoch 2 position 0");
        }
        assertThat(model.steps()).as("weights changed before the failure").isGreaterThan(steps);
        assertThatCode(() -> handler.train(model, EXAMPLES, unit(1, 2, 0))).doesNotThrowAnyException();
    }

    @Test
    void givesNaNForLossAndMetrics() throws Exception {
        FaultyHandler<PlainMlp> handler = faulty(
                Fault.on(Fault.Call.TRAIN).with(Fault.Effect.NAN),
                Fault.on(Fault.Call.EVALUATE).epoch(1).with(Fault.Effect.NAN));
        PlainMlp model = handler.create(CONFIGURATION, 1);
        assertThat(handler.train(model, EXAMPLES, unit(0, 0, 0)).loss()).isNaN();
        MetricAccumulator sound = handler.evaluate(model, EXAMPLES, unit(0, 0, 0));
        assertThat(sound.values().get("loss")).isFinite();
        MetricAccumulator struck = handler.evaluate(model, EXAMPLES, unit(0, 1, 0));
        assertThat(struck.merge(sound).values().keySet())
                .isEqualTo(sound.values().keySet());
        assertThat(struck.merge(sound).examples()).isEqualTo(80);
        assertThat(struck.merge(struck).values().values())
                .allSatisfy(value -> assertThat(value).isNaN());
    }

    @Test
    void aUnitThatHangsComesBackWhenItIsCancelled() throws Exception {
        FaultyHandler<PlainMlp> handler = faulty(
                Fault.on(Fault.Call.TRAIN).times(1).with(Fault.Effect.HANG),
                Fault.on(Fault.Call.EVALUATE).with(Fault.Effect.HANG));
        PlainMlp model = handler.create(CONFIGURATION, 1);
        AtomicInteger looks = new AtomicInteger();
        assertThatThrownBy(() -> handler.train(model, EXAMPLES, unit(() -> model.steps() == 2)))
                .as("when it has trained")
                .isInstanceOf(CancellationException.class);
        assertThatThrownBy(() -> handler.evaluate(model, EXAMPLES, unit(() -> looks.incrementAndGet() > 3)))
                .isInstanceOf(CancellationException.class);
        assertThat(looks).hasValueGreaterThan(3);
        assertThat(handler.struck()).extracting(Fault::call).containsExactly(Fault.Call.TRAIN, Fault.Call.EVALUATE);
    }

    @Test
    void aStuckUnitComesBackWhenItIsLetGo() throws Exception {
        FaultyHandler<PlainMlp> handler = faulty(Fault.on(Fault.Call.TRAIN).with(Fault.Effect.STUCK));
        PlainMlp model = handler.create(CONFIGURATION, 1);
        CompletableFuture<TrainingSummary> stuck = CompletableFuture.supplyAsync(() -> {
            try {
                return handler.train(model, EXAMPLES, unit(0, 0, 0));
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        assertThatThrownBy(() -> stuck.get(50, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
        handler.letGo();

        assertThat(stuck.get(1, TimeUnit.MINUTES).examples()).isEqualTo(40);
    }

    @Test
    void givesEstimatesAndMetricsThatAreOfNoUse() throws Exception {
        FaultyHandler<PlainMlp> handler = faulty(
                Fault.on(Fault.Call.ESTIMATE)
                        .where("learningRate", 0.1)
                        .times(1)
                        .with(Fault.Effect.TOO_LARGE),
                Fault.on(Fault.Call.EVALUATE).epoch(1).with(Fault.Effect.UNMERGEABLE),
                Fault.on(Fault.Call.TRAIN).with(Fault.Effect.OUT_OF_MEMORY));
        assertThat(handler.estimate(CONFIGURATION, EXAMPLES.schema()))
                .hasValueSatisfying(estimate -> assertThat(estimate.bytes()).isGreaterThan(handler.memoryLimit()));
        assertThat(handler.estimate(CONFIGURATION, EXAMPLES.schema()))
                .isEqualTo(SOUND.estimate(CONFIGURATION, EXAMPLES.schema()));
        PlainMlp model = handler.create(CONFIGURATION, 1);
        MetricAccumulator sound = handler.evaluate(model, EXAMPLES, unit(0, 0, 0));
        MetricAccumulator struck = handler.evaluate(model, EXAMPLES, unit(0, 1, 0));
        assertThat(struck.values()).isEqualTo(sound.values());
        assertThatThrownBy(() -> struck.merge(sound)).isInstanceOf(ClassCastException.class);
        assertThatThrownBy(() -> sound.merge(struck)).isInstanceOf(RuntimeException.class);
        assertThatThrownBy(() -> handler.train(model, EXAMPLES, unit(0, 0, 0)))
                .isInstanceOf(OutOfMemoryError.class)
                .hasMessageContaining("injected");
    }

    @Test
    void failsToCreateAndRestoreChosenConfigurations() throws Exception {
        Configuration struck = Configuration.of(Map.of("learningRate", 0.5));
        FaultyHandler<PlainMlp> handler = faulty(
                Fault.on(Fault.Call.CREATE).where("learningRate", 0.5).times(1),
                Fault.on(Fault.Call.RESTORE).where("learningRate", 0.5).with(Fault.Effect.ERROR));
        handler.create(CONFIGURATION, 1);
        assertThatThrownBy(() -> handler.create(struck, 1)).isInstanceOf(InjectedFault.class);
        PlainMlp model = handler.create(struck, 1);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        handler.write(model, Channels.newChannel(bytes));
        assertThatThrownBy(() -> handler.restore(
                        struck, Channels.newChannel(new ByteArrayInputStream(bytes.toByteArray())), null))
                .isInstanceOf(LinkageError.class);
    }

    @Test
    void leavesHalfACheckpointBehind() throws Exception {
        FaultyHandler<PlainMlp> handler = faulty(Fault.on(Fault.Call.WRITE).trial(4));
        PlainMlp model = handler.create(CONFIGURATION, 1);
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        handler.write(model, Channels.newChannel(whole));
        handler.train(model, EXAMPLES, unit(4, 0, 0));
        ByteArrayOutputStream torn = new ByteArrayOutputStream();
        assertThatThrownBy(() -> handler.write(model, Channels.newChannel(torn)))
                .isInstanceOf(InjectedFault.class);
        assertThat(torn.size()).isEqualTo(whole.size() / 2);
    }

    @Test
    @SuppressWarnings("unchecked")
    void aCopyThatTravelledFailsTheSame() throws Exception {
        FaultyHandler<PlainMlp> handler =
                faulty(Fault.on(Fault.Call.TRAIN).trial(0).times(1));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(handler);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            FaultyHandler<PlainMlp> copy = (FaultyHandler<PlainMlp>) in.readObject();
            PlainMlp model = copy.create(CONFIGURATION, 1);
            assertThatThrownBy(() -> copy.train(model, EXAMPLES, unit(0, 0, 0))).isInstanceOf(InjectedFault.class);
            copy.train(model, EXAMPLES, unit(0, 0, 0));
        }
    }

    @Test
    void refusesFaultsThatCannotStrike() {
        assertThatThrownBy(() -> Fault.on(Fault.Call.CREATE).trial(1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("CREATE knows no unit");
        assertThatThrownBy(() -> Fault.on(Fault.Call.WRITE).with(Fault.Effect.NAN))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("NAN cannot strike WRITE");
        assertThatThrownBy(() -> Fault.on(Fault.Call.TRAIN).with(Fault.Effect.TOO_LARGE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("TOO_LARGE cannot strike TRAIN");
    }

    private static FaultyHandler<PlainMlp> faulty(Fault... faults) {
        return new FaultyHandler<>(SOUND, faults);
    }

    private static UnitContext unit(BooleanSupplier cancelled) {
        return new UnitContext(0, CONFIGURATION, 0, 0, 2, 5, Set.of(), cancelled);
    }

    private static UnitContext unit(int trial, int epoch, int position) {
        return new UnitContext(trial, CONFIGURATION, epoch, position, 2, 5, Set.of(), () -> false);
    }
}
