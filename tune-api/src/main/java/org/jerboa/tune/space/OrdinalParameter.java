package org.jerboa.tune.space;

import org.jspecify.annotations.Nullable;

/** A choice among values that stand in order, from least to greatest. */
public final class OrdinalParameter extends ChoiceParameter {

    private static final long serialVersionUID = 1L;

    OrdinalParameter(String name, @Nullable Condition condition, Choices choices) {
        super(name, condition, choices);
    }

    @Override
    public OrdinalParameter when(String parent, Object... values) {
        return (OrdinalParameter) super.when(parent, values);
    }

    @Override
    public OrdinalParameter when(String parent, Condition.Bounds bounds) {
        return (OrdinalParameter) super.when(parent, bounds);
    }

    @Override
    OrdinalParameter withChoices(Choices fewer) {
        return new OrdinalParameter(name(), conditionOrNull(), fewer);
    }

    @Override
    String kind() {
        return "ordinal";
    }

    @Override
    OrdinalParameter withCondition(Condition newCondition) {
        return new OrdinalParameter(name(), newCondition, choices());
    }
}
