package org.jerboa.transfer.materialise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import org.jerboa.tune.data.ElementType;
import org.jerboa.tune.data.Float16;
import org.jerboa.tune.data.Scaling;
import org.jerboa.tune.data.Tensor;
import org.jerboa.tune.data.TensorSpec;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class OutputWriterTest {

    private static float[] writtenAndRead(TensorSpec spec, float... numbers) {
        ByteBuffer place = ByteBuffer.allocate(numbers.length * spec.type().bytes());
        OutputWriter writer = new OutputWriter(spec, place);
        // in two parts, as minibatches come
        writer.put(FloatBuffer.wrap(numbers, 0, 1));
        writer.put(FloatBuffer.wrap(numbers, 1, numbers.length - 1));
        float[] read = new float[numbers.length];
        Tensor.of(spec, place, numbers.length).copyFloats(0, numbers.length, read, 0);
        return read;
    }

    @Test
    void singlePrecisionStaysAsItIs() {
        TensorSpec spec = TensorSpec.features("x", ElementType.FLOAT32);

        assertThat(writtenAndRead(spec, 1.1f, -3e30f, Float.NaN)).containsExactly(1.1f, -3e30f, Float.NaN);
    }

    @Test
    void bytesAreTheNearestStep() {
        // 0 is -1, 255 is 24.5
        TensorSpec spec = TensorSpec.features("x", ElementType.UINT8).withScaling(Scaling.of(0.1, -1));

        assertThat(writtenAndRead(spec, -1, -0.96f, -0.94f, 0, 24.5f, 24.6f, 1e9f, -5, Float.POSITIVE_INFINITY))
                .containsExactly(-1, -1, -0.9f, 0, 24.5f, 24.5f, 24.5f, -1, 24.5f);
    }

    @Test
    void aLayerThatAlwaysGivesTheSameIsStoredAsThat() {
        TensorSpec spec = TensorSpec.features("x", ElementType.UINT8).withScaling(Scaling.of(0, 2.5));

        assertThat(writtenAndRead(spec, 2.5f, 2.5f, 3)).containsExactly(2.5f, 2.5f, 2.5f);
    }

    @Test
    void refusesWhatTheTypeCannotHold() {
        TensorSpec halves = TensorSpec.features("conv", ElementType.FLOAT16);
        TensorSpec bytes = TensorSpec.features("conv", ElementType.UINT8);

        assertThat(writtenAndRead(halves, 65_504, 65_519, Float.NaN)).containsExactly(65_504, 65_504, Float.NaN);
        assertThatThrownBy(() -> writtenAndRead(halves, 1, 65_520))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "layer 'conv' has an output of 65520.0, which cannot be stored as FLOAT16; store as FLOAT32");
        assertThatThrownBy(() -> writtenAndRead(bytes, 1, Float.NaN))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'conv' has an output of NaN");
    }

    /** Another implementation: ND4J's native one. */
    @Test
    void halvesAreThoseOfTheTool() {
        float[] numbers = new float[3 * 0x7c00];
        for (int half = 0; half < 0x7c00; half++) {
            float low = Float16.toFloat((short) half);
            float high = half == 0x7bff ? 65_504 : Float16.toFloat((short) (half + 1));
            numbers[3 * half] = low;
            numbers[3 * half + 1] = low + (high - low) * 0.3f;
            numbers[3 * half + 2] = -low - (high - low) * 0.7f;
        }
        INDArray rounded =
                Nd4j.createFromArray(numbers).castTo(DataType.FLOAT16).castTo(DataType.FLOAT);

        assertThat(writtenAndRead(TensorSpec.features("x", ElementType.FLOAT16), numbers))
                .isEqualTo(rounded.toFloatVector());
    }
}
