package org.jerboa.arbiter;

import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOps;
import org.nd4j.nativeblas.NativeOpsHolder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * OpenMP's threads for candidates that train side by side: the processors divided among them. Arbiter left each candidate as
 * many as there are processors, on which they get in each other's way. One candidate at a time has what the environment
 * gives it.
 *
 * @param most for one candidate
 */
record ToolThreads(int most) {

    private static final Logger log = LoggerFactory.getLogger(ToolThreads.class);

    static ToolThreads dividedAmong(int candidatesAtOnce) {
        return new ToolThreads(Math.max(1, Runtime.getRuntime().availableProcessors() / candidatesAtOnce));
    }

    /** Lowers the calling thread's number if it is above; the number is each thread's own. */
    void limit() {
        Nd4j.getBackend(); // one that is loaded later would reset it
        NativeOps ops = NativeOpsHolder.getInstance().getDeviceNativeOps();
        int given = ops.ompGetMaxThreads();
        if (given > most) {
            log.debug("{} OpenMP threads for this candidate, in place of {}", most, given);
            ops.setOmpNumThreads(most);
        }
    }
}
