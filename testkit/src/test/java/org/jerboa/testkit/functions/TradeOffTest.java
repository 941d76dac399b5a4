package org.jerboa.testkit.functions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.HashMap;
import java.util.Map;
import org.jerboa.tune.metric.Objective;
import org.jerboa.tune.space.Configuration;
import org.junit.jupiter.api.Test;

class TradeOffTest {

    private static double[] at(TradeOff function, double... x) {
        Map<String, Object> values = new HashMap<>();
        for (int i = 0; i < x.length; i++) {
            values.put("x" + (i + 1), x[i]);
        }
        Configuration configuration = function.space().configuration(values);
        return function.losses().apply(configuration);
    }

    @Test
    void hasTheLossesOfThePaper() {
        // on the front g = 1: 1 - sqrt(1/4), 1 - (1/2)^2
        assertThat(at(TradeOff.zdt1(3), 0.25, 0, 0)).containsExactly(0.25, 0.5);
        assertThat(at(TradeOff.zdt2(3), 0.5, 0, 0)).containsExactly(0.5, 0.75);
        // g = 1 + 9 * (1/3 + 0) / 2 = 2.5: 2.5 (1 - sqrt(0.4 / 2.5)) and 2.5 (1 - 0.16^2)
        assertThat(at(TradeOff.zdt1(3), 0.4, 1 / 3.0, 0)).containsExactly(new double[] {0.4, 1.5}, within(1e-6));
        assertThat(at(TradeOff.zdt2(3), 0.4, 0, 1 / 3.0)).containsExactly(new double[] {0.4, 2.436}, within(1e-6));
        // the worst there is: g = 10
        assertThat(at(TradeOff.zdt1(3), 0, 1, 1)).containsExactly(0, 10);
        assertThat(TradeOff.zdt1(30).space().dimensions()).isEqualTo(30);
        assertThat(TradeOff.zdt1(2).objectives()).containsExactly(Objective.minimize("f1"), Objective.minimize("f2"));
        assertThatThrownBy(() -> TradeOff.zdt1(1)).hasMessageContaining("dimensions (1)");
    }
}
