package org.jerboa.benchmarks.executor;

/**
 * One repetition: the same trials trained in each way.
 *
 * @param loopSeconds of the same work on one thread, one trial after another, with nothing beside it
 */
record Comparison(StudyOfPerceptrons.Outcome study, Course taskParallel, double loopSeconds) {

    Comparison {
        study.course().requireSameMetrics(taskParallel);
    }

    double seconds() {
        return study.course().seconds();
    }

    double overIdeal() {
        return seconds() / study.idealSeconds();
    }

    double overHalfLoop() {
        return seconds() / (loopSeconds / study.cost().workers());
    }

    double overTaskParallel() {
        return seconds() / taskParallel.seconds();
    }

    double firstMetricSooner() {
        return taskParallel.firstMetricSeconds() / study.course().firstMetricSeconds();
    }

    /** A part of the study's wall time on all its workers, in percent. */
    double share(double partSeconds) {
        return 100 * partSeconds / study.workerSeconds();
    }
}
