package org.jerboa.tune.study;

/**
 * Watches a study. Called on the study's coordinator thread, in the order of events: it must return at once and hand
 * long work to a thread of its own. An exception it throws is logged and changes nothing.
 *
 * <p>Users may implement this.
 */
public interface StudyListener {

    /**
     * @param event what happened
     * @param progress how the study stands after it
     */
    void on(StudyEvent event, StudyProgress progress);
}
