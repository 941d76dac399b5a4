package org.jerboa.benchmarks.search;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import org.jerboa.testkit.functions.FunctionRun;
import org.jerboa.testkit.functions.TestFunction;

/** Several Optuna processes, which play seeds at the same time. What a seed comes to does not depend on their number. */
final class OptunaPool implements AutoCloseable {

    private final List<OptunaProcess> all = new ArrayList<>();
    private final BlockingQueue<OptunaProcess> idle = new LinkedBlockingQueue<>();
    private final ExecutorService threads;

    /** @throws OptunaProcess.Unavailable as {@link OptunaProcess#start} */
    OptunaPool(String python, int size) throws OptunaProcess.Unavailable {
        this.threads = Executors.newFixedThreadPool(size);
        try {
            for (int i = 0; i < size; i++) {
                OptunaProcess process = OptunaProcess.start(python);
                all.add(process);
                idle.add(process);
            }
        } catch (OptunaProcess.Unavailable e) {
            close();
            throw e;
        }
    }

    String version() {
        return "Optuna " + all.get(0).version();
    }

    List<String> samplers() {
        return all.get(0).samplers();
    }

    /** The runs of seeds from 0 on. */
    List<FunctionRun> play(TestFunction function, String sampler, int seeds) throws IOException, InterruptedException {
        List<Callable<FunctionRun>> tasks = new ArrayList<>();
        for (int i = 0; i < seeds; i++) {
            int seed = i;
            tasks.add(() -> {
                OptunaProcess process = idle.take();
                try {
                    return process.play(function, sampler, seed);
                } finally {
                    idle.add(process);
                }
            });
        }
        List<FunctionRun> runs = new ArrayList<>();
        for (Future<FunctionRun> future : threads.invokeAll(tasks)) {
            try {
                runs.add(future.get());
            } catch (ExecutionException e) {
                throw new IOException("Optuna's " + sampler + " did not finish on " + function, e.getCause());
            }
        }
        return runs;
    }

    @Override
    public void close() {
        threads.shutdownNow();
        all.forEach(OptunaProcess::close);
    }
}
