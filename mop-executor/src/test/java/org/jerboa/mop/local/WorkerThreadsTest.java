package org.jerboa.mop.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(value = 10, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class WorkerThreadsTest {

    private final AtomicLong clock = new AtomicLong();
    private final List<String> ran = Collections.synchronizedList(new ArrayList<>());

    /** Hands in its next unit as soon as one has ended, as a study does; a unit takes time of the test's clock only. */
    private final class Client implements WorkerThreads.Resident {

        private final String name;
        private final long nanos;
        private final StudyAtThreads study;
        private final CountDownLatch done = new CountDownLatch(1);
        private volatile double memory;
        private final AtomicInteger left;
        private final AtomicInteger prepared = new AtomicInteger();
        private Place place;

        Client(WorkerThreads threads, String name, long nanos, double share, int units) {
            this.name = name;
            this.nanos = nanos;
            this.left = new AtomicInteger(units);
            this.study = threads.join(share, part -> memory = part);
        }

        void begin() {
            place = study.sitDown(0, this);
            place.offer(this::unit);
        }

        @Override
        public boolean prepare() {
            prepared.incrementAndGet();
            return true;
        }

        private void unit() {
            ran.add(name);
            clock.addAndGet(nanos);
            if (left.decrementAndGet() > 0) {
                place.offer(this::unit);
            } else {
                done.countDown();
            }
        }
    }

    /** Waits, as one that another test's study gave up ends when it comes to it. */
    private static void awaitWorkers(int number) {
        await().atMost(Duration.ofMinutes(5))
                .until(() -> Thread.getAllStackTraces().keySet().stream()
                                .filter(thread -> thread.getName().startsWith("jerboa-worker"))
                                .count()
                        == number);
    }

    /** Over the first part of the run, in which both always have a unit that waits. */
    @ParameterizedTest
    @CsvSource({"1, 1, 1, 1", "1, 10, 1, 1", "3, 7, 1, 2", "10, 1, 4, 1", "1, 1, 1, 3"})
    void studiesGetTheirShareOfTimeWhateverTheLengthsOfTheirUnits(long a, long b, double shareA, double shareB)
            throws Exception {
        WorkerThreads threads = new WorkerThreads(1, clock::get);
        CountDownLatch gate = new CountDownLatch(1);
        Client first = new Client(threads, "a", a, shareA, 2_000);
        Client second = new Client(threads, "b", b, shareB, 2_000);
        first.study.doSoon(() -> awaitQuietly(gate));
        first.begin();
        second.begin();
        gate.countDown();
        first.done.await();
        second.done.await();
        first.study.leave();
        second.study.leave();

        List<String> both = ran.subList(0, Math.min(ran.lastIndexOf("a"), ran.lastIndexOf("b")));
        double timeA = a * Collections.frequency(both, "a") / shareA;
        double timeB = b * Collections.frequency(both, "b") / shareB;
        assertThat(Math.abs(timeA - timeB)).isLessThanOrEqualTo(2 * Math.max(a / shareA, b / shareB));
        assertThat(first.prepared).hasValue(1);
        assertThat(second.prepared).hasValue(1);
        awaitWorkers(0);
    }

    private static void awaitQuietly(CountDownLatch gate) {
        try {
            gate.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void aStudyThatComesLaterDoesNotCatchUp() throws Exception {
        WorkerThreads threads = new WorkerThreads(1, clock::get);
        Client first = new Client(threads, "a", 1, 1, 1_000);
        first.begin();
        first.done.await();
        first.left.set(100);
        CountDownLatch gate = new CountDownLatch(1);
        first.study.doSoon(() -> awaitQuietly(gate));
        Client second = new Client(threads, "b", 1, 1, 100);
        first.place.offer(first::unit);
        second.begin();
        gate.countDown();
        second.done.await();
        first.study.leave();
        second.study.leave();

        List<String> together = ran.subList(1_000, 1_100);
        assertThat(Collections.frequency(together, "b")).isBetween(48, 52);
    }

    @Test
    void memoryIsDividedAmongThoseThatAreThere() {
        WorkerThreads threads = new WorkerThreads(2);
        Client first = new Client(threads, "a", 1, 1, 1);
        assertThat(first.memory).isEqualTo(1);
        Client second = new Client(threads, "b", 1, 3, 1);
        assertThat(first.memory).isEqualTo(0.25);
        assertThat(second.memory).isEqualTo(0.75);
        first.study.leave();
        assertThat(second.memory).isEqualTo(1);
        awaitWorkers(2);
        second.study.leave();
        awaitWorkers(0);
    }
}
