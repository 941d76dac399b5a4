package org.jerboa.mop.coordinator;

/**
 * Who decides on a trial's epochs.
 *
 * @param search number of the search, from 0, which grows when the user has it begin anew; -1 for the user
 */
record Owner(int search) {
    static final Owner USER = new Owner(-1);
}
