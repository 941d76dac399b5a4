package org.jerboa.mop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jerboa.search.RandomSearch;
import org.jerboa.testkit.perceptron.PlainMlp;
import org.jerboa.tune.spi.SearchAlgorithm;
import org.jerboa.tune.study.Study;

/** A process that works on a study until it is killed or done; goes on with the study that its folder holds. */
public final class StudyChild {

    private StudyChild() {}

    /** What the process may work on. */
    enum Kind {
        PLAIN(RandomSearch.trials(10).epochs(12)),
        ADAPTIVE(new Halving(16, 5, 4, false)),
        CLONING(new Halving(12, 5, 4, true));

        private final SearchAlgorithm search;

        Kind(SearchAlgorithm search) {
            this.search = search;
        }

        Study<PlainMlp> study(Path folder) {
            return Fixture.study().search(search).folder(folder);
        }
    }

    public static void main(String[] arguments) throws IOException {
        Kind kind = Kind.valueOf(arguments[0]);
        Path folder = Path.of(arguments[1]);
        Path journal = folder.resolve("journal.jsonl");
        boolean begun = Files.exists(journal) && Files.readString(journal).contains("\n");
        if (begun) {
            kind.study(folder).resume();
        } else {
            kind.study(folder).run();
        }
    }
}
