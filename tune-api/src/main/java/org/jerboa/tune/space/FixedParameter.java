package org.jerboa.tune.space;

import org.jspecify.annotations.Nullable;

/**
 * One value that every configuration has (where a condition holds, if there is one). It takes no coordinate of the unit
 * cube and does not enlarge a grid.
 */
public final class FixedParameter extends ChoiceParameter {

    private static final long serialVersionUID = 1L;

    FixedParameter(String name, @Nullable Condition condition, Choices choices) {
        super(name, condition, choices);
    }

    public Object value() {
        return choices().value(0);
    }

    @Override
    public FixedParameter when(String parent, Object... values) {
        return (FixedParameter) super.when(parent, values);
    }

    @Override
    public FixedParameter when(String parent, Condition.Bounds bounds) {
        return (FixedParameter) super.when(parent, bounds);
    }

    @Override
    FixedParameter withChoices(Choices fewer) {
        return new FixedParameter(name(), conditionOrNull(), fewer);
    }

    @Override
    String kind() {
        return "fixed";
    }

    @Override
    FixedParameter withCondition(Condition newCondition) {
        return new FixedParameter(name(), newCondition, choices());
    }
}
