package org.jerboa.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.ref.WeakReference;
import java.lang.reflect.Proxy;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.BroadcastOp;
import org.nd4j.linalg.api.ops.executioner.OpExecutioner;
import org.nd4j.linalg.api.ops.impl.broadcast.BroadcastAddOp;
import org.nd4j.linalg.factory.Nd4j;

class ReachableOperationsTest {

    @BeforeAll
    static void loadTheBackend() {
        NativeRuntime.requireUsable();
    }

    /**
     * An executioner that, as ND4J's own, does not look at the operation again once native code is under way. If there is a
     * collection then, the result says whether the operation was still there after it.
     */
    private static OpExecutioner forgetful(AtomicBoolean collect) {
        return (OpExecutioner) Proxy.newProxyInstance(
                OpExecutioner.class.getClassLoader(),
                new Class<?>[] {OpExecutioner.class},
                (proxy, method, arguments) -> {
                    WeakReference<Object> operation = new WeakReference<>(arguments[0]);
                    arguments[0] = null;
                    if (collect.get()) {
                        System.gc();
                    }
                    return operation.get() == null ? null : Nd4j.scalar(true);
                });
    }

    private static BroadcastOp sum() {
        return new BroadcastAddOp(Nd4j.ones(3, 2), Nd4j.ones(1, 2), Nd4j.zeros(3, 2), 1);
    }

    /** Interpreted methods hold what they were given until they return; compiled ones do not, so they are called often. */
    private static boolean survives(OpExecutioner executioner, AtomicBoolean collect) {
        BroadcastOp often = sum();
        collect.set(false);
        for (int i = 0; i < 2_000; i++) {
            executioner.exec(often);
        }
        collect.set(true);
        return executioner.exec(sum()) != null;
    }

    @Test
    void anOperationStaysReachableWhileItRuns() {
        AtomicBoolean collect = new AtomicBoolean();
        OpExecutioner plain = forgetful(collect);
        OpExecutioner guarded = ReachableOperations.around(forgetful(collect));

        long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(2);
        while (survives(plain, collect)) {
            assertThat(System.nanoTime())
                    .as("until an operation is lost without the guard")
                    .isLessThan(end);
        }

        for (int i = 0; i < 10; i++) {
            assertThat(survives(guarded, collect)).isTrue();
        }
    }

    @Test
    void isInstalledOnceForAllOperations() {
        OpExecutioner installed = Nd4j.getExecutioner();
        assertThat(ReachableOperations.isInstalledIn(installed)).isTrue();

        NativeRuntime.requireUsable();

        assertThat(Nd4j.getExecutioner()).isSameAs(installed);
    }

    @Test
    void operationsComputeAndFailAsBefore() {
        INDArray rows = Nd4j.arange(6).reshape(3, 2);

        assertThat(rows.addRowVector(Nd4j.createFromArray(10f, 20f)).data().asFloat())
                .containsExactly(10f, 21f, 12f, 23f, 14f, 25f);
        assertThatThrownBy(() -> Nd4j.getExecutioner().exec(new BroadcastAddOp(rows, Nd4j.ones(1, 5), rows, 1)))
                .isInstanceOf(IllegalStateException.class);
    }
}
