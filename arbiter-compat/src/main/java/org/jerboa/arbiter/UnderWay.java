package org.jerboa.arbiter;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The candidates that are being trained. Used by the search's thread. */
final class UnderWay {

    private final CandidateThreads threads;
    private final Map<Attempt, CandidateThreads.Handle> attempts = new LinkedHashMap<>();

    UnderWay(CandidateThreads threads) {
        this.threads = threads;
    }

    void start(Attempt attempt) {
        attempts.put(attempt, threads.start(attempt));
    }

    void ended(Attempt attempt) {
        attempts.remove(attempt);
    }

    int size() {
        return attempts.size();
    }

    boolean isEmpty() {
        return attempts.isEmpty();
    }

    List<Attempt> all() {
        return List.copyOf(attempts.keySet());
    }

    /** @param now by the clock that the attempts have */
    List<Attempt> longerThan(Duration limit, long now) {
        return attempts.keySet().stream()
                .filter(attempt -> attempt.nanosAt(now) > limit.toNanos())
                .toList();
    }

    /**
     * Interrupts an attempt, and counts on its thread no longer.
     *
     * @return false if it is just telling its end, which then counts
     */
    boolean leave(Attempt attempt) {
        CandidateThreads.@Nullable Handle handle = attempts.get(attempt);
        if (handle == null || !attempt.lifetime().giveUp()) {
            return false;
        }
        handle.leave();
        attempts.remove(attempt);
        return true;
    }
}
