package org.jerboa.testkit.fault;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectStreamException;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.jerboa.tune.data.Examples;
import org.jerboa.tune.data.Schema;
import org.jerboa.tune.metric.MetricAccumulator;
import org.jerboa.tune.space.Configuration;
import org.jerboa.tune.spi.ModelEstimate;
import org.jerboa.tune.spi.ModelHandler;
import org.jerboa.tune.spi.TrainingSummary;
import org.jerboa.tune.spi.UnitContext;
import org.jspecify.annotations.Nullable;

/**
 * A handler that does what another does, but for {@linkplain Fault faults} at named moments: for tests of what an executor
 * makes of failures. Which calls fail depends on their arguments and on how often the same was attempted before, never on
 * time or chance.
 *
 * <p>Attempts are counted by each deserialised copy for itself, as workers in different JVMs would.
 *
 * @param <M> the tool's model
 */
public final class FaultyHandler<M> extends ForwardingHandler<M> {

    private static final long serialVersionUID = 1L;

    private final List<Fault> faults;
    private final transient Map<String, Integer> attempts = new ConcurrentHashMap<>();
    private final transient ModelMoments<M> moments = new ModelMoments<>();
    private final transient Queue<Fault> struck = new ConcurrentLinkedQueue<>();
    private final transient CountDownLatch free = new CountDownLatch(1);

    /** Strikes calls to {@code delegate}; the first fault that fits a call decides. */
    public FaultyHandler(ModelHandler<M> delegate, Fault... faults) {
        this(delegate, List.of(faults));
    }

    private FaultyHandler(ModelHandler<M> delegate, List<Fault> faults) {
        super(delegate);
        this.faults = List.copyOf(faults);
    }

    private Object readResolve() throws ObjectStreamException {
        return new FaultyHandler<>(delegate, faults);
    }

    /** The faults that struck so far, each as often as it did. */
    public List<Fault> struck() {
        return List.copyOf(struck);
    }

    /** Lets units come back that are {@link Fault.Effect#STUCK}; from now on none is. */
    public void letGo() {
        free.countDown();
    }

    @Override
    public Optional<ModelEstimate> estimate(Configuration configuration, Schema data) throws Exception {
        Moment moment = Moment.of(configuration);
        Optional<Fault> fault = strikes(Fault.Call.ESTIMATE, moment);
        fail(fault, moment);
        Optional<ModelEstimate> estimate = delegate.estimate(configuration, data);
        return fault.isEmpty()
                ? estimate
                : Optional.of(new ModelEstimate(
                        estimate.map(ModelEstimate::parameters).orElse(0L), 1, Long.MAX_VALUE));
    }

    @Override
    public M create(Configuration configuration, long seed) throws Exception {
        Moment moment = Moment.of(configuration);
        fail(strikes(Fault.Call.CREATE, moment), moment);
        M model = delegate.create(configuration, seed);
        moments.put(model, moment);
        return model;
    }

    @Override
    public TrainingSummary train(M model, Examples shard, UnitContext unit) throws Exception {
        Moment moment = Moment.of(unit);
        moments.put(model, moment);
        Optional<Fault> fault = strikes(Fault.Call.TRAIN, moment);
        TrainingSummary summary = delegate.train(model, shard, unit);
        fail(fault, moment);
        stay(fault, unit);
        return has(fault, Fault.Effect.NAN)
                ? new TrainingSummary(summary.examples(), summary.minibatches(), Double.NaN)
                : summary;
    }

    @Override
    public MetricAccumulator evaluate(M model, Examples shard, UnitContext unit) throws Exception {
        Moment moment = Moment.of(unit);
        Optional<Fault> fault = strikes(Fault.Call.EVALUATE, moment);
        MetricAccumulator metrics = delegate.evaluate(model, shard, unit);
        fail(fault, moment);
        stay(fault, unit);
        if (has(fault, Fault.Effect.NAN)) {
            return new NotANumber(metrics);
        }
        return has(fault, Fault.Effect.UNMERGEABLE) ? new Unmergeable(metrics) : metrics;
    }

    @Override
    public void write(M model, WritableByteChannel out) throws IOException {
        Moment moment = moments.of(model);
        Optional<Fault> fault = strikes(Fault.Call.WRITE, moment);
        if (fault.isEmpty()) {
            delegate.write(model, out);
            return;
        }
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        delegate.write(model, Channels.newChannel(whole));
        ByteBuffer half = ByteBuffer.wrap(whole.toByteArray(), 0, whole.size() / 2);
        while (half.hasRemaining()) {
            out.write(half);
        }
        fail(fault, moment);
    }

    @Override
    public M restore(Configuration configuration, ReadableByteChannel in, @Nullable M reusable) throws IOException {
        Moment moment = Moment.of(configuration);
        Optional<Fault> fault = strikes(Fault.Call.RESTORE, moment);
        if (fault.isPresent()) {
            in.read(ByteBuffer.allocate(16));
            fail(fault, moment);
        }
        M model = delegate.restore(configuration, in, reusable);
        moments.put(model, moment);
        return model;
    }

    @Override
    public void close(M model) {
        moments.forget(model);
        delegate.close(model);
    }

    private Optional<Fault> strikes(Fault.Call call, Moment moment) {
        for (Fault fault : faults) {
            if (fault.fits(call, moment)) {
                int attempt = attempts.merge(call + " " + moment, 1, Integer::sum);
                if (attempt > fault.attempts()) {
                    return Optional.empty();
                }
                struck.add(fault);
                return Optional.of(fault);
            }
        }
        return Optional.empty();
    }

    private static void fail(Optional<Fault> fault, Moment moment) throws InjectedFault {
        if (fault.isPresent()) {
            String message = "injected into " + fault.get().call() + " of " + moment;
            switch (fault.get().effect()) {
                case EXCEPTION -> throw new InjectedFault(message);
                case ERROR -> throw new LinkageError(message);
                case OUT_OF_MEMORY -> throw new OutOfMemoryError(message);
                default -> {} // shows in what is returned, or when
            }
        }
    }

    private void stay(Optional<Fault> fault, UnitContext unit) throws InterruptedException {
        if (has(fault, Fault.Effect.HANG)) {
            new Gate().pass(unit.cancelled());
            unit.checkCancelled();
        } else if (has(fault, Fault.Effect.STUCK)) {
            free.await();
        }
    }

    private static boolean has(Optional<Fault> fault, Fault.Effect effect) {
        return fault.filter(one -> one.effect() == effect).isPresent();
    }

    /** Where a call belongs; numbers are -1 where it belongs to no unit. */
    record Moment(int trial, int epoch, int position, Configuration configuration) {

        static Moment of(Configuration configuration) {
            return new Moment(-1, -1, -1, configuration);
        }

        static Moment of(UnitContext unit) {
            return new Moment(unit.trial(), unit.epoch(), unit.position(), unit.configuration());
        }

        @Override
        public String toString() {
            String unit = trial < 0 ? "" : "trial " + trial + " epoch " + epoch + " position " + position + " ";
            return unit + "[" + configuration + "]";
        }
    }

    /** Metrics of one shard that those of others cannot be added to. */
    private record Unmergeable(MetricAccumulator actual) implements MetricAccumulator, Serializable {

        @Override
        public long examples() {
            return actual.examples();
        }

        @Override
        public MetricAccumulator merge(MetricAccumulator other) {
            throw new ClassCastException("injected into the merging of metrics");
        }

        @Override
        public Map<String, Double> values() {
            return actual.values();
        }
    }

    /** Metrics of which each is NaN. */
    private record NotANumber(MetricAccumulator actual) implements MetricAccumulator, Serializable {

        @Override
        public long examples() {
            return actual.examples();
        }

        @Override
        public MetricAccumulator merge(MetricAccumulator other) {
            return new NotANumber(actual.merge(other instanceof NotANumber that ? that.actual : other));
        }

        @Override
        public Map<String, Double> values() {
            Map<String, Double> values = new LinkedHashMap<>(actual.values());
            values.replaceAll((metric, value) -> Double.NaN);
            return values;
        }
    }
}
