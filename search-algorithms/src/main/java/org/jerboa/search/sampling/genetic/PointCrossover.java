package org.jerboa.search.sampling.genetic;

import java.util.List;
import java.util.random.RandomGenerator;
import org.jerboa.search.sampling.RandomNumbers;
import org.jerboa.tune.space.Parameter;

/** At a number of places between genes, from {@code fewest} to {@code most}, the child goes over from one parent to the other. */
record PointCrossover(double rate, int fewest, int most) implements Crossover {

    PointCrossover {
        Probability.check("rate of a crossover", rate);
        if (fewest < 1 || fewest > most) {
            throw new IllegalArgumentException("points of a crossover (from " + fewest + " to " + most
                    + ") must be at least 1, the smaller number first");
        }
    }

    @Override
    public double[] cross(double[] one, double[] other, List<Parameter> axes, RandomGenerator random) {
        double[] child = one.clone();
        int places = one.length - 1;
        if (places < 1 || !RandomNumbers.chance(rate, random)) {
            return child;
        }
        boolean[] cut = cuts(places, fewest + RandomNumbers.below(most - fewest + 1, random), random);
        boolean fromOther = false;
        for (int gene = 0; gene < child.length; gene++) {
            fromOther ^= cut[gene];
            child[gene] = fromOther ? other[gene] : one[gene];
        }
        return child;
    }

    /** Before which genes there is a cut. Each set of so many places is equally likely. */
    private static boolean[] cuts(int places, int wanted, RandomGenerator random) {
        boolean[] cut = new boolean[places + 1];
        int left = Math.min(places, wanted);
        for (int place = 1; place <= places; place++) {
            cut[place] = RandomNumbers.below(places - place + 1, random) < left;
            left -= cut[place] ? 1 : 0;
        }
        return cut;
    }

    @Override
    public String describe() {
        return most == 1 ? "singlePoint(" + rate + ")" : "kPoint(" + rate + ", " + fewest + ".." + most + ")";
    }
}
