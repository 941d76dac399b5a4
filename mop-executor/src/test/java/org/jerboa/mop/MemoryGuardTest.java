package org.jerboa.mop;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jerboa.testkit.perceptron.PlainMlp;
import org.jerboa.tune.space.Configuration;
import org.jerboa.tune.spi.ModelEstimate;
import org.jerboa.tune.spi.ModelHandler;
import org.jerboa.tune.study.StudyResult;
import org.jerboa.tune.study.StudyStatus;
import org.jerboa.tune.study.Trial;
import org.jerboa.tune.study.TrialStatus;
import org.junit.jupiter.api.Test;

class MemoryGuardTest {

    private static final long HUGE = 1_200_000_000_000L;

    /** The real handler, but for {@code create} and {@code estimate}. */
    @SuppressWarnings("unchecked")
    private static ModelHandler<PlainMlp> handler(Instead create, Instead estimate) {
        return (ModelHandler<PlainMlp>) Proxy.newProxyInstance(
                MemoryGuardTest.class.getClassLoader(),
                new Class<?>[] {ModelHandler.class},
                (proxy, method, arguments) -> {
                    if (method.getName().equals("estimate")) {
                        return estimate.of((Configuration) arguments[0]);
                    }
                    if (method.getName().equals("create")) {
                        create.of((Configuration) arguments[0]);
                    }
                    try {
                        return method.invoke(Fixture.HANDLER, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause() == null ? e : e.getCause();
                    }
                });
    }

    @FunctionalInterface
    private interface Instead {
        Object of(Configuration configuration) throws Exception;
    }

    private static boolean isHuge(Configuration configuration) {
        return configuration.getString("activation").equals("tanh");
    }

    @Test
    void aModelThatCannotFitIsNeverMadeAndTheStudyGoesOn() {
        AtomicInteger made = new AtomicInteger();
        StudyResult<PlainMlp> result = Fixture.study(handler(
                        configuration -> isHuge(configuration) ? made.incrementAndGet() : 0,
                        configuration -> Optional.of(
                                new ModelEstimate(100_000_000_000L, 32, isHuge(configuration) ? HUGE : 1_000))))
                .run();

        assertThat(result.status()).isEqualTo(StudyStatus.COMPLETED);
        assertThat(made).hasValue(0);
        assertThat(result.ranking()).extracting(Trial::status).contains(TrialStatus.COMPLETED, TrialStatus.FAILED);
        for (Trial trial : result.ranking()) {
            assertThat(trial.status() == TrialStatus.FAILED).isEqualTo(isHuge(trial.configuration()));
            if (trial.status() == TrialStatus.FAILED) {
                assertThat(trial.cause())
                        .hasValueSatisfying(cause ->
                                assertThat(cause).contains("would take " + HUGE + " bytes", "100000000000 parameters"));
            }
        }
    }

    @Test
    void aWorkerOutlivesMemoryThatRunsOut() throws Exception {
        StudyResult<PlainMlp> whole = Fixture.study().run();
        AtomicInteger calls = new AtomicInteger();
        StudyResult<PlainMlp> result = Fixture.study(handler(
                        configuration -> {
                            if (calls.incrementAndGet() == 4) {
                                throw new OutOfMemoryError("made up");
                            }
                            return 0;
                        },
                        configuration -> Optional.empty()))
                .run();

        assertThat(Fixture.essence(result)).isEqualTo(Fixture.essence(whole));
    }
}
