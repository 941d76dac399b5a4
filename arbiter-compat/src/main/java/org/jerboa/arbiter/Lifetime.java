package org.jerboa.arbiter;

import java.util.concurrent.atomic.AtomicReference;

/**
 * Whether a candidate's result is still awaited. It ends once: either by its own thread, or by being given up, and whoever
 * comes second finds that out.
 *
 * <p>Thread-safe.
 */
final class Lifetime {

    private enum State {
        OPEN,
        ENDING,
        GIVEN_UP
    }

    private final AtomicReference<State> state = new AtomicReference<>(State.OPEN);

    boolean isOpen() {
        return state.get() == State.OPEN;
    }

    boolean isGivenUp() {
        return state.get() == State.GIVEN_UP;
    }

    /** For the candidate's own thread: answers whether the end is its own to tell, however often it asks. */
    boolean beginEnd() {
        return state.compareAndSet(State.OPEN, State.ENDING) || state.get() == State.ENDING;
    }

    /** Answers whether the candidate was given up by this call. */
    boolean giveUp() {
        return state.compareAndSet(State.OPEN, State.GIVEN_UP);
    }
}
