package org.jerboa.search;

import java.util.Iterator;
import org.jerboa.tune.space.Configuration;

/** The configurations of a one-shot search in the order of their trials, made when they are asked for. */
interface Candidates extends Iterator<Configuration> {

    /** How many are still to come; an upper bound where the space may run out. */
    long remaining();
}
