package org.jerboa.arbiter;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.SplittableRandom;
import org.apache.commons.math3.random.RandomGenerator;
import org.apache.commons.math3.random.SynchronizedRandomGenerator;
import org.deeplearning4j.arbiter.optimize.generator.GeneticSearchCandidateGenerator;
import org.deeplearning4j.arbiter.optimize.generator.genetic.crossover.KPointCrossover;
import org.deeplearning4j.arbiter.optimize.generator.genetic.selection.GeneticSelectionOperator;
import org.jspecify.annotations.Nullable;

/**
 * What the operators of a genetic search were not told: the search's seed, and how many genes there are. Random
 * generators get seeds of their own if Arbiter made them, which it wraps in {@code SynchronizedRandomGenerator}; those that
 * users gave to a builder stay as they are. A {@code KPointCrossover} gets {@link CrossoverPoints}.
 */
final class Genetics {

    private static final String OPERATORS = GeneticSearchCandidateGenerator.class.getPackageName() + ".genetic";

    private final int genes;
    private final @Nullable SplittableRandom seeds;
    private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    private int seeded;

    private Genetics(int genes, @Nullable Long seed) {
        this.genes = genes;
        this.seeds = seed == null ? null : new SplittableRandom(seed);
    }

    /**
     * To be called before the first candidate.
     *
     * @return the number of random generators that got a seed
     * @throws ReflectiveOperationException if the operators cannot be reached
     */
    static int prepare(GeneticSearchCandidateGenerator generator, @Nullable Long seed)
            throws ReflectiveOperationException {
        Genetics genetics = new Genetics(generator.getParameterSpace().numParameters(), seed);
        genetics.visit(Internals.read(GeneticSearchCandidateGenerator.class, "selectionOperator", generator));
        return genetics.seeded;
    }

    /**
     * Has the generator remember these genes as they are now. What it remembers of an offspring without crossover is its
     * parent's own array, whose genes are put back.
     *
     * @throws ReflectiveOperationException if what it remembers cannot be reached
     */
    static void keepAsTried(GeneticSearchCandidateGenerator generator, double[] genes)
            throws ReflectiveOperationException {
        Object operator = Internals.read(GeneticSearchCandidateGenerator.class, "selectionOperator", generator);
        if (operator instanceof GeneticSelectionOperator) {
            double[][] tried = (double[][]) Internals.read(GeneticSelectionOperator.class, "previousGenes", operator);
            for (int i = 0; i < tried.length; i++) {
                tried[i] = tried[i] == genes ? genes.clone() : tried[i];
            }
        }
    }

    private void visit(@Nullable Object operator) throws ReflectiveOperationException {
        if (operator == null || !operator.getClass().getPackageName().startsWith(OPERATORS) || !seen.add(operator)) {
            return;
        }
        Deque<Class<?>> classes =
                new ArrayDeque<>(); // the superclass first, so that seeds do not depend on what it adds
        for (Class<?> type = operator.getClass(); type != Object.class; type = type.getSuperclass()) {
            classes.push(type);
        }
        for (Class<?> type : classes) {
            for (Field field : type.getDeclaredFields()) {
                if (!Modifier.isStatic(field.getModifiers()) && !field.getType().isPrimitive()) {
                    field.setAccessible(true);
                    visitField(field.get(operator));
                }
            }
        }
        if (operator instanceof KPointCrossover crossover) {
            limitPoints(crossover);
        }
    }

    private void visitField(@Nullable Object value) throws ReflectiveOperationException {
        if (value instanceof SynchronizedRandomGenerator random) {
            if (seeds != null && seen.add(random)) {
                random.setSeed(seeds.nextLong());
                seeded++;
            }
        } else {
            visit(value);
        }
    }

    private void limitPoints(KPointCrossover crossover) throws ReflectiveOperationException {
        Class<KPointCrossover> type = KPointCrossover.class;
        Internals.write(
                type,
                "crossoverPointsGenerator",
                crossover,
                new CrossoverPoints(
                        genes,
                        (Integer) Internals.read(type, "minCrossovers", crossover),
                        (Integer) Internals.read(type, "maxCrossovers", crossover),
                        (RandomGenerator) Internals.read(type, "rng", crossover)));
    }
}
