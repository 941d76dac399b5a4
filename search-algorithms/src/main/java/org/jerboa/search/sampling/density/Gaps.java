package org.jerboa.search.sampling.density;

import java.util.Arrays;

/**
 * The order of observations along one axis that is not categorical, kept as they are added, and the deviations of kernels from
 * the gaps between them: a kernel is as wide as the wider of the gaps to its neighbours' values, beyond which other kernels
 * take over. Of countable values the neighbours are the next values that were observed.
 */
final class Gaps {

    private final Observations observations;
    private final int axis;
    private final Axis along;
    private int[] order = new int[64];
    private int size;

    /** Of each value of a countable axis, whether it is taken and then its deviation. */
    private final double[] byCell;

    Gaps(Observations observations, int axis, Axis along) {
        this.observations = observations;
        this.axis = axis;
        this.along = along;
        this.byCell = new double[along.cells()];
    }

    void add(int observation) {
        if (size == order.length) {
            order = Arrays.copyOf(order, 2 * size);
        }
        double at = observations.at(axis, observation);
        int low = 0;
        int high = size;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (observations.at(axis, order[middle]) <= at) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        System.arraycopy(order, low, order, low + 1, size - low);
        order[low] = observation;
        size++;
    }

    /**
     * Gives each kernel of a mixture its deviation.
     *
     * @param kernelOf of each observation the kernel around it; negative if it has none here
     * @param least deviation
     */
    void spread(Mixture mixture, int[] kernelOf, double least) {
        if (along.kind() == Axis.Kind.COUNTABLE) {
            spreadByCell(mixture, kernelOf, least);
            return;
        }
        int before = -1;
        int here = next(-1, kernelOf);
        while (here < size) {
            int after = next(here, kernelOf);
            double at = observations.at(axis, order[here]);
            double left = before < 0 ? -1 : at - observations.at(axis, order[before]);
            double right = after == size ? -1 : observations.at(axis, order[after]) - at;
            mixture.spread(axis, kernelOf[order[here]], deviation(at, left, right, least));
            before = here;
            here = after;
        }
    }

    private int next(int from, int[] kernelOf) {
        int next = from + 1;
        while (next < size && kernelOf[order[next]] < 0) {
            next++;
        }
        return next;
    }

    private void spreadByCell(Mixture mixture, int[] kernelOf, double least) {
        Arrays.fill(byCell, 0);
        for (int i = 0; i < observations.size(); i++) {
            if (kernelOf[i] >= 0) {
                byCell[observations.cell(axis, i)] = 1;
            }
        }
        int before = -1;
        int here = nextCell(-1);
        while (here < byCell.length) {
            int after = nextCell(here);
            double at = along.position(here);
            double left = before < 0 ? -1 : at - along.position(before);
            double right = after == byCell.length ? -1 : along.position(after) - at;
            byCell[here] = deviation(at, left, right, Math.max(least, along.width(here)));
            before = here;
            here = after;
        }
        for (int i = 0; i < observations.size(); i++) {
            if (kernelOf[i] >= 0) {
                mixture.spread(axis, kernelOf[i], byCell[observations.cell(axis, i)]);
            }
        }
    }

    private int nextCell(int from) {
        int next = from + 1;
        while (next < byCell.length && byCell[next] == 0) {
            next++;
        }
        return next;
    }

    /** Negative gaps are those of the outermost; alone a kernel reaches to the farther side of the cube. */
    private static double deviation(double at, double left, double right, double least) {
        double gap = left < 0 && right < 0 ? Math.max(at, 1 - at) : Math.max(left, right);
        return Math.min(1, Math.max(least, gap));
    }
}
