package org.jerboa.data.array;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.jerboa.data.spi.ExampleSink;
import org.jerboa.data.spi.ExampleSource;
import org.jerboa.data.spi.Survey;
import org.jerboa.tune.data.Examples;
import org.jerboa.tune.data.Tensor;

/** Examples that are in memory as one block. */
public record BlockSource(String name, Examples examples) implements ExampleSource {

    @Override
    public Survey survey() throws IOException {
        return Survey.byReading(examples.schema(), this);
    }

    @Override
    public void read(ExampleSink sink) {
        List<Tensor> tensors = examples.tensors();
        List<ByteBuffer> bytes = tensors.stream().map(Tensor::raw).toList();
        for (int example = 0; example < examples.count(); example++) {
            sink.next();
            for (int i = 0; i < tensors.size(); i++) {
                int size = (int) tensors.get(i).spec().bytesPerExample();
                sink.tensor(i).put(bytes.get(i).limit((example + 1) * size).position(example * size));
            }
        }
    }
}
