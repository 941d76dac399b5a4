package org.jerboa.search.sampling;

import org.jerboa.tune.space.Cell;
import org.jerboa.tune.space.Parameter;

/** Values that stand next to each other on the scale of a parameter. */
public final class Neighbours {

    private Neighbours() {}

    /** The next value in a direction, or in the other if there is none; the same if it is the only one. */
    public static Object next(Parameter parameter, Object value, boolean up) {
        Cell cell = parameter.cell(value);
        boolean isUp = up ? cell.high() < 1 : cell.low() <= 0;
        double beyond = isUp ? Math.nextUp(cell.high()) : Math.nextDown(cell.low());
        return parameter.decode(Math.min(1, Math.max(0, beyond)));
    }
}
