package org.jerboa.tune.space;

import org.jspecify.annotations.Nullable;

/**
 * An unordered choice among labelled values, booleans included. That two values are neighbours in the unit interval
 * means nothing.
 */
public final class CategoricalParameter extends ChoiceParameter {

    private static final long serialVersionUID = 1L;

    CategoricalParameter(String name, @Nullable Condition condition, Choices choices) {
        super(name, condition, choices);
    }

    /** A categorical parameter that still needs its first choice. */
    public static final class Empty {

        private final String name;

        Empty(String name) {
            this.name = name;
        }

        /**
         * The first choice.
         *
         * @throws IllegalArgumentException if the value is null or not serialisable
         */
        public CategoricalParameter choice(String label, Object value) {
            return new CategoricalParameter(name, null, Choices.first(name, label, value));
        }
    }

    /**
     * This parameter with one choice more.
     *
     * @throws IllegalArgumentException if the value is null or not serialisable, or the label is taken
     */
    public CategoricalParameter choice(String label, Object value) {
        return new CategoricalParameter(name(), conditionOrNull(), choices().and(name(), label, value));
    }

    @Override
    public CategoricalParameter when(String parent, Object... values) {
        return (CategoricalParameter) super.when(parent, values);
    }

    @Override
    public CategoricalParameter when(String parent, Condition.Bounds bounds) {
        return (CategoricalParameter) super.when(parent, bounds);
    }

    @Override
    CategoricalParameter withChoices(Choices fewer) {
        return new CategoricalParameter(name(), conditionOrNull(), fewer);
    }

    @Override
    String kind() {
        return "categorical";
    }

    @Override
    CategoricalParameter withCondition(Condition newCondition) {
        return new CategoricalParameter(name(), newCondition, choices());
    }
}
