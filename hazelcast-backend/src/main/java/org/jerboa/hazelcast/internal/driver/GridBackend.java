package org.jerboa.hazelcast.internal.driver;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jerboa.hazelcast.internal.grid.OpenGrid;
import org.jerboa.hazelcast.internal.grid.SharedGrid;
import org.jerboa.mop.Backend;
import org.jerboa.mop.PoolRequest;
import org.jerboa.tune.spi.StudyExecutor;
import org.jerboa.tune.spi.WorkerPool;
import org.jerboa.tune.study.StudyException;

/** Makes pools on a grid, which is there while there are any. */
public record GridBackend(SharedGrid grid, GridTerms terms) implements Backend {

    /** A file in the study's folder: a driver that goes on with the study finds by it what the grid has of it. */
    private static final String NAME = "grid-study";

    @Override
    public <M> WorkerPool pool(PoolRequest<M> request) {
        OpenGrid open = grid.take();
        try {
            return new GridPool(request, terms, open, name(request.study().folder()), grid::giveBack);
        } catch (IOException e) {
            grid.giveBack();
            throw new StudyException("what the grid has of an earlier session cannot be looked through: " + e, e);
        } catch (UncheckedIOException e) {
            grid.giveBack();
            throw new StudyException(String.valueOf(e.getMessage()), e);
        } catch (RuntimeException e) {
            grid.giveBack();
            throw e;
        }
    }

    @Override
    public StudyExecutor.Hold hold() {
        grid.take();
        AtomicBoolean closed = new AtomicBoolean();
        return () -> {
            if (closed.compareAndSet(false, true)) {
                grid.giveBack();
            }
        };
    }

    private static String name(Optional<Path> folder) throws IOException {
        String fresh = UUID.randomUUID().toString();
        if (folder.isEmpty()) {
            return fresh;
        }
        Path file = folder.get().resolve(NAME);
        String before = Files.exists(file) ? Files.readString(file).strip() : "";
        if (before.isEmpty()) {
            Files.writeString(file, fresh);
            return fresh;
        }
        return before;
    }
}
