package org.jerboa.data.cut;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.jerboa.data.spi.ExampleSink;
import org.jerboa.data.store.ShardBuilder;
import org.jerboa.tune.data.Schema;

/** Lets a source write each example straight into its place in the shards. */
public final class ScatterSink implements ExampleSink {

    private final String source;
    private final Schema schema;
    private final int[] positions;
    private final int testExamples;
    private final List<Layout> layouts;
    private final ByteBuffer[][][] buffers;
    private ByteBuffer[] current = {};
    private int examples;
    private int seenTest;

    /**
     * @param positions of the examples that may go to any split
     * @param testExamples that the source sets aside; they follow in their own order
     * @param layouts of all splits, in order
     * @param shards the builders, {@code [layout][shard]}
     */
    ScatterSink(
            String source,
            Schema schema,
            int[] positions,
            int testExamples,
            List<Layout> layouts,
            List<List<ShardBuilder>> shards) {
        this.source = source;
        this.schema = schema;
        this.positions = positions;
        this.testExamples = testExamples;
        this.layouts = layouts;
        this.buffers = shards.stream()
                .map(split -> split.stream().map(ScatterSink::views).toArray(ByteBuffer[][]::new))
                .toArray(ByteBuffer[][][]::new);
    }

    private static ByteBuffer[] views(ShardBuilder shard) {
        return shard.tensors().stream()
                .map(b -> b.duplicate().order(ByteOrder.LITTLE_ENDIAN))
                .toArray(ByteBuffer[]::new);
    }

    @Override
    public void next() {
        checkFilled();
        if (examples == positions.length) {
            throw changed();
        }
        moveTo(positions[examples++]);
    }

    @Override
    public void nextTest() {
        checkFilled();
        if (seenTest == testExamples) {
            throw changed();
        }
        moveTo(positions.length + seenTest++);
    }

    private void moveTo(int position) {
        int split = layouts.size() - 1;
        while (layouts.get(split).first() > position) {
            split--;
        }
        Layout layout = layouts.get(split);
        int offset = position - layout.first();
        int shard = layout.shardOf(offset);
        int example = offset - layout.start(shard);
        current = buffers[split][shard];
        for (int i = 0; i < current.length; i++) {
            int bytes = (int) schema.tensors().get(i).bytesPerExample();
            current[i].limit((example + 1) * bytes).position(example * bytes);
        }
    }

    @Override
    public ByteBuffer tensor(int index) {
        return current[index];
    }

    /** To be called when the source has been read. */
    void finish() {
        checkFilled();
        if (examples != positions.length || seenTest != testExamples) {
            throw changed();
        }
    }

    private void checkFilled() {
        for (int i = 0; i < current.length; i++) {
            if (current[i].hasRemaining()) {
                throw new IllegalStateException("'" + source + "' left " + current[i].remaining() + " bytes of tensor '"
                        + schema.tensors().get(i).name() + "' empty in example " + (examples + seenTest - 1)
                        + "; an ExampleSource must fill every tensor of an example");
            }
        }
    }

    private IllegalStateException changed() {
        return new IllegalStateException("'" + source + "' does not have the " + positions.length + " + " + testExamples
                + " (test) examples that its survey counted; the source must not change while it is read");
    }
}
