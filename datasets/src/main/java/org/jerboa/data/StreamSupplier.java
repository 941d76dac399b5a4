package org.jerboa.data;

import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * Opens the same bytes as often as it is asked, each time from their beginning; the caller closes the stream. A
 * {@code null} (what {@link Class#getResourceAsStream} answers for a name that is not there) is an error.
 */
@FunctionalInterface
public interface StreamSupplier {

    @Nullable
    InputStream open() throws IOException;
}
