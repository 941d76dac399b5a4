package org.jerboa.transfer;

import java.util.Locale;
import org.jerboa.transfer.plan.Budget;
import org.jerboa.transfer.plan.Cluster;
import org.jerboa.transfer.plan.Pass;
import org.jerboa.transfer.plan.RunningNetwork;
import org.jerboa.transfer.plan.SizingRules;
import org.jerboa.transfer.plan.TransferPlan;
import org.jerboa.transfer.plan.WorkerSizing;
import org.jerboa.transfer.plan.Workload;

/**
 * A plan with what it is expected to take, before anything is computed.
 *
 * @param work the layers' features, and the network they are of
 * @param plan chosen or asked for
 * @param network while it computes them
 */
public record PlannedTransfer(Workload work, TransferPlan plan, Budget budget, RunningNetwork network) {

    /** {@link #sizing(Cluster, long, SizingRules)} by Vista's constants. */
    public WorkerSizing sizing(Cluster cluster, long downstreamBytes) {
        return sizing(cluster, downstreamBytes, SizingRules.vista());
    }

    /**
     * How large workers must be to compute the outputs of this plan and train downstream models on as many threads as they can have.
     *
     * @param downstreamBytes what one downstream model takes while it is trained: parameters, gradients, the updater's state, a minibatch
     * @throws IllegalArgumentException if a node has no core or memory for one thread; the message says how much there must be
     */
    public WorkerSizing sizing(Cluster cluster, long downstreamBytes, SizingRules rules) {
        return WorkerSizing.of(cluster, network.demand(work, plan, downstreamBytes), rules);
    }

    /** The passes of the plan, and what they are expected to take beside the lazy, the eager and the staged plan. */
    public String explain() {
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "%s plan for %s of %s: %s, stored %s%n",
                plan.kind().name().toLowerCase(Locale.ROOT),
                counted(work.layers().size(), "layer", "layers"),
                counted(work.examples(), "example", "examples"),
                counted(plan.passes().size(), "pass", "passes"),
                plan.peakBytes(work) <= budget.memoryBytes() ? "on the heap" : "in files"));
        int number = 1;
        for (Pass pass : plan.passes()) {
            text.append(String.format(
                    Locale.ROOT,
                    "  %d. %s: %s multiply-accumulates, %s held%n",
                    number++,
                    pass,
                    count(work.multiplyAccumulates(pass)),
                    bytes(work.bytesHeld(pass))));
        }
        text.append(String.format(
                Locale.ROOT, "%-16s %22s %14s %14s%n", "", "multiply-accumulates", "written", "most at once"));
        line(text, "this plan", plan);
        line(text, "lazy", TransferPlan.lazy(work));
        line(text, "staged", TransferPlan.staged(work));
        line(text, "eager", TransferPlan.eager(work));
        return text.toString();
    }

    private void line(StringBuilder text, String name, TransferPlan other) {
        line(text, name, other.multiplyAccumulates(work), other.bytesWritten(work), other.peakBytes(work));
    }

    static void line(StringBuilder text, String name, long multiplyAccumulates, long written, long peak) {
        text.append(String.format(
                Locale.ROOT, "%-16s %22s %14s %14s%n", name, count(multiplyAccumulates), bytes(written), bytes(peak)));
    }

    private static String counted(long number, String one, String more) {
        return number + " " + (number == 1 ? one : more);
    }

    private static String count(long number) {
        return scaled((double) number, 1000, new String[] {"", " k", " M", " G", " T"});
    }

    private static String bytes(long number) {
        return scaled((double) number, 1024, new String[] {" B", " KiB", " MiB", " GiB", " TiB"});
    }

    private static String scaled(double number, int step, String[] units) {
        int unit = 0;
        double left = number;
        while (left >= step && unit < units.length - 1) {
            left /= step;
            unit++;
        }
        return String.format(Locale.ROOT, unit == 0 ? "%.0f%s" : "%.2f%s", left, units[unit]);
    }
}
