package org.jerboa.tune.spi;

import java.io.IOException;

/** A checkpoint is damaged: torn, truncated or altered. The version before it is used and the units since are rerun. */
public class CorruptCheckpointException extends IOException {

    private static final long serialVersionUID = 1L;

    public CorruptCheckpointException(CheckpointId id, String finding) {
        super("checkpoint of " + id + " is damaged: " + finding);
    }
}
