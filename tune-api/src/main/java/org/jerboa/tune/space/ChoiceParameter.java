package org.jerboa.tune.space;

import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** A parameter whose values are listed one by one, each with a label. */
public abstract sealed class ChoiceParameter extends Parameter
        permits CategoricalParameter, OrdinalParameter, FixedParameter {

    private static final long serialVersionUID = 1L;

    private final Choices choices;

    ChoiceParameter(String name, @Nullable Condition condition, Choices choices) {
        super(name, condition);
        this.choices = choices;
    }

    /** The values, in the order given. */
    public final List<Object> values() {
        return choices.values();
    }

    /** The labels of {@link #values}, in the same order. */
    public final List<String> labels() {
        return choices.labels();
    }

    /** What {@link #domain} starts with. */
    abstract String kind();

    final Choices choices() {
        return choices;
    }

    @Override
    public final OptionalLong cardinality() {
        return OptionalLong.of(choices.size());
    }

    @Override
    public final Cell cell(Object value) {
        return cells().cell(choices.indexOf(name(), value));
    }

    @Override
    public final Object coerce(Object value) {
        return choices.value(choices.indexOf(name(), value));
    }

    @Override
    public final Object parse(String text) {
        return choices.value(choices.indexOfText(name(), text));
    }

    @Override
    public final List<Object> gridValues(int points) {
        checkPoints(points);
        return choices.values();
    }

    @Override
    public final String domain() {
        return kind() + " " + choices.describe();
    }

    @Override
    final Parameter narrowed(String bounds) {
        Choices left = choices.narrowed(name(), bounds, this instanceof OrdinalParameter);
        if (left.size() == choices.size()) {
            return this;
        }
        return left.size() == 1 ? new FixedParameter(name(), conditionOrNull(), left) : withChoices(left);
    }

    /** This parameter with other choices, at least two. */
    abstract Parameter withChoices(Choices fewer);

    @Override
    final boolean hasText(String canonicalText) {
        return choices.list().stream().anyMatch(choice -> choice.text().equals(canonicalText));
    }

    @Override
    final Object token(Object canonical) {
        return choices.list().get(choices.indexOf(name(), canonical)).token();
    }

    @Override
    final String canonicalText(Object canonical) {
        return choices.text(choices.indexOf(name(), canonical));
    }

    @Override
    final Object valueAt(double unit) {
        return choices.value((int) cells().index(unit));
    }

    @Override
    final double position(Object canonical) {
        return cells().position(choices.indexOf(name(), canonical));
    }

    private Cells cells() {
        return Cells.ofChoices(choices.size());
    }
}
