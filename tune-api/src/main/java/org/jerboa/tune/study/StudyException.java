package org.jerboa.tune.study;

/** A study could not be run, or could not go on. What was done is in its folder. */
public class StudyException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public StudyException(String message) {
        super(message);
    }

    public StudyException(String message, Throwable cause) {
        super(message, cause);
    }
}
