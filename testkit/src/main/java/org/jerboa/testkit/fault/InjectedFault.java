package org.jerboa.testkit.fault;

import java.io.IOException;

/** A failure that a test asked for. */
public final class InjectedFault extends IOException {

    private static final long serialVersionUID = 1L;

    InjectedFault(String message) {
        super(message);
    }
}
