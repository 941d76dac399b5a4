package org.jerboa.tune.space;

import java.io.Serializable;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** The values of a real parameter and their places in the unit interval. Names are passed in for errors only. */
sealed interface RealDomain extends Serializable permits ContinuousDomain, QuantisedDomain {

    double low();

    double high();

    boolean log();

    OptionalDouble step();

    OptionalLong cardinality();

    RealDomain onLogScale(String name);

    RealDomain quantised(String name, double step);

    /** The part from one canonical value to a greater one; its values keep to this domain's grid. */
    RealDomain between(double newLow, double newHigh);

    /** The least value that is not below a number within the bounds; where the grid is fine, the nearest. */
    double atOrAbove(double number);

    /** The greatest value that is not above a number within the bounds; where the grid is fine, the nearest. */
    double atOrBelow(double number);

    /** The value for a number within the bounds. */
    double canonical(String name, double number);

    double valueAt(double unit);

    /** The coordinate of a canonical value. */
    double position(double value);

    Cell cell(double value);

    List<Object> gridValues(int points);

    /** Scale, bounds and step. */
    String text();
}
