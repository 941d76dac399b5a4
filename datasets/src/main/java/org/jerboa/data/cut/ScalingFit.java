package org.jerboa.data.cut;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.jerboa.data.store.ShardBuilder;
import org.jerboa.tune.data.ElementType;
import org.jerboa.tune.data.Float16;
import org.jerboa.tune.data.Role;
import org.jerboa.tune.data.Scaling;
import org.jerboa.tune.data.Schema;
import org.jerboa.tune.data.Shape;
import org.jerboa.tune.data.TensorSpec;

/**
 * Fits scalings to the training split: one pass over its stored values, in double precision (Welford, Note on a method
 * for calculating corrected sums of squares and products, Technometrics 4(3), 1962).
 *
 * <p>What counts as one feature: each element of a vector, each column of a sequence {@code [time][features]} over all
 * its steps (masked steps are left out), each channel of an image {@code [channels][height][width]} over all its pixels.
 */
public final class ScalingFit {

    private final ScalingRule rule;
    private final Schema schema;
    private final Iterable<ShardBuilder> training;

    ScalingFit(ScalingRule rule, Schema schema, Iterable<ShardBuilder> training) {
        this.rule = rule;
        this.schema = schema;
        this.training = training;
    }

    Schema schema() {
        List<TensorSpec> tensors = new ArrayList<>();
        for (TensorSpec tensor : schema.tensors()) {
            boolean scaled = tensor.role() == Role.FEATURES && tensor.classes() == 0;
            tensors.add(scaled ? tensor.withScaling(scaling(tensor)) : tensor);
        }
        return new Schema(tensors);
    }

    private Scaling scaling(TensorSpec tensor) {
        if (rule instanceof ScalingRule.Range range) {
            return Scaling.range(range.low(), range.high());
        }
        int[] featureOf = featureOf(tensor.shape());
        Moments moments = new Moments(featureOf[featureOf.length - 1] + 1);
        int index = schema.indexOf(tensor.name());
        int mask = schema.maskOf(tensor).map(m -> schema.indexOf(m.name())).orElse(-1);
        for (ShardBuilder shard : training) {
            for (int example = 0; example < shard.place().examples(); example++) {
                add(shard, index, mask, example, featureOf, moments);
            }
        }
        return moments.scaling(rule instanceof ScalingRule.Standardise, featureOf);
    }

    private void add(ShardBuilder shard, int index, int mask, int example, int[] featureOf, Moments moments) {
        ByteBuffer values = littleEndian(shard, index);
        ElementType type = schema.tensors().get(index).type();
        int elements = featureOf.length;
        if (mask < 0) {
            for (int e = 0; e < elements; e++) {
                moments.add(featureOf[e], value(values, type, example * elements + e));
            }
            return;
        }
        ByteBuffer kept = littleEndian(shard, mask);
        TensorSpec maskSpec = schema.tensors().get(mask);
        int run = elements / maskSpec.elements();
        for (int e = 0; e < elements; e++) {
            if (value(kept, maskSpec.type(), example * maskSpec.elements() + e / run) != 0) {
                moments.add(featureOf[e], value(values, type, example * elements + e));
            }
        }
    }

    private static ByteBuffer littleEndian(ShardBuilder shard, int tensor) {
        return shard.tensors().get(tensor).duplicate().order(ByteOrder.LITTLE_ENDIAN);
    }

    private static double value(ByteBuffer values, ElementType type, int at) {
        return switch (type) {
            case UINT8 -> values.get(at) & 255;
            case INT32 -> values.getInt(at * Integer.BYTES);
            case FLOAT32 -> values.getFloat(at * Float.BYTES);
            case FLOAT16 -> Float16.toFloat(values.getShort(at * Short.BYTES));
        };
    }

    /** The feature that each element belongs to, numbered without a gap; the last element has the highest number. */
    private static int[] featureOf(Shape shape) {
        int[] featureOf = new int[shape.elements()];
        for (int e = 0; e < featureOf.length; e++) {
            featureOf[e] = switch (shape.rank()) {
                case 0, 1 -> e;
                case 2 -> e % shape.dimension(1);
                default -> e / (featureOf.length / shape.dimension(0));
            };
        }
        return featureOf;
    }

    /** Running count, mean, squared deviation, minimum and maximum of each feature. */
    private static final class Moments {

        private final long[] count;
        private final double[] mean;
        private final double[] squares;
        private final double[] low;
        private final double[] high;

        Moments(int features) {
            count = new long[features];
            mean = new double[features];
            squares = new double[features];
            low = new double[features];
            high = new double[features];
        }

        void add(int f, double value) {
            if (count[f]++ == 0) {
                low[f] = value;
                high[f] = value;
            }
            double off = value - mean[f];
            mean[f] += off / count[f];
            squares[f] += off * (value - mean[f]);
            low[f] = Math.min(low[f], value);
            high[f] = Math.max(high[f], value);
        }

        /** A feature that never varies is shifted to 0 and left at that. */
        Scaling scaling(boolean standardise, int[] featureOf) {
            int features = count.length;
            double[] scale = new double[features];
            double[] shift = new double[features];
            for (int f = 0; f < features; f++) {
                double origin = standardise ? mean[f] : low[f];
                double spread = standardise ? Math.sqrt(squares[f] / Math.max(1, count[f])) : high[f] - low[f];
                scale[f] = spread > 0 ? 1 / spread : 1;
                shift[f] = -origin * scale[f];
            }
            if (features == 1) {
                return Scaling.of(scale[0], shift[0]);
            }
            double[] elementScale = new double[featureOf.length];
            double[] elementShift = new double[featureOf.length];
            for (int e = 0; e < featureOf.length; e++) {
                elementScale[e] = scale[featureOf[e]];
                elementShift[e] = shift[featureOf[e]];
            }
            return Scaling.perElement(elementScale, elementShift);
        }
    }
}
