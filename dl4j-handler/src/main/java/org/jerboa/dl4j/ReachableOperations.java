package org.jerboa.dl4j;

import java.lang.ref.Reference;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ops.executioner.OpExecutioner;
import org.nd4j.linalg.factory.Nd4j;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stands in front of ND4J's executioner of operations and keeps an operation, and so its arrays, from the garbage collector
 * until native code has done with it.
 *
 * <p>ND4J 1.0.0-M2.1 hands native code the addresses of an operation's buffers and does not look at the Java objects again.
 * A collection may find them unreachable while the call is under way. A thread of ND4J's own then deletes the buffers, and
 * the process dies of a segmentation fault ({@code docs/decisions/0027-operations-stay-reachable.md}).
 *
 * <p>Thread-safe.
 */
final class ReachableOperations implements InvocationHandler {

    private static final Logger LOG = LoggerFactory.getLogger(ReachableOperations.class);

    private static boolean refused;

    private final OpExecutioner executioner;

    private ReachableOperations(OpExecutioner executioner) {
        this.executioner = executioner;
    }

    /**
     * Puts it before the executioner of the loaded backend, once. ND4J has no setter for it, so the field is written by
     * reflection. If there is no such field, ND4J is another one; its operations are left as they are, and the log says so.
     */
    static synchronized void install() {
        OpExecutioner current = Nd4j.getExecutioner();
        if (refused || isInstalledIn(current)) {
            return;
        }
        try {
            Field field = Nd4j.class.getDeclaredField("OP_EXECUTIONER_INSTANCE");
            field.setAccessible(true);
            field.set(null, around(current));
        } catch (ReflectiveOperationException | RuntimeException e) {
            refused = true;
            LOG.warn(
                    "this ND4J keeps its executioner elsewhere; buffers in use are not kept from the garbage collector",
                    e);
        }
    }

    static boolean isInstalledIn(OpExecutioner executioner) {
        return Proxy.isProxyClass(executioner.getClass())
                && Proxy.getInvocationHandler(executioner) instanceof ReachableOperations;
    }

    /** The same executioner, whose arguments stay reachable until it returns or throws. */
    static OpExecutioner around(OpExecutioner executioner) {
        return (OpExecutioner) Proxy.newProxyInstance(
                OpExecutioner.class.getClassLoader(),
                new Class<?>[] {OpExecutioner.class},
                new ReachableOperations(executioner));
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] arguments)
            throws Throwable {
        try {
            return method.invoke(executioner, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        } finally {
            Reference.reachabilityFence(arguments);
        }
    }
}
