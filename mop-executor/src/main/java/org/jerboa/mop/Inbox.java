package org.jerboa.mop;

import java.util.PriorityQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/**
 * The queue through which everything reaches the coordinator's thread, one thing at a time, with that thread's clock and
 * alarms. {@link #next} and {@link #wakeAt} are for that thread alone, the rest for any.
 */
final class Inbox {

    private final BlockingQueue<Runnable> queue = new LinkedBlockingQueue<>();
    private final PriorityQueue<Long> alarms = new PriorityQueue<>();
    private final long origin = System.nanoTime();
    private final Thread owner;
    private final Runnable tick;
    private volatile boolean closed;

    /**
     * @param owner the coordinator's thread
     * @param tick what is to happen at the time of an alarm
     */
    Inbox(Thread owner, Runnable tick) {
        this.owner = owner;
        this.tick = tick;
    }

    long nanoTime() {
        return System.nanoTime() - origin;
    }

    void wakeAt(long nanoTime) {
        alarms.add(nanoTime);
    }

    boolean isOwner() {
        return Thread.currentThread() == owner;
    }

    /** Has something done on the coordinator's thread, unless the study ends before. */
    void add(Runnable message) {
        queue.add(message);
    }

    /** What reached the coordinator next, or the time that it waits for. */
    Runnable next() throws InterruptedException {
        Long due = alarms.peek();
        if (due == null) {
            return queue.take();
        }
        Runnable message = queue.poll(due - nanoTime(), TimeUnit.NANOSECONDS);
        if (message != null) {
            return message;
        }
        alarms.removeIf(time -> time <= nanoTime());
        return tick;
    }

    /**
     * Has the coordinator's thread answer, and waits for it; after the end there is no such thread, and no change either.
     * What the answer throws, this throws.
     */
    <T> T ask(Supplier<T> supplier) {
        try {
            return request(supplier).join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    /** As {@link #ask}, without waiting. */
    <T> CompletableFuture<T> request(Supplier<T> supplier) {
        Question<T> question = new Question<>(supplier);
        if (isOwner()) {
            question.run(); // asked by a listener
        } else {
            queue.add(question);
            if (closed) {
                question.run();
            }
        }
        return question.answer;
    }

    /** The coordinator changes no more: whoever still asks gets an answer, and whatever else would happen does not. */
    void close() {
        closed = true;
        for (Runnable left = queue.poll(); left != null; left = queue.poll()) {
            if (left instanceof Question<?> question) {
                question.run();
            }
        }
    }

    /** What somebody wants to know of the coordinator; answered once. */
    private static final class Question<T> implements Runnable {

        private final Supplier<T> supplier;
        private final CompletableFuture<T> answer = new CompletableFuture<>();
        private final AtomicBoolean taken = new AtomicBoolean();

        Question(Supplier<T> supplier) {
            this.supplier = supplier;
        }

        @Override
        public void run() {
            if (taken.getAndSet(true)) {
                return;
            }
            try {
                answer.complete(supplier.get());
            } catch (RuntimeException e) {
                answer.completeExceptionally(e);
            }
        }
    }
}
