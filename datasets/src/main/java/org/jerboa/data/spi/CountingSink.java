package org.jerboa.data.spi;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import org.jerboa.tune.data.ElementType;
import org.jerboa.tune.data.Role;
import org.jerboa.tune.data.Schema;
import org.jerboa.tune.data.TensorSpec;

/** Counts examples and keeps their class indices; the other values go to a buffer that each example overwrites. */
final class CountingSink implements ExampleSink {

    private static final int NONE = -1;

    private final Schema schema;
    private final ByteBuffer[] scratch;
    private final int classTensor;
    private int[] classes = new int[1024];
    private int examples;
    private int testExamples;
    private boolean pending;

    CountingSink(Schema schema) {
        this.schema = schema;
        this.scratch = new ByteBuffer[schema.tensors().size()];
        for (int i = 0; i < scratch.length; i++) {
            long bytes = schema.tensors().get(i).bytesPerExample();
            scratch[i] = ByteBuffer.allocate(Math.toIntExact(bytes)).order(ByteOrder.LITTLE_ENDIAN);
        }
        this.classTensor = classTensor(schema.tensors());
    }

    private static int classTensor(List<TensorSpec> tensors) {
        for (int i = 0; i < tensors.size(); i++) {
            TensorSpec tensor = tensors.get(i);
            if (tensor.role() == Role.LABELS
                    && tensor.classes() > 0
                    && tensor.shape().rank() == 0) {
                return i;
            }
        }
        return NONE;
    }

    @Override
    public void next() {
        keepClass();
        rewind();
        examples = Math.incrementExact(examples);
        pending = true;
    }

    @Override
    public void nextTest() {
        keepClass();
        rewind();
        testExamples = Math.incrementExact(testExamples);
    }

    private void rewind() {
        for (ByteBuffer buffer : scratch) {
            buffer.clear();
        }
    }

    private void keepClass() {
        if (!pending || classTensor == NONE) {
            return;
        }
        pending = false;
        if (examples > classes.length) {
            classes = Arrays.copyOf(classes, classes.length + (classes.length >> 1));
        }
        ByteBuffer label = scratch[classTensor];
        boolean bytes = schema.tensors().get(classTensor).type() == ElementType.UINT8;
        classes[examples - 1] = bytes ? label.get(0) & 255 : label.getInt(0);
    }

    @Override
    public ByteBuffer tensor(int index) {
        return scratch[index];
    }

    Survey survey() {
        keepClass();
        Survey survey = Survey.of(schema, examples, testExamples);
        return classTensor == NONE ? survey : survey.withClasses(Arrays.copyOf(classes, examples));
    }
}
