package org.jerboa.mop.local;

import java.util.HashMap;
import java.util.Map;
import org.jerboa.tune.spi.StudyDefinition;
import org.jerboa.tune.spi.UnitQuery;
import org.slf4j.MDC;

/**
 * What log lines are about, in SLF4J's mapped diagnostic context (MDC), for bindings that print it: the study, and on threads that
 * run a unit or tell of one also the trial and the unit. Lines of a handler and of its deep-learning tool have it too.
 * Immutable.
 */
public final class LogContext {

    /** Name of the study's folder; of a study without one, the name of its data. */
    public static final String STUDY = "study";

    /** Number of the trial. */
    public static final String TRIAL = "trial";

    /** Ticket of the unit, by which the journal knows it. */
    public static final String UNIT = "unit";

    private final Map<String, String> values;

    private LogContext(Map<String, String> values) {
        this.values = Map.copyOf(values);
    }

    public static LogContext of(StudyDefinition<?> study) {
        return ofStudy(study.folder()
                .map(folder ->
                        String.valueOf(folder.toAbsolutePath().normalize().getFileName()))
                .orElse(study.data().name()));
    }

    /** @param name of the study, as {@link #study} gives it */
    public static LogContext ofStudy(String name) {
        return new LogContext(Map.of(STUDY, name));
    }

    /** That of the calling thread. */
    public static LogContext present() {
        Map<String, String> values = MDC.getCopyOfContextMap();
        return new LogContext(values == null ? Map.of() : values);
    }

    /** Name of the study; empty if there is none. */
    public String study() {
        return values.getOrDefault(STUDY, "");
    }

    /** The same, with a unit of the study. */
    public LogContext unit(UnitQuery unit) {
        Map<String, String> more = new HashMap<>(values);
        more.put(TRIAL, Integer.toString(unit.trial()));
        more.put(UNIT, Long.toString(unit.ticket()));
        return new LogContext(more);
    }

    /** Makes it that of the calling thread, for good. */
    public void enter() {
        MDC.setContextMap(values);
    }

    /** Does something in it. The thread has the context that it had before, then. */
    public void run(Runnable action) {
        LogContext before = present();
        enter();
        try {
            action.run();
        } finally {
            before.enter();
        }
    }
}
