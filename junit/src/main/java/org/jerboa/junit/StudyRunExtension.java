package org.jerboa.junit;

import org.jerboa.tune.study.Study;
import org.jerboa.tune.study.StudyResult;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Runs the study that a {@link StudyRun} names, when a test first asks for its result. */
final class StudyRunExtension extends BenchmarkExtension<StudyRun, StudyResult<?>> {

    StudyRunExtension() {
        super(StudyRun.class, StudyResult.class);
    }

    @Override
    StudyResult<?> run(StudyRun settings, TestMethods methods, ExtensionContext context) {
        return methods.call(settings.value(), Study.class).run();
    }

    @Override
    void report(StudyResult<?> result, BenchmarkFiles files) {
        String table = StudyText.table(result);
        files.print(table);
        files.write("txt", table);
        files.write("csv", StudyText.csv(result));
    }
}
