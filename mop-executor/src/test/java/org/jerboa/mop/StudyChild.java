package org.jerboa.mop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jerboa.search.RandomSearch;
import org.jerboa.testkit.PlainMlp;
import org.jerboa.tune.study.Study;

/** A process that works on a study until it is killed or done; goes on with the study that its folder holds. */
public final class StudyChild {

    private StudyChild() {}

    static Study<PlainMlp> study(Path folder) {
        return Fixture.study().search(RandomSearch.trials(10).epochs(12)).folder(folder);
    }

    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[0]);
        Path journal = folder.resolve("journal.jsonl");
        boolean begun = Files.exists(journal) && Files.readString(journal).contains("\n");
        if (begun) {
            study(folder).resume();
        } else {
            study(folder).run();
        }
    }
}
