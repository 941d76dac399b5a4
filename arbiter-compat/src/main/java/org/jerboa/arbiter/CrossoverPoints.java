package org.jerboa.arbiter;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import org.apache.commons.math3.random.RandomAdaptor;
import org.apache.commons.math3.random.RandomGenerator;
import org.deeplearning4j.arbiter.optimize.generator.genetic.crossover.utils.CrossoverPointsGenerator;

/**
 * Places where a k-point crossover changes parents, as many as its least and greatest number say, both inclusive, and no
 * more than there are genes. Arbiter's own throws where there are fewer genes or both numbers are equal, never gives the
 * greatest number, and takes its places from a random stream that nobody can seed.
 */
final class CrossoverPoints extends CrossoverPointsGenerator {

    private final int least;
    private final int most;
    private final RandomGenerator random;
    private final List<Integer> places = new ArrayList<>();

    CrossoverPoints(int genes, int least, int most, RandomGenerator random) {
        super(genes, least, most, random);
        this.least = Math.min(least, genes);
        this.most = Math.min(most, genes);
        this.random = random;
        for (int i = 0; i < genes; i++) {
            places.add(i);
        }
    }

    /** In order, with {@code Integer.MAX_VALUE} behind them, as its caller wants it. */
    @Override
    public Deque<Integer> getCrossoverPoints() {
        int count = least + random.nextInt(most - least + 1);
        Collections.shuffle(places, new RandomAdaptor(random));
        Deque<Integer> points =
                new ArrayDeque<>(places.subList(0, count).stream().sorted().toList());
        points.add(Integer.MAX_VALUE);
        return points;
    }
}
