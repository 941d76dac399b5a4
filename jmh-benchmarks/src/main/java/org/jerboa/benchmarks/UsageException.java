package org.jerboa.benchmarks;

/** The command line cannot be understood. */
public final class UsageException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public UsageException(String message) {
        super(message);
    }
}
