package org.jerboa.data;

import org.jerboa.data.spi.ExampleSource;

/** Datasets from any {@link ExampleSource}: the {@linkplain DatasetBuilder common options} only. */
public final class SourceBuilder extends DatasetBuilder<SourceBuilder> {

    private final ExampleSource source;

    SourceBuilder(ExampleSource source) {
        this.source = source;
    }

    @Override
    SourceBuilder self() {
        return this;
    }

    @Override
    ExampleSource source() {
        return source;
    }
}
