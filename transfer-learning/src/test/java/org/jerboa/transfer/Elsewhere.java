package org.jerboa.transfer;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.jerboa.mop.MopExecutor;
import org.jerboa.tune.data.Dataset;
import org.jerboa.tune.data.Derivation;
import org.jerboa.tune.data.Examples;
import org.jerboa.tune.data.Schema;
import org.jerboa.tune.data.Shard;
import org.jerboa.tune.data.ShardTransform;
import org.jerboa.tune.data.Split;
import org.jerboa.tune.data.Tensor;
import org.jerboa.tune.data.TensorSpec;
import org.jerboa.tune.spi.StudyDefinition;
import org.jerboa.tune.spi.StudyExecutor;
import org.jerboa.tune.study.Replay;
import org.jerboa.tune.study.StudyHandle;
import org.jspecify.annotations.Nullable;

/**
 * Runs studies on threads, but never opens a derived shard: outputs are computed as its derivation says, with a copy of the transform as
 * another process would have it, held as long as derivations say, and no longer.
 */
public final class Elsewhere implements StudyExecutor {

    private final StudyExecutor threads = MopExecutor.threads(2);
    private final Map<String, ShardTransform> transforms = new HashMap<>();
    private final Map<String, Map<String, Tensor>> held = new HashMap<>();
    private final List<Integer> losses;
    private @Nullable Dataset last;
    private int studies;
    private long peak;
    private int fromSource;
    private int fromOutputs;

    /** @param losses before which studies, from 0, all that is held gets lost */
    public Elsewhere(Integer... losses) {
        this.losses = List.of(losses);
    }

    /** The most bytes of outputs that were held at once. */
    public synchronized long peak() {
        return peak;
    }

    /** Bytes of outputs that are held. */
    public synchronized long bytes() {
        return held.values().stream()
                .flatMap(outputs -> outputs.values().stream())
                .mapToLong(Tensor::bytes)
                .sum();
    }

    /** How many transforms were sent. */
    public synchronized int transforms() {
        return transforms.size();
    }

    /** How often outputs were computed for a shard, from its examples. */
    public synchronized int fromSource() {
        return fromSource;
    }

    /** How often they were computed from other outputs. */
    public synchronized int fromOutputs() {
        return fromOutputs;
    }

    @Override
    public <M> StudyHandle<M> start(StudyDefinition<M> study) {
        List<Shard> shards = new ArrayList<>();
        for (Split split : Split.values()) {
            for (Shard shard : study.data().shards(split)) {
                shards.add(shard.derivation()
                        .<Shard>map(how -> new Here(this, shard, how))
                        .orElse(shard));
            }
        }
        Dataset data = Dataset.of(study.data().name(), study.data().seed(), shards);
        begin(data);
        return threads.start(new StudyDefinition<>(
                study.space(),
                study.search(),
                study.handler(),
                data,
                study.objectives(),
                study.metrics(),
                study.seed(),
                study.folder(),
                study.resume(),
                study.limits(),
                study.earlyStopping(),
                study.listeners()));
    }

    @Override
    public <M> Replay<M> replay(StudyDefinition<M> study, int trial, OptionalInt epoch) {
        return threads.replay(study, trial, epoch);
    }

    /** Studies come one after another: the one before has ended. */
    private synchronized void begin(Dataset data) {
        end();
        last = data;
        if (losses.contains(studies++)) {
            held.clear();
        }
    }

    /** The last study has ended: what nobody needs any more goes. */
    public synchronized void end() {
        if (last != null) {
            for (Split split : Split.values()) {
                for (Shard shard : last.shards(split)) {
                    shard.derivation().ifPresent(how -> outputs(shard).keySet().retainAll(how.keep()));
                }
            }
        }
        last = null;
    }

    private Map<String, Tensor> outputs(Shard shard) {
        return held.computeIfAbsent(shard.split() + " " + shard.index(), none -> new HashMap<>());
    }

    private synchronized Examples open(Shard shard, Derivation how) throws IOException {
        Map<String, Tensor> outputs = outputs(shard);
        if (!outputs.keySet().containsAll(how.tensors().values())) {
            compute(shard, how, outputs);
        }
        List<Tensor> tensors = new ArrayList<>();
        for (TensorSpec spec : shard.schema().tensors()) {
            String output = how.tensors().get(spec.name());
            tensors.add(
                    output == null
                            ? how.source().open().tensor(spec.name())
                            : Tensor.of(spec, outputs.get(output).raw(), shard.examples()));
        }
        return Examples.of(tensors);
    }

    private void compute(Shard shard, Derivation how, Map<String, Tensor> outputs) throws IOException {
        ShardTransform transform = transforms.computeIfAbsent(how.transform().key(), key -> copy(how.transform()));
        Set<String> wanted = new HashSet<>(how.outputs());
        wanted.removeAll(outputs.keySet());
        boolean source = how.from().isEmpty() || !outputs.keySet().containsAll(how.from());
        try {
            Map<String, Tensor> given = new HashMap<>(outputs);
            given.keySet().retainAll(how.from());
            Map<String, Tensor> computed = source
                    ? transform.fromSource(how.source().open(), wanted)
                    : transform.fromOutputs(given, shard.examples(), wanted);
            outputs.putAll(computed);
            peak = Math.max(peak, bytes());
            fromSource += source ? 1 : 0;
            fromOutputs += source ? 0 : 1;
            how.observer()
                    .computed(
                            wanted,
                            source,
                            computed.values().stream().mapToLong(Tensor::bytes).sum(),
                            Duration.ofNanos(1));
        } catch (IOException | RuntimeException e) {
            how.observer().failed(String.valueOf(e.getMessage()));
            throw e;
        }
    }

    /** As it arrives in another process. */
    public static <T> T copy(T sent) {
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
                out.writeObject(sent);
            }
            try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
                @SuppressWarnings("unchecked") // it is what was written
                T arrived = (T) in.readObject();
                return arrived;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    private record Here(Elsewhere elsewhere, Shard shard, Derivation how) implements Shard {

        @Override
        public Split split() {
            return shard.split();
        }

        @Override
        public int index() {
            return shard.index();
        }

        @Override
        public Schema schema() {
            return shard.schema();
        }

        @Override
        public int examples() {
            return shard.examples();
        }

        @Override
        public long bytes() {
            return shard.bytes();
        }

        @Override
        public Examples open() throws IOException {
            return elsewhere.open(shard, how);
        }

        @Override
        public long checksum() {
            return shard.checksum();
        }

        @Override
        public Optional<Derivation> derivation() {
            return Optional.of(how);
        }
    }
}
