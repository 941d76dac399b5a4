package org.jerboa.mop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.jerboa.testkit.watch.WatchedExecutor.watched;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jerboa.mop.local.WorkerThreads;
import org.jerboa.testkit.perceptron.PlainMlp;
import org.jerboa.tune.spi.WorkerPool;
import org.jerboa.tune.study.StudyException;
import org.jerboa.tune.study.StudyResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Workers from elsewhere. */
class BackendTest {

    private final List<PoolRequest<?>> requests = new ArrayList<>();

    @TempDir
    Path folder;

    /** Threads, and a note of what was asked for. */
    private final Backend noting = new Backend() {

        private final Backend threads = new ThreadBackend(new WorkerThreads(2));

        @Override
        public <M> WorkerPool pool(PoolRequest<M> request) {
            requests.add(request);
            return threads.pool(request);
        }
    };

    @Test
    void aStudyRunsOnTheWorkersOfItsBackend() throws Exception {
        StudyResult<PlainMlp> reference = Fixture.study().run();

        StudyResult<PlainMlp> result = Fixture.study()
                .folder(folder)
                .on(watched(MopExecutor.on(noting).share(2).modelCache(1 << 20)))
                .run();

        assertThat(Fixture.essence(result)).isEqualTo(Fixture.essence(reference));
        assertThat(requests).singleElement().satisfies(request -> {
            assertThat(request.study().folder()).hasValue(folder);
            assertThat(request.session()).isZero();
            assertThat(request.share()).isEqualTo(2);
            assertThat(request.cacheBytes()).isEqualTo(1 << 20);
        });
    }

    @Test
    void aBackendWithoutWorkersLeavesTheFolderFree() {
        Backend none = new Backend() {
            @Override
            public <M> WorkerPool pool(PoolRequest<M> request) {
                throw new StudyException("no workers today");
            }
        };

        assertThatThrownBy(() -> Fixture.study()
                        .folder(folder)
                        .on(watched(MopExecutor.on(none)))
                        .run())
                .isInstanceOf(StudyException.class)
                .hasMessage("no workers today");

        Fixture.study().folder(folder).on(watched(MopExecutor.on(noting))).resume();
        assertThat(requests)
                .singleElement()
                .satisfies(request -> assertThat(request.session()).isEqualTo(1));
    }
}
