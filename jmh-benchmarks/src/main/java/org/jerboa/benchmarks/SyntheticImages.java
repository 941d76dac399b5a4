package org.jerboa.benchmarks;

import java.nio.ByteBuffer;
import java.util.random.RandomGenerator;
import org.jerboa.tune.data.ElementType;
import org.jerboa.tune.data.Examples;
import org.jerboa.tune.data.Scaling;
import org.jerboa.tune.data.Tensor;
import org.jerboa.tune.data.TensorSpec;
import org.jerboa.tune.random.RandomStreams;

/**
 * Made-up images of the shape of MNIST and Fashion-MNIST: 28 by 28 bytes in ten classes, each a bright rectangle in a
 * place of its own, under noise. There is something to learn, and not at once.
 */
public final class SyntheticImages {

    public static final int SIDE = 28;
    public static final int CLASSES = 10;

    private static final int PIXELS = SIDE * SIDE;

    private SyntheticImages() {}

    /** @param count of the examples; those of a smaller count are the first of a larger one's */
    public static Examples examples(int count, long seed) {
        RandomGenerator random = RandomStreams.stream(seed, "images");
        ByteBuffer pixels = ByteBuffer.allocate(Math.multiplyExact(count, PIXELS));
        int[] classes = new int[count];
        for (int example = 0; example < count; example++) {
            classes[example] = random.nextInt(CLASSES);
            int row = 4 + 12 * (classes[example] / 5);
            int column = 1 + 5 * (classes[example] % 5);
            for (int pixel = 0; pixel < PIXELS; pixel++) {
                int down = pixel / SIDE - row;
                int right = pixel % SIDE - column;
                int brightness = down >= 0 && down < 8 && right >= 0 && right < 6 ? 90 : 0;
                pixels.put((byte) (brightness + random.nextInt(160)));
            }
        }
        TensorSpec image =
                TensorSpec.features("image", ElementType.UINT8, 1, SIDE, SIDE).withScaling(Scaling.range(0, 255));
        return Examples.of(
                Tensor.of(image, pixels.flip(), count), Tensor.ofInts(TensorSpec.classes("class", CLASSES), classes));
    }
}
