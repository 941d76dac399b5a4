package org.jerboa.data;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.BitSet;
import org.jerboa.data.spi.ExampleSink;
import org.jerboa.data.spi.ExampleSource;
import org.jerboa.data.spi.Survey;
import org.jerboa.tune.data.Dataset;
import org.jerboa.tune.data.ElementType;
import org.jerboa.tune.data.Examples;
import org.jerboa.tune.data.Schema;
import org.jerboa.tune.data.Shard;
import org.jerboa.tune.data.Split;
import org.jerboa.tune.data.TensorSpec;

/** What {@link LargerThanHeapIT} runs in a JVM of its own. */
final class LargerThanHeapMain {

    private static final int EXAMPLES = 40_000;
    private static final int VALUES = 1_920;

    private LargerThanHeapMain() {}

    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[0]);
        Dataset stored = Datasets.from(new Wide())
                .split(1, 0)
                .shards(4)
                .stratified()
                .standardise()
                .store(folder)
                .load();
        Dataset opened = Datasets.open(folder);
        if (!opened.fingerprint().equals(stored.fingerprint())) {
            throw new IllegalStateException("another fingerprint after opening");
        }
        BitSet seen = new BitSet();
        for (Shard shard : opened.shards(Split.TRAINING)) {
            for (Examples batch : shard.open().minibatches(100)) {
                check(batch, seen);
            }
        }
        if (seen.cardinality() != EXAMPLES) {
            throw new IllegalStateException(seen.cardinality() + " examples");
        }
        System.out.println(
                "every example once, in " + opened.shards(Split.TRAINING).size() + " shards of "
                        + opened.shards(Split.TRAINING).get(0).bytes() + " bytes");
    }

    private static void check(Examples batch, BitSet seen) {
        ByteBuffer values = batch.tensor("x").raw();
        for (int i = 0; i < batch.count(); i++) {
            int number = (int) values.getFloat(4 * VALUES * i);
            for (int v = 0; v < VALUES; v++) {
                if (values.getFloat(4 * (VALUES * i + v)) != number + v) {
                    throw new IllegalStateException("example " + number + " is mixed up at " + v);
                }
            }
            if (batch.tensor("y").intAt(i) != number % 10 || seen.get(number)) {
                throw new IllegalStateException("example " + number + " has another label or is repeated");
            }
            seen.set(number);
        }
    }

    /** Example n holds n, n+1, n+2, ... and is of class n mod 10. */
    private static final class Wide implements ExampleSource {

        @Override
        public String name() {
            return "wide";
        }

        @Override
        public Survey survey() throws IOException {
            Schema schema =
                    Schema.of(TensorSpec.features("x", ElementType.FLOAT32, VALUES), TensorSpec.classes("y", 10));
            return Survey.byReading(schema, this);
        }

        @Override
        public void read(ExampleSink sink) {
            for (int i = 0; i < EXAMPLES; i++) {
                sink.next();
                ByteBuffer values = sink.tensor(0);
                for (int v = 0; v < VALUES; v++) {
                    values.putFloat(i + v);
                }
                sink.tensor(1).put((byte) (i % 10));
            }
        }
    }
}
