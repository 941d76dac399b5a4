package org.jerboa.mop.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.jerboa.testkit.watch.KeptLogContext;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

class LogContextTest {

    @Test
    void whatWasThereComesBack() {
        KeptLogContext.during(() -> {
            MDC.put("user", "ada");
            LogContext.ofStudy("digits")
                    .run(() -> assertThat(MDC.getCopyOfContextMap()).isEqualTo(Map.of("study", "digits")));
            assertThat(MDC.getCopyOfContextMap()).isEqualTo(Map.of("user", "ada"));
        });
    }

    @Test
    void aBindingWithoutContextIsNoTrouble() {
        assertThat(LogContext.present().study()).isEmpty();
    }
}
