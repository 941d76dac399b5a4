package org.jerboa.tune.space;

import java.io.Serializable;

/** A choice without equals or toString, as objects of deep-learning tools often are. */
final class Schedule implements Serializable {

    private static final long serialVersionUID = 1L;

    final double rate;

    Schedule(double rate) {
        this.rate = rate;
    }
}
