package org.jerboa.search.sampling.genetic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jerboa.search.history.History;
import org.jerboa.search.history.TrialRecord;
import org.jerboa.tune.metric.Objective;
import org.jerboa.tune.random.RandomStreams;
import org.jerboa.tune.space.Parameter;
import org.jerboa.tune.space.SearchSpace;
import org.jerboa.tune.spi.SearchProblem;
import org.junit.jupiter.api.Test;

class BreedingTest {

    private static final int CHILDREN = 20_000;

    private static final SearchSpace SPACE = SearchSpace.of(
            Parameter.categorical("kind", "a", "b", "c"),
            Parameter.real("ofA", 0, 1).when("kind", "a"),
            Parameter.real("ofB", 0, 1).when("kind", "b"),
            Parameter.real("always", 0, 1));

    private final RandomGenerator random = RandomStreams.stream(1, "test");

    private final History history = new History(new SearchProblem(SPACE, List.of(Objective.minimize("loss")), 1));

    private final List<TrialRecord> parents = List.of(
            history.begin(0, SPACE.configuration(Map.of("kind", "a", "ofA", 0.25, "always", 0.0))),
            history.begin(1, SPACE.configuration(Map.of("kind", "b", "ofB", 0.75, "always", 0.5))),
            history.begin(2, SPACE.configuration(Map.of("kind", "b", "ofB", 0.125, "always", 1.0))));

    /** Keeps what it is given and crosses nothing. */
    private static final class Watching implements Crossover {

        private final transient List<double[]> firsts = new ArrayList<>();
        private final transient List<double[]> others = new ArrayList<>();

        @Override
        public double[] cross(double[] one, double[] other, List<Parameter> axes, RandomGenerator random) {
            firsts.add(one);
            others.add(other);
            return one.clone();
        }

        @Override
        public String describe() {
            return "watching";
        }

        double share(double always) {
            return firsts.stream().filter(genes -> genes[3] == always).count() / (double) firsts.size();
        }
    }

    private Watching watch(int tournament, List<TrialRecord> fittestFirst) {
        Watching watching = new Watching();
        Breeding breeding = new Breeding(tournament, watching, Mutation.reset().rate(0));
        for (int i = 0; i < CHILDREN; i++) {
            breeding.child(fittestFirst, SPACE.axes(), random);
        }
        return watching;
    }

    @Test
    void parentsAreTheFittestOfSoMany() {
        Watching any = watch(1, parents);
        Watching best = watch(2, parents);

        // The fittest is picked unless both are of the other two: 1 - (2/3)^2; the least fit if both are it.
        assertThat(any.share(0.0)).isCloseTo(1 / 3.0, within(0.014));
        assertThat(best.share(0.0)).isCloseTo(5 / 9.0, within(0.014));
        assertThat(best.share(1.0)).isCloseTo(1 / 9.0, within(0.01));
    }

    @Test
    void theTwoAreDifferentWhereThereAreTwo() {
        Watching watching = watch(3, parents.subList(0, 2));
        for (int i = 0; i < CHILDREN; i++) {
            assertThat(watching.firsts.get(i)[3]).isNotEqualTo(watching.others.get(i)[3]);
        }
        assertThat(watch(3, parents.subList(0, 1)).others).hasSize(CHILDREN);
    }

    @Test
    void whatAParentLacksIsOfTheOtherOrFromAnywhere() {
        Watching watching = watch(1, parents);
        for (int i = 0; i < CHILDREN; i++) {
            double[] one = watching.firsts.get(i);
            double[] other = watching.others.get(i);
            assertThat(Arrays.stream(one).anyMatch(Double::isNaN)).isFalse();
            if (one[3] == 0.0) {
                // the only one of kind a, so the other has the gene of kind b
                assertThat(one[2]).isEqualTo(other[2]).isIn(0.75, 0.125);
            }
            if (one[3] != 0.0 && other[3] != 0.0) {
                assertThat(one[1]).isBetween(0.0, 1.0);
            }
        }
        assertThat(watching.firsts.stream().map(genes -> genes[1]).distinct().count())
                .isGreaterThan(1000);
    }

    /** A child that was not crossed was its parent's own array in Arbiter, and its mutation the parent's. */
    @Test
    void parentsStayWhatTheyWere() {
        List<double[]> before =
                parents.stream().map(parent -> parent.point().clone()).toList();
        for (Crossover crossover : CrossoverTest.all()) {
            Breeding breeding = new Breeding(2, crossover, Mutation.reset().rate(1));
            for (int i = 0; i < 200; i++) {
                breeding.child(parents, SPACE.axes(), random);
            }
        }
        for (int i = 0; i < parents.size(); i++) {
            assertThat(parents.get(i).point()).isEqualTo(before.get(i));
        }
    }
}
