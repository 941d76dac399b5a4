package org.jerboa.mop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.jerboa.testkit.watch.WatchedExecutor.watched;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jerboa.testkit.fault.Fault;
import org.jerboa.testkit.fault.FaultyHandler;
import org.jerboa.testkit.perceptron.PlainMlp;
import org.jerboa.tune.spi.ModelHandler;
import org.jerboa.tune.study.StudyEvent;
import org.jerboa.tune.study.StudyHandle;
import org.jerboa.tune.study.StudyResult;
import org.jerboa.tune.study.StudyStatus;
import org.jerboa.tune.study.Trial;
import org.jerboa.tune.study.TrialStatus;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Handlers that break their contract harm their own trials at most, and never keep a study from ending. */
@Timeout(value = 10, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class UnrulyHandlersTest {

    private static final Duration PATIENCE = Duration.ofMinutes(5);

    /** A call of the real handler. */
    @FunctionalInterface
    private interface Call {
        @Nullable
        Object proceed() throws Throwable;
    }

    @FunctionalInterface
    private interface Instead {
        @Nullable
        Object of(Call call) throws Throwable;
    }

    @SuppressWarnings("unchecked")
    private static ModelHandler<PlainMlp> handler(String struck, Instead instead) {
        return (ModelHandler<PlainMlp>) Proxy.newProxyInstance(
                UnrulyHandlersTest.class.getClassLoader(),
                new Class<?>[] {ModelHandler.class},
                (proxy, method, arguments) -> {
                    Call call = () -> {
                        try {
                            return method.invoke(Fixture.HANDLER, arguments);
                        } catch (InvocationTargetException e) {
                            throw e.getCause() == null ? e : e.getCause();
                        }
                    };
                    return method.getName().equals(struck) ? instead.of(call) : call.proceed();
                });
    }

    private static void assertAllCompleted(StudyResult<PlainMlp> result) {
        assertThat(result.status()).isEqualTo(StudyStatus.COMPLETED);
        assertThat(result.ranking()).extracting(Trial::status).containsOnly(TrialStatus.COMPLETED);
    }

    /** Nobody cancelled it, so it is a failure like others, and must be reported. */
    @ParameterizedTest
    @ValueSource(strings = {"train", "evaluate"})
    void aToolThatCancelsItselfFailsItsTrial(String method) {
        AtomicInteger calls = new AtomicInteger();
        StudyResult<PlainMlp> result = Fixture.study(handler(method, call -> {
                    if (calls.incrementAndGet() == 5) {
                        throw new CancellationException("the tool's own future");
                    }
                    return call.proceed();
                }))
                .run();

        assertAllCompleted(result);
    }

    @ParameterizedTest
    @ValueSource(strings = {"create", "train", "evaluate"})
    void aHandlerThatGivesNothingFailsItsTrials(String method) {
        StudyResult<PlainMlp> result =
                Fixture.study(handler(method, call -> null)).run();

        assertThat(result.status()).isEqualTo(StudyStatus.COMPLETED);
        assertThat(result.ranking()).extracting(Trial::status).containsOnly(TrialStatus.FAILED);
        assertThat(result.ranking().get(0).cause())
                .hasValueSatisfying(cause -> assertThat(cause).contains(method));
    }

    @Test
    void modelsThatCannotBeClosedOrWeighedDoNotEndWorkers() {
        assertAllCompleted(Fixture.study(handler("close", call -> {
                    throw new IllegalStateException("closed already");
                }))
                .on(watched(MopExecutor.threads(2).modelCache(3000)))
                .run());
        StudyResult<PlainMlp> unweighed = Fixture.study(handler("bytes", call -> {
                    throw new IllegalStateException("no weight");
                }))
                .run();
        assertThat(unweighed.ranking()).extracting(Trial::status).containsOnly(TrialStatus.FAILED);
    }

    @Test
    void anInterruptLeftBehindByAToolIsNotTakenForAnOrder() {
        assertAllCompleted(Fixture.study(handler("train", call -> {
                    Thread.currentThread().interrupt();
                    return call.proceed();
                }))
                .on(watched(MopExecutor.threads(2).modelCache(3000)))
                .run());
    }

    /** One worker of three cannot load its library; it fails before the others have joined, or after. */
    @Test
    void aWorkerThatCannotStartLeavesTheWorkToTheOthers() {
        AtomicInteger calls = new AtomicInteger();
        for (int failing = 1; failing <= 3; failing++) {
            int which = failing;
            calls.set(0);
            StudyResult<PlainMlp> result = Fixture.study(handler("prepareWorker", call -> {
                        if (calls.incrementAndGet() == which) {
                            throw new UnsatisfiedLinkError("libtool.so");
                        }
                        return call.proceed();
                    }))
                    .on(watched(MopExecutor.threads(3)))
                    .run();

            assertAllCompleted(result);
            assertThat(result.cost().workers()).isEqualTo(2);
        }
    }

    /** With one worker, and two, of which one is stuck; it comes back when the study has gone on without it. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void aStuckWorkerIsReplacedThoughItIsTheLast(int workers) throws Exception {
        StudyResult<PlainMlp> whole = Fixture.study().run();
        FaultyHandler<PlainMlp> stuck = new FaultyHandler<>(
                Fixture.HANDLER,
                Fault.on(Fault.Call.TRAIN).trial(2).epoch(1).times(1).with(Fault.Effect.STUCK));

        StudyResult<PlainMlp> result = Fixture.study(stuck)
                .on(watched(MopExecutor.threads(workers).retries(10).unitTimeout(Duration.ofMillis(300))))
                .listener((event, progress) -> {
                    if (event instanceof StudyEvent.WorkerLeft) {
                        stuck.letGo();
                    }
                })
                .run();

        assertThat(stuck.struck()).isNotEmpty();
        assertThat(Fixture.essence(result)).isEqualTo(Fixture.essence(whole));
    }

    /** Nobody lets go of the unit before the study has ended. */
    @Test
    void aStudyIsStoppedThoughAUnitDoesNotReact() throws Exception {
        FaultyHandler<PlainMlp> stuck = new FaultyHandler<>(
                Fixture.HANDLER, Fault.on(Fault.Call.TRAIN).trial(0).with(Fault.Effect.STUCK));
        StudyHandle<PlainMlp> handle = Fixture.study(stuck).start();
        await().atMost(PATIENCE).until(() -> !stuck.struck().isEmpty());
        handle.stop();

        StudyResult<PlainMlp> result = handle.await();
        stuck.letGo();

        assertThat(result.status()).isEqualTo(StudyStatus.STOPPED);
    }
}
