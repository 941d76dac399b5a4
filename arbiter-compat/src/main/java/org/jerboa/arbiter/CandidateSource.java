package org.jerboa.arbiter;

import java.util.List;
import java.util.Set;
import org.deeplearning4j.arbiter.optimize.api.Candidate;
import org.deeplearning4j.arbiter.optimize.api.CandidateGenerator;
import org.deeplearning4j.arbiter.optimize.api.OptimizationResult;
import org.deeplearning4j.arbiter.optimize.config.OptimizationConfiguration;
import org.deeplearning4j.arbiter.optimize.generator.GeneticSearchCandidateGenerator;
import org.deeplearning4j.arbiter.optimize.generator.GridSearchCandidateGenerator;
import org.deeplearning4j.arbiter.optimize.generator.genetic.Chromosome;
import org.deeplearning4j.arbiter.optimize.generator.genetic.population.PopulationModel;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A configuration's generator. Of a genetic one it repairs two things from outside:
 *
 * <ul>
 *   <li>A population that breeds while it has one member: Arbiter looks for a second parent for ever. Here the member is
 *       its own second parent, which leaves mutation to find something new, and Arbiter's own bound on attempts to end it.
 *   <li>Mutations of an offspring without crossover went into the genes of its parent. Here parents get their genes
 *       back, and the offspring's are those that count as tried.
 * </ul>
 *
 * <p>Others are repaired beforehand: {@link Genetics}, and {@link Grid} in the place of Arbiter's grid.
 *
 * <p>Used by one thread.
 */
final class CandidateSource {

    private static final Logger log = LoggerFactory.getLogger(CandidateSource.class);

    private final CandidateGenerator generator;
    private final boolean mutatesParents;

    private CandidateSource(CandidateGenerator generator, boolean mutatesParents) {
        this.generator = generator;
        this.mutatesParents = mutatesParents;
    }

    /** What is corrected although it changes candidates is announced in the log. */
    static CandidateSource of(OptimizationConfiguration configuration, Set<ArbiterBehaviour> restored) {
        CandidateGenerator given = configuration.getCandidateGenerator();
        Long seed = configuration.getRngSeed();
        try {
            if (given.getClass() == GridSearchCandidateGenerator.class && !restored.contains(ArbiterBehaviour.GRIDS)) {
                return new CandidateSource(grid((GridSearchCandidateGenerator) given, seed), false);
            }
            if (given instanceof GeneticSearchCandidateGenerator genetic) {
                int seeded = Genetics.prepare(genetic, seed);
                log.info("{} random generators of genetic operators have seeds from rngSeed, {}", seeded, seed);
            }
        } catch (ReflectiveOperationException e) {
            log.warn("{} cannot be looked into, so its own mistakes stay", given, e);
        }
        boolean mutated = restored.contains(ArbiterBehaviour.MUTATED_PARENTS);
        if (!mutated && given instanceof GeneticSearchCandidateGenerator) {
            log.info("mutations leave the genes of parents alone; in Arbiter they did not always."
                    + " restore(ArbiterBehaviour.MUTATED_PARENTS) brings that back");
        }
        return new CandidateSource(given, mutated);
    }

    private static CandidateGenerator grid(GridSearchCandidateGenerator given, @Nullable Long seed)
            throws ReflectiveOperationException {
        if (given.getCandidateCounter().get() > 0) {
            log.warn("{} has given candidates before, so it goes on as it is", given);
            return given;
        }
        Grid grid = Grid.like(given, seed);
        if (grid.size() != given.getTotalNumCandidates()) {
            log.warn(
                    "the grid has {} points; Arbiter would have made {} of it, and failed at some."
                            + " restore(ArbiterBehaviour.GRIDS) brings that back",
                    grid.size(),
                    given.getTotalNumCandidates());
        }
        return grid;
    }

    boolean hasMore() {
        return generator.hasMoreCandidates();
    }

    Candidate<?> next() {
        return generator instanceof GeneticSearchCandidateGenerator genetic ? bred(genetic) : generator.getCandidate();
    }

    void report(OptimizationResult result) {
        generator.reportResults(result);
    }

    /** A candidate that began has come to nothing. */
    void failed(int index) {
        if (generator instanceof SearchCandidateGenerator search) {
            search.failed(index);
        }
    }

    private Candidate<?> bred(GeneticSearchCandidateGenerator genetic) {
        PopulationModel model = genetic.getPopulationModel();
        List<Chromosome> population = model.getPopulation();
        boolean alone = population.size() == 1 && model.isReadyToBreed();
        if (alone) {
            population.add(population.get(0));
        }
        List<double[]> genes = population.stream().map(Chromosome::getGenes).toList();
        List<double[]> copies = genes.stream().map(double[]::clone).toList();
        try {
            Candidate<?> candidate = genetic.getCandidate();
            if (!mutatesParents) {
                double[] own = candidate.getFlatParameters();
                if (own != null) {
                    candidate.setFlatParameters(own.clone());
                    keepAsTried(genetic, own);
                }
                for (int i = 0; i < genes.size(); i++) {
                    System.arraycopy(copies.get(i), 0, genes.get(i), 0, copies.get(i).length);
                }
            }
            return candidate;
        } finally {
            if (alone) {
                population.remove(1);
            }
        }
    }

    private static void keepAsTried(GeneticSearchCandidateGenerator genetic, double[] genes) {
        try {
            Genetics.keepAsTried(genetic, genes);
        } catch (ReflectiveOperationException e) {
            log.debug("{} cannot be looked into, so it may try the same genes twice", genetic, e);
        }
    }
}
