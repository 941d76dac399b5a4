package org.jerboa.mop;

import org.jerboa.mop.local.LocalWorkerPool;
import org.jerboa.mop.local.ModelsElsewhere;
import org.jerboa.mop.local.ShardAccess;
import org.jerboa.mop.local.WorkerThreads;
import org.jerboa.tune.spi.WorkerPool;

/** Threads of this JVM, which its studies share. */
record ThreadBackend(WorkerThreads threads) implements Backend {

    @Override
    public <M> WorkerPool pool(PoolRequest<M> request) {
        return new LocalWorkerPool<>(
                "worker-",
                request.study().handler(),
                ShardAccess.of(request.study().data()),
                threads,
                request.share(),
                request.toolThreads(),
                request.cacheBytes(),
                ModelsElsewhere.none(),
                request.kept(),
                request.spill());
    }

    @Override
    public Backend apart() {
        return new ThreadBackend(new WorkerThreads(threads.count()));
    }
}
