package org.jerboa.testkit.watch;

import java.lang.reflect.Field;
import org.slf4j.MDC;
import org.slf4j.helpers.BasicMDCAdapter;
import org.slf4j.spi.MDCAdapter;

/**
 * While it is open, SLF4J's diagnostic context (MDC) can be read back, which bindings such as slf4j-simple drop. For one test at a
 * time: it is the whole JVM's.
 */
public final class KeptLogContext implements AutoCloseable {

    private final MDCAdapter before;

    public KeptLogContext() {
        before = exchange(new BasicMDCAdapter());
    }

    @Override
    public void close() {
        exchange(before);
    }

    private static MDCAdapter exchange(MDCAdapter next) {
        MDCAdapter present = MDC.getMDCAdapter();
        try {
            Field adapter = MDC.class.getDeclaredField("mdcAdapter");
            adapter.setAccessible(true);
            adapter.set(null, next);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError("SLF4J has its adapter elsewhere than version 1.7", e);
        }
        return present;
    }
}
