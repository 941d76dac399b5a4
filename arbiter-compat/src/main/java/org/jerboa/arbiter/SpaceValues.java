package org.jerboa.arbiter;

import java.io.NotSerializableException;
import java.io.Serializable;
import java.util.stream.Stream;
import org.deeplearning4j.arbiter.optimize.api.ParameterSpace;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.jerboa.tune.space.Configuration;
import org.jspecify.annotations.Nullable;

/**
 * What an Arbiter space makes of Jerboa's configurations. In another process it makes the space anew.
 *
 * <p>Thread-safe: spaces, which may be users' own, are asked by one thread at a time.
 *
 * @param <C> what candidates of the space are
 */
final class SpaceValues<C> implements Serializable {

    private static final long serialVersionUID = 1L;

    private final SpaceSupplier<? extends ParameterSpace<C>> supplier;
    private final NetworkKind<C, ?> kind;
    private final @Nullable AdamBetas adamBetas;
    private final String expected;
    private transient @Nullable ParameterSpace<C> space;
    private transient @Nullable FlatSpace flat;

    /** @param correctsAdam whether betas that the space does not set are the tool's defaults */
    SpaceValues(SpaceSupplier<? extends ParameterSpace<C>> supplier, NetworkKind<C, ?> kind, boolean correctsAdam) {
        this.supplier = supplier;
        this.kind = kind;
        this.adamBetas = correctsAdam ? new AdamBetas() : null;
        this.space = supplier.space();
        this.flat = new FlatSpace(space);
        this.expected = flat.parameters().toString();
    }

    SpaceValues<C> correctingAdam(boolean corrects) {
        return new SpaceValues<>(supplier, kind, corrects);
    }

    synchronized C value(Configuration configuration) {
        double[] vector = flat().vector(configuration);
        C value = space().getValue(vector);
        if (adamBetas != null) {
            adamBetas.correct(layers(value));
        }
        return value;
    }

    private Stream<Layer> layers(C value) {
        return kind.layers(value);
    }

    synchronized FlatSpace flat() {
        if (flat == null) {
            flat = new FlatSpace(space());
            String found = flat.parameters().toString();
            if (!found.equals(expected)) {
                throw new IllegalStateException("the space supplier gave another space than before, " + found
                        + " instead of " + expected + "; it must make the same space at each call");
            }
        }
        return flat;
    }

    private ParameterSpace<C> space() {
        if (space == null) {
            space = supplier.space();
        }
        return space;
    }

    /** A space that is there already, for workers of this process. */
    record Given<S>(S space) implements SpaceSupplier<S> {

        private Object writeReplace() throws NotSerializableException {
            throw new NotSerializableException(space.getClass().getName()
                    + ": Arbiter's spaces cannot be sent to other processes; give ArbiterSpace a static method that"
                    + " makes it, as in ArbiterSpace.network(Example::space)");
        }
    }
}
