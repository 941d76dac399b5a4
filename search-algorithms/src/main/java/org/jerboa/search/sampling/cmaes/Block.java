package org.jerboa.search.sampling.cmaes;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jerboa.search.history.Merit;
import org.jerboa.search.history.TrialRecord;
import org.jerboa.search.sampling.RandomNumbers;
import org.jerboa.tune.space.CategoricalParameter;
import org.jerboa.tune.space.Parameter;

/**
 * The parameters that exist under the same condition, and how CMA-ES draws them: those whose values stand in order from a
 * normal distribution, with a margin for countable ones; the choices of categorical ones by probabilities beside it. It learns
 * from the trials that have these parameters, of which every so many that have ended make a generation. Not thread-safe.
 */
final class Block {

    /** Draws until a point is in the cube; then it is cut to it. */
    private static final int DRAWS = 100;

    private static final double CENTRE = 0.5;

    /** Sigma must not grow beyond the cube. */
    private static final double WIDEST = 1;

    /** A continuous coordinate of so small a deviation is found. */
    private static final double FOUND = 1e-4;

    /** A countable coordinate is found when its deviation is such a share of the cell of its value. */
    private static final double FOUND_IN_CELL = 0.1;

    private static final double WORST_CONDITION = 1e7;

    /** How likely a draw has a categorical value that has all but died out. */
    private static final double RARE_CHOICE = 0.15;

    private static final int LARGEST_POPULATION = 1000;

    /** The best share of an earlier study's trials, from which a search starts. */
    private static final double GOOD = 0.1;

    private final List<Parameter> axes;
    private final CmaEsSampling settings;
    private final int[] ordered;
    private final int[] unordered;
    private final List<Optional<Margin>> margins = new ArrayList<>();
    private final List<Choices> choices = new ArrayList<>();
    private final List<Result> results = new ArrayList<>();
    private final Deque<Double> bests = new ArrayDeque<>();
    private NormalSearch normal;

    /** Counts on through restarts. */
    private int generation;

    /** The generation with which the present run began. */
    private int begin;

    private int restarts;
    private int population;
    private int underWay;
    private boolean done;

    /** A trial with the place that its ordered parameters were drawn from, before the margin. */
    private record Result(TrialRecord trial, double[] origin, boolean foreign) {}

    /** @param axes of the space, of which {@code own} are this block's */
    Block(List<Parameter> axes, List<Integer> own, CmaEsSampling settings) {
        this.axes = axes;
        this.settings = settings;
        this.ordered = own.stream()
                .filter(axis -> !(axes.get(axis) instanceof CategoricalParameter))
                .mapToInt(Integer::intValue)
                .toArray();
        this.unordered = own.stream()
                .filter(axis -> axes.get(axis) instanceof CategoricalParameter)
                .mapToInt(Integer::intValue)
                .toArray();
        for (int axis : ordered) {
            boolean countable = axes.get(axis).cardinality().isPresent();
            margins.add(countable ? Optional.of(new Margin(axes.get(axis))) : Optional.empty());
        }
        for (int axis : unordered) {
            choices.add(new Choices((int) axes.get(axis).cardinality().orElseThrow()));
        }
        double[] centre = new double[ordered.length];
        Arrays.fill(centre, CENTRE);
        this.normal = NormalSearch.round(centre, settings.spread());
        this.population = usualPopulation();
    }

    /** Doubled by each restart (A. Auger, N. Hansen: A Restart CMA Evolution Strategy With Increasing Population Size, CEC 2005). */
    private int usualPopulation() {
        int first = settings.population() > 0
                ? settings.population()
                : CmaRates.usualPopulation(ordered.length + unordered.length);
        return Math.max(first, Math.min(LARGEST_POPULATION, first << Math.min(restarts, 10)));
    }

    /** Whether a point of the cube has this block's parameters. */
    boolean isIn(double[] point) {
        int any = ordered.length > 0 ? ordered[0] : unordered[0];
        return !Double.isNaN(point[any]);
    }

    int generation() {
        return generation;
    }

    /** Whether nothing more is to be found here, or it has become too narrow to find it. */
    boolean isDone() {
        return done;
    }

    /** A proposal with this block's parameters was made. */
    void proposed() {
        underWay++;
    }

    /**
     * Draws this block's coordinates.
     *
     * @param origin gets the ordered ones as they came from the normal distribution, before the margin
     */
    void draw(RandomGenerator random, double[] point, double[] origin) {
        for (int i = 0; i < unordered.length; i++) {
            Choices values = choices.get(i);
            point[unordered[i]] = (values.draw(random) + 0.5) / values.size();
        }
        double[] drawn = inCube(random);
        for (int i = 0; i < ordered.length; i++) {
            double mean = normal.mean()[i];
            double stretch = margins.get(i).map(Margin::stretch).orElse(1.0);
            origin[ordered[i]] = drawn[i];
            point[ordered[i]] = clipped(mean + stretch * (drawn[i] - mean));
        }
    }

    private double[] inCube(RandomGenerator random) {
        double[] drawn = normal.draw(random);
        for (int i = 1; i < DRAWS && Arrays.stream(drawn).anyMatch(x -> x < 0 || x > 1); i++) {
            drawn = normal.draw(random);
        }
        return Arrays.stream(drawn).map(Block::clipped).toArray();
    }

    private static double clipped(double coordinate) {
        return Math.min(1, Math.max(0, coordinate));
    }

    /** A trial that was not drawn here has ended. */
    void ended(TrialRecord trial) {
        add(new Result(trial, orderedOf(trial.point()), true));
    }

    /**
     * A trial that was drawn here has ended.
     *
     * @param ofGeneration the generation that it was drawn from
     * @param tellsSomething whether it has a result
     */
    void ended(TrialRecord trial, double[] origin, int ofGeneration, boolean tellsSomething) {
        underWay--;
        if (tellsSomething && ofGeneration >= begin) {
            add(new Result(trial, orderedOf(origin), ofGeneration != generation));
        }
    }

    private double[] orderedOf(double[] point) {
        return Arrays.stream(ordered).mapToDouble(axis -> point[axis]).toArray();
    }

    private void add(Result result) {
        results.add(result);
        if (results.size() >= population) {
            List<Result> all = new ArrayList<>(results);
            results.clear();
            all.sort(Comparator.comparing(Result::trial, Merit.BEST_FIRST));
            // Of a generation that failed as a whole, no order can be learnt from.
            if (all.get(0).trial.bestLoss() < Double.POSITIVE_INFINITY) {
                learn(all);
            }
            population = Math.max(usualPopulation(), underWay);
        }
    }

    private void learn(List<Result> all) {
        int size = all.size();
        CmaRates rates = CmaRates.of(Math.max(1, ordered.length), size);
        boolean[] foreign = new boolean[size];
        for (int i = 0; i < size; i++) {
            foreign[i] = all.get(i).foreign;
        }
        normal.learn(all.stream().map(Result::origin).toList(), foreign, rates, WIDEST);
        correctMargins(1.0 / (Math.max(1, ordered.length) * (double) size));
        learnChoices(all.stream().map(Result::trial).toList(), rates.weights(), rates.mass());
        generation++;
        done = isFound() || isFlat(all.get(0).trial.bestLoss(), size) || normal.condition() > WORST_CONDITION;
    }

    private void correctMargins(double least) {
        for (int i = 0; i < ordered.length; i++) {
            if (margins.get(i).isPresent()) {
                double[] mean = normal.mean();
                mean[i] = margins.get(i).get().correct(mean[i], normal.deviation(i), least);
            }
        }
    }

    /** The more trials the weights stand for, and the fewer values there are, the further the probabilities follow. */
    private void learnChoices(List<TrialRecord> trials, double[] weights, double mass) {
        for (int i = 0; i < unordered.length; i++) {
            int axis = unordered[i];
            Choices values = choices.get(i);
            int[] chosen = trials.stream()
                    .mapToInt(trial -> (int) (trial.point()[axis] * values.size()))
                    .toArray();
            double least = RARE_CHOICE / unordered.length / Math.max(1, values.size() - 1);
            values.learn(chosen, weights, mass / (mass + values.size()), least);
        }
    }

    private boolean isFound() {
        for (int i = 0; i < ordered.length; i++) {
            if (normal.deviation(i) >= limit(i)) {
                return false;
            }
        }
        return ordered.length > 0 || choices.stream().allMatch(Choices::areSettled);
    }

    private double limit(int i) {
        if (margins.get(i).isEmpty()) {
            return FOUND;
        }
        Parameter parameter = axes.get(ordered[i]);
        Object value = parameter.decode(clipped(normal.mean()[i]));
        return FOUND_IN_CELL * parameter.cell(value).width();
    }

    /** Whether generation after generation had the same best loss. */
    private boolean isFlat(double best, int size) {
        int window = 10 + (int) Math.ceil(30.0 * (ordered.length + unordered.length) / size);
        bests.addLast(best);
        while (bests.size() > window) {
            bests.removeFirst();
        }
        return bests.size() == window && bests.stream().distinct().count() == 1;
    }

    /** Begins again from a random place, with twice the population. */
    void restart(RandomGenerator random) {
        restarts++;
        generation++;
        begin = generation;
        done = false;
        results.clear();
        bests.clear();
        double[] mean = new double[ordered.length];
        for (int i = 0; i < mean.length; i++) {
            mean[i] = RandomNumbers.uniform(random);
        }
        normal = NormalSearch.round(mean, settings.spread());
        choices.forEach(Choices::forget);
        margins.forEach(margin -> margin.ifPresent(Margin::forget));
        population = Math.max(usualPopulation(), underWay);
    }

    /** Begins around the best trials of earlier studies, if any has these parameters. */
    void beginAround(List<TrialRecord> past) {
        List<TrialRecord> known = past.stream()
                .filter(trial -> trial.bestLoss() < Double.POSITIVE_INFINITY && isIn(trial.point()))
                .sorted(Merit.BEST_FIRST)
                .toList();
        List<TrialRecord> good = known.subList(0, (int) Math.ceil(GOOD * known.size()));
        if (!good.isEmpty()) {
            normal = NormalSearch.around(
                    good.stream().map(trial -> orderedOf(trial.point())).toList());
            double[] equal = new double[good.size()];
            Arrays.fill(equal, 1.0 / good.size());
            learnChoices(good, equal, good.size());
        }
    }
}
