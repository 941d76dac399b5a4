package org.jerboa.arbiter;

import java.util.List;
import org.deeplearning4j.arbiter.optimize.api.Candidate;
import org.deeplearning4j.arbiter.optimize.api.CandidateGenerator;
import org.deeplearning4j.arbiter.optimize.api.OptimizationResult;
import org.deeplearning4j.arbiter.optimize.generator.GeneticSearchCandidateGenerator;
import org.deeplearning4j.arbiter.optimize.generator.genetic.Chromosome;
import org.deeplearning4j.arbiter.optimize.generator.genetic.population.PopulationModel;

/**
 * A configuration's generator. Of a genetic one it repairs two things from outside:
 *
 * <ul>
 *   <li>A population that breeds while it has one member: Arbiter looks for a second parent for ever. Here the member is
 *       its own second parent, which leaves mutation to find something new, and Arbiter's own bound on attempts to end it.
 *   <li>Mutations of an offspring without crossover went into the genes of its parent. Here parents get their genes
 *       back.
 * </ul>
 *
 * <p>Used by one thread.
 */
final class CandidateSource {

    private final CandidateGenerator generator;
    private final boolean mutatesParents;

    CandidateSource(CandidateGenerator generator, boolean mutatesParents) {
        this.generator = generator;
        this.mutatesParents = mutatesParents;
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
                candidate.setFlatParameters(own == null ? null : own.clone());
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
}
