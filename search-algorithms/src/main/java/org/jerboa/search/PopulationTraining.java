package org.jerboa.search;

import java.util.Arrays;
import java.util.HashSet;
import org.jerboa.search.allocation.Allocation;
import org.jerboa.search.allocation.population.Exploration;
import org.jerboa.search.allocation.population.Population;
import org.jerboa.search.sampling.RandomSampling;
import org.jerboa.search.sampling.Sampling;

/**
 * Population-based training: a population is trained together; now and then the worst members are replaced by clones of the
 * best, whose hyperparameters are changed a little. It finds a schedule of hyperparameters, where other searches find one
 * setting.
 *
 * <pre>{@code
 * .search(PopulationTraining.of(10).maxEpochs(30))
 * .search(PopulationTraining.of(10).maxEpochs(30).perturb("learningRate", "dropout", "batchSize"))
 * }</pre>
 *
 * <p><b>What may change.</b> A clone goes on with its parent's weights and the state of its updater, so that its layers and its
 * kind of updater must be the parent's. Which parameters these hang on, a search cannot see. Unless {@link #perturb} says
 * otherwise only real parameters change: rates, regularisation, momentum. Integers (which may be sizes of layers) and
 * categoricals (which may be kinds of layers or updaters) keep their value all along a line. A clone that the tool cannot make
 * from its parent's weights fails; its place is filled again.
 *
 * <p>How the population is run is said in {@link Population}, how configurations change in {@link Exploration}; the schedule
 * that led to a trial is read by {@link org.jerboa.tune.study.StudyResult#lineage}. Immutable.
 */
public final class PopulationTraining extends AdaptiveSearch<PopulationTraining> {

    private static final int USUAL_EPOCHS = 30;

    /** How often a member is judged, unless that is set. */
    private static final int JUDGEMENTS = 10;

    private final Population population;
    private final boolean ownInterval;

    private PopulationTraining(Terms terms, Sampling sampling, Population population, boolean ownInterval) {
        super(terms, sampling);
        this.population = population;
        this.ownInterval = ownInterval;
    }

    /**
     * A population of so many members, of 30 epochs each.
     *
     * @throws IllegalArgumentException if {@code members} is below 2
     */
    public static PopulationTraining of(int members) {
        Population population =
                new Population(members, USUAL_EPOCHS, usualInterval(USUAL_EPOCHS), 0.25, true, Exploration.DEFAULT);
        return new PopulationTraining(Terms.NONE, new RandomSampling(), population, false);
    }

    private static int usualInterval(int epochs) {
        return Math.max(1, epochs / JUDGEMENTS);
    }

    /**
     * The same search with so many epochs for each member, those of its ancestors included.
     *
     * @throws IllegalArgumentException if {@code epochs} is below 1
     */
    public PopulationTraining maxEpochs(int epochs) {
        int interval = ownInterval ? population.interval() : usualInterval(epochs);
        return with(epochs, interval, population.quantile(), population.exploration());
    }

    /**
     * The same search with so many epochs between two judgements of a member; a tenth of its epochs unless set.
     *
     * @throws IllegalArgumentException if {@code epochs} is below 1
     */
    public PopulationTraining interval(int epochs) {
        PopulationTraining other =
                with(population.maxEpochs(), epochs, population.quantile(), population.exploration());
        return new PopulationTraining(terms(), sampling(), other.population, true);
    }

    /**
     * The same search replacing that part of the population, rounded up, at each judgement; a quarter unless set.
     *
     * @throws IllegalArgumentException if {@code part} is not above 0 and at most 0.5
     */
    public PopulationTraining quantile(double part) {
        return with(population.maxEpochs(), population.interval(), part, population.exploration());
    }

    /**
     * The same search with members that do not wait for each other: a member is held against those that have come as far
     * by then. No worker idles at a judgement; but the outcome depends on timing.
     */
    public PopulationTraining asynchronous() {
        Population other = new Population(
                population.size(),
                population.maxEpochs(),
                population.interval(),
                population.quantile(),
                false,
                population.exploration());
        return new PopulationTraining(terms(), sampling(), other, ownInterval);
    }

    /**
     * The same search changing these parameters, of any kind, and no others. They must leave the model's layers and the kind
     * of its updater as they are.
     *
     * @throws IllegalArgumentException if none is named
     */
    public PopulationTraining perturb(String... parameters) {
        if (parameters.length == 0) {
            throw new IllegalArgumentException(
                    "perturb() names no parameter; name those that may change, or leave it out");
        }
        Exploration old = population.exploration();
        return with(new Exploration(new HashSet<>(Arrays.asList(parameters)), old.step(), old.resample()));
    }

    /**
     * The same search moving parameters by that part of their range on average; a tenth unless set.
     *
     * @throws IllegalArgumentException if {@code part} is not above 0 and at most 1
     */
    public PopulationTraining step(double part) {
        Exploration old = population.exploration();
        return with(new Exploration(old.parameters(), part, old.resample()));
    }

    /**
     * The same search drawing a parameter anew with that probability, instead of moving it; a quarter unless set.
     *
     * @throws IllegalArgumentException if {@code probability} is not from 0 to 1
     */
    public PopulationTraining resample(double probability) {
        Exploration old = population.exploration();
        return with(new Exploration(old.parameters(), old.step(), probability));
    }

    private PopulationTraining with(Exploration exploration) {
        return with(population.maxEpochs(), population.interval(), population.quantile(), exploration);
    }

    private PopulationTraining with(int maxEpochs, int interval, double quantile, Exploration exploration) {
        Population other =
                new Population(population.size(), maxEpochs, interval, quantile, population.synchronous(), exploration);
        return new PopulationTraining(terms(), sampling(), other, ownInterval);
    }

    @Override
    PopulationTraining with(Terms terms, Sampling other) {
        return new PopulationTraining(terms, other, population, ownInterval);
    }

    @Override
    public Allocation allocation() {
        return population;
    }
}
