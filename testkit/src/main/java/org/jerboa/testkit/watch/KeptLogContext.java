package org.jerboa.testkit.watch;

import java.lang.reflect.Field;
import org.slf4j.MDC;
import org.slf4j.helpers.BasicMDCAdapter;
import org.slf4j.spi.MDCAdapter;

/** Has SLF4J keep its diagnostic context (MDC), which bindings such as slf4j-simple drop, for tests that read it back. */
public final class KeptLogContext {

    private KeptLogContext() {}

    /** Does something in a JVM that keeps it; one thing at a time. */
    public static void during(Runnable test) {
        MDCAdapter before = exchange(new BasicMDCAdapter());
        try {
            test.run();
        } finally {
            exchange(before);
        }
    }

    private static MDCAdapter exchange(MDCAdapter next) {
        MDCAdapter present = MDC.getMDCAdapter();
        try {
            Field adapter = MDC.class.getDeclaredField("mdcAdapter");
            adapter.setAccessible(true);
            adapter.set(null, next);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("SLF4J has its adapter elsewhere than version 1.7", e);
        }
        return present;
    }
}
