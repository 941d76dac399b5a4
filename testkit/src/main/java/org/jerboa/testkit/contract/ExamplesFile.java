package org.jerboa.testkit.contract;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jerboa.tune.data.Examples;
import org.jerboa.tune.data.Schema;
import org.jerboa.tune.data.Tensor;
import org.jerboa.tune.data.TensorSpec;

/** Examples on their way to a child JVM: the schema's text, the number of examples, then each tensor's bytes. */
public final class ExamplesFile {

    private ExamplesFile() {}

    static void write(Path file, Examples examples) throws IOException {
        try (DataOutputStream out = new DataOutputStream(Files.newOutputStream(file))) {
            byte[] schema = examples.schema().toText().getBytes(UTF_8);
            out.writeInt(schema.length);
            out.write(schema);
            out.writeInt(examples.count());
            for (Tensor tensor : examples.tensors()) {
                ByteBuffer raw = tensor.raw();
                byte[] bytes = new byte[raw.remaining()];
                raw.get(bytes);
                out.write(bytes);
            }
        }
    }

    static Examples read(Path file) throws IOException {
        try (DataInputStream in = new DataInputStream(Files.newInputStream(file))) {
            Schema schema = Schema.parse(new String(in.readNBytes(in.readInt()), UTF_8));
            int count = in.readInt();
            List<Tensor> tensors = new ArrayList<>();
            for (TensorSpec spec : schema.tensors()) {
                byte[] bytes = in.readNBytes(Math.toIntExact(count * spec.bytesPerExample()));
                tensors.add(Tensor.of(spec, ByteBuffer.wrap(bytes), count));
            }
            return Examples.of(tensors);
        }
    }
}
