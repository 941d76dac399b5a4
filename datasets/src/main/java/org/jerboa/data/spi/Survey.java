package org.jerboa.data.spi;

import java.io.IOException;
import java.util.Optional;
import org.jerboa.tune.data.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What the first pass over a source found. Immutable; the array of classes is not copied, as it has an entry for every
 * example.
 */
public final class Survey {

    private final Schema schema;
    private final int examples;
    private final int testExamples;
    private final int @Nullable [] classes;

    private Survey(Schema schema, int examples, int testExamples, int @Nullable [] classes) {
        if (examples < 0 || testExamples < 0) {
            throw new IllegalArgumentException(
                    "counts of examples (" + examples + ", " + testExamples + ") must not be negative");
        }
        this.schema = schema;
        this.examples = examples;
        this.testExamples = testExamples;
        this.classes = classes;
    }

    /**
     * @param examples that may go to any split
     * @param testExamples that the source sets aside for the test split
     */
    public static Survey of(Schema schema, int examples, int testExamples) {
        return new Survey(schema, examples, testExamples, null);
    }

    /**
     * Counts the examples of a source that knows its schema, by reading it once. Where there is a label tensor with one
     * class index an example, the first such tensor gives the {@linkplain #classes() classes}.
     *
     * @throws IOException where the source throws it
     */
    public static Survey byReading(Schema schema, ExampleSource source) throws IOException {
        CountingSink sink = new CountingSink(schema);
        source.read(sink);
        return sink.survey();
    }

    /**
     * Adds the class of each example that may go to any split, in the order of reading; stratified splits need it.
     *
     * @param classOfExample {@code [examples]}, not negative
     */
    public Survey withClasses(int[] classOfExample) {
        if (classOfExample.length != examples) {
            throw new IllegalArgumentException(
                    classOfExample.length + " classes for " + examples + " examples; give one for each");
        }
        return new Survey(schema, examples, testExamples, classOfExample);
    }

    public Schema schema() {
        return schema;
    }

    /** Number of examples that may go to any split. */
    public int examples() {
        return examples;
    }

    /** Number of examples that the source sets aside for the test split. */
    public int testExamples() {
        return testExamples;
    }

    /** The class of each example that may go to any split; empty where examples have no single class. */
    public Optional<int[]> classes() {
        return Optional.ofNullable(classes);
    }
}
