package org.jerboa.arbiter;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOps;
import org.nd4j.nativeblas.NativeOpsHolder;

class ToolThreadsTest {

    @Test
    void processorsAreDividedAndNobodyGetsMoreThanItHad() throws InterruptedException {
        Nd4j.getBackend();
        NativeOps ops = NativeOpsHolder.getInstance().getDeviceNativeOps();
        int here = ops.ompGetMaxThreads();
        List<Integer> threads = new ArrayList<>();
        Thread candidate = new Thread(() -> {
            ops.setOmpNumThreads(8);
            new ToolThreads(3).limit();
            threads.add(ops.ompGetMaxThreads());
            new ToolThreads(5).limit();
            threads.add(ops.ompGetMaxThreads());
        });
        candidate.start();
        candidate.join();
        assertThat(threads).containsExactly(3, 3);
        assertThat(ops.ompGetMaxThreads()).as("on another thread").isEqualTo(here);

        int processors = Runtime.getRuntime().availableProcessors();
        assertThat(ToolThreads.dividedAmong(1).most()).isEqualTo(processors);
        assertThat(ToolThreads.dividedAmong(processors + 1).most()).isEqualTo(1);
    }
}
