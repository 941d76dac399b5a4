package org.jerboa.mop.coordinator;

import java.time.Duration;

/**
 * One process's work on a study.
 *
 * @param number how many there were before
 * @param past time that they spent on it
 */
public record Session(int number, Duration past) {

    private static final int TICKET_BITS = 40;

    public static Session first() {
        return new Session(0, Duration.ZERO);
    }

    /** Tickets differ from those of earlier sessions, of which reports may still be on their way. */
    public long firstTicket() {
        return (long) number << TICKET_BITS;
    }
}
