package org.jerboa.search.sampling.cmaes;

import org.apache.commons.math3.special.Erf;
import org.jerboa.tune.space.Cell;
import org.jerboa.tune.space.Parameter;

/**
 * Keeps the values of countable parameters from freezing. When the distribution of CMA-ES has become narrower than the cell of
 * a value, all draws would decode to that value, whatever the rest of the configuration becomes. CMA-ES with margin (R. Hamano,
 * S. Saito, M. Nomura, S. Shirakawa: <i>CMA-ES with Margin: Lower-Bounding Marginal Probability for Mixed-Integer Black-Box
 * Optimization</i>, GECCO 2022, section 4) bounds the probability of other values from below: where it would fall short, the
 * mean is moved and the draws are stretched around it. The values of a parameter at the ends of its range are dealt with as the
 * paper deals with binary ones.
 *
 * <p>Not thread-safe.
 */
final class Margin {

    private final Parameter parameter;
    private double stretch = 1;

    Margin(Parameter parameter) {
        this.parameter = parameter;
    }

    void forget() {
        stretch = 1;
    }

    /** By how much draws are stretched around the mean. */
    double stretch() {
        return stretch;
    }

    /**
     * Corrects for a new mean and deviation.
     *
     * @param deviation of the coordinate before it is stretched
     * @param least probability of a value that is not the mean's
     * @return the mean, moved if need be
     */
    double correct(double mean, double deviation, double least) {
        Cell cell = parameter.cell(parameter.decode(Math.min(1, Math.max(0, mean))));
        boolean first = cell.low() <= 0;
        boolean last = cell.high() >= 1;
        if (first && last) {
            return mean;
        }
        double spread = deviation * stretch;
        if (first || last) {
            double edge = first ? cell.high() : cell.low();
            double most = quantile(1 - least) * spread;
            return first ? Math.max(mean, edge - most) : Math.min(mean, edge + most);
        }
        return between(cell, mean, deviation, least / 2);
    }

    private double between(Cell cell, double mean, double deviation, double least) {
        double spread = deviation * stretch;
        double below = probability((cell.low() - mean) / spread);
        double above = 1 - probability((cell.high() - mean) / spread);
        if (below >= least && above >= least) {
            return mean;
        }
        double raisedBelow = Math.max(least, below);
        double raisedAbove = Math.max(least, above);
        double inside = 1 - below - above;
        double factor = (1 - raisedBelow - raisedAbove - inside) / (raisedBelow + raisedAbove + inside - 3 * least);
        double toLow = quantile(1 - raisedBelow - factor * (raisedBelow - least));
        double toHigh = quantile(1 - raisedAbove - factor * (raisedAbove - least));
        stretch = cell.width() / (deviation * (toLow + toHigh));
        return (cell.low() * toHigh + cell.high() * toLow) / (toLow + toHigh);
    }

    private static double probability(double z) {
        return 0.5 * Erf.erfc(-z / Math.sqrt(2));
    }

    private static double quantile(double probability) {
        return Math.sqrt(2) * Erf.erfInv(2 * probability - 1);
    }
}
