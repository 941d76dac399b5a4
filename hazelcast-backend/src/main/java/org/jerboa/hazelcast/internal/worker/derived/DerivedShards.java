package org.jerboa.hazelcast.internal.worker.derived;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jerboa.hazelcast.internal.wire.Lacks;
import org.jerboa.hazelcast.internal.wire.Recipe;
import org.jerboa.hazelcast.internal.wire.ShardFile;
import org.jerboa.hazelcast.internal.wire.ShardPart;
import org.jerboa.hazelcast.internal.wire.TransformPart;
import org.jerboa.tune.data.Examples;
import org.jerboa.tune.data.Schema;
import org.jerboa.tune.data.ShardTransform;
import org.jerboa.tune.data.Tensor;
import org.jerboa.tune.data.TensorSpec;
import org.jspecify.annotations.Nullable;

/**
 * A study's derived shards on a member. The first unit that opens one computes what is not there, on its own thread; units that open the same
 * one wait for that, others compute beside it. Thread-safe.
 */
public final class DerivedShards implements AutoCloseable {

    private final DriverMaterials materials;
    private final Told told;

    DerivedShards(DriverMaterials materials, Told told) {
        this.materials = materials;
        this.told = told;
    }

    /** Takes word of a shard. It can be opened if nothing is lacking. */
    public Lacks offer(Recipe recipe) {
        return materials.use(this, recipe);
    }

    /** Takes a part of a source; answers why not, if it cannot. */
    public @Nullable String take(ShardPart part) {
        return materials.sources().take(part);
    }

    /** Takes a source from a file; answers why not, if it cannot. */
    public @Nullable String take(ShardFile file) {
        return materials.sources().take(file);
    }

    /** Takes a part of a transform; answers why not, if it cannot. */
    public @Nullable String take(TransformPart part) {
        return materials.transforms().take(part);
    }

    /**
     * The examples of a shard that was offered and lacked nothing.
     *
     * @throws IOException if they cannot be computed; the next who opens it tries again
     */
    public Examples open(Recipe recipe) throws IOException {
        Examples source = materials
                .source(recipe)
                .orElseThrow(() -> new IOException(recipe.source().name() + " is gone"));
        Map<String, Tensor> outputs = outputs(recipe, source);
        List<Tensor> tensors = new ArrayList<>();
        for (TensorSpec spec : Schema.parse(recipe.shard().schema()).tensors()) {
            Tensor output = outputs.get(recipe.tensors().getOrDefault(spec.name(), ""));
            tensors.add(
                    output == null
                            ? source.tensor(spec.name())
                            : Tensor.of(spec, output.raw(), recipe.shard().examples()));
        }
        return Examples.of(tensors);
    }

    private Map<String, Tensor> outputs(Recipe recipe, Examples source) throws IOException {
        Outputs here = materials.outputs(recipe);
        Optional<Map<String, Tensor>> there = here.find(recipe.own());
        if (there.isPresent()) {
            return there.get();
        }
        ReentrantLock computing = here.computing();
        try {
            computing.lockInterruptibly();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException(
                    "interrupted while " + recipe.shard().name() + " was computed");
        }
        try {
            there = here.find(recipe.own());
            return there.isPresent() ? there.get() : compute(recipe, source, here);
        } finally {
            computing.unlock();
        }
    }

    private Map<String, Tensor> compute(Recipe recipe, Examples source, Outputs here) throws IOException {
        try {
            ShardTransform transform = materials
                    .transform(recipe)
                    .orElseThrow(() -> new IOException("transform '" + recipe.transform() + "' is gone"));
            Computation computation = Computation.of(recipe, here);
            long began = System.nanoTime();
            Map<String, Tensor> outputs = computation.run(transform, source);
            long nanos = System.nanoTime() - began;
            long bytes = 0;
            for (Map.Entry<String, Tensor> output : outputs.entrySet()) {
                bytes += here.keep(output.getKey(), output.getValue());
            }
            Map<String, Tensor> own = here.among(recipe.own(), outputs);
            materials.dropUnlessUsed(this, recipe, outputs.keySet());
            told.computed(recipe, outputs.keySet(), computation.fromSource(), bytes, nanos);
            return own;
        } catch (IOException | RuntimeException e) {
            String message = e.getMessage() == null ? e.toString() : e.getMessage();
            told.failed(recipe, message);
            throw new IOException(recipe.shard().name() + " could not be derived: " + message, e);
        }
    }

    /** The study has ended: what it does not want kept goes. */
    @Override
    public void close() {
        materials.leave(this);
    }
}
