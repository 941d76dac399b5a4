package org.jerboa.mop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.jerboa.testkit.watch.WatchedExecutor.watched;

import java.nio.file.Path;
import org.jerboa.testkit.watch.KeptLogContext;
import org.jerboa.testkit.watch.LogContextHandler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LabelledLogTest {

    @TempDir
    Path folder;

    @Test
    void workersSayWhatTheirLinesAreAbout() {
        KeptLogContext.during(() -> Fixture.study(new LogContextHandler<>(Fixture.HANDLER))
                .folder(folder.resolve("my-study"))
                .on(watched(MopExecutor.threads(2)))
                .run());
        assertThat(LogContextHandler.seen())
                .isNotEmpty()
                .allSatisfy(unit -> assertThat(unit.labels())
                        .containsOnlyKeys("study", "trial", "unit")
                        .containsEntry("study", "my-study")
                        .containsEntry("trial", Integer.toString(unit.trial())));
        assertThat(LogContextHandler.seen())
                .extracting(unit -> unit.labels().get("unit"))
                .doesNotHaveDuplicates();
    }
}
