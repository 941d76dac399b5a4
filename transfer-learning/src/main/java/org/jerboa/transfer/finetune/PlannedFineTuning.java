package org.jerboa.transfer.finetune;

import java.util.List;
import java.util.Locale;
import org.jerboa.transfer.plan.Budget;

/** What is stored, loaded and computed, and what that is expected to take, before anything is computed. Immutable. */
public final class PlannedFineTuning {

    private final ReuseWork work;
    private final ReusePlan plan;
    private final Budget budget;

    PlannedFineTuning(ReuseWork work, ReusePlan plan, Budget budget) {
        this.work = work;
        this.plan = plan;
        this.budget = budget;
    }

    ReusePlan plan() {
        return plan;
    }

    /** The layers whose outputs are computed once and stored, in the network's order. */
    public List<String> stored() {
        return plan.stored();
    }

    /** Bytes of these outputs, for all examples. */
    public long bytesStored() {
        return work.bytesStored(plan.stored());
    }

    /**
     * The layers whose stored outputs, and the inputs of the network that, the models of one depth of freezing read.
     *
     * @param upTo a value of the hyperparameter
     * @throws IllegalArgumentException if it has no such value
     */
    public List<String> loads(String upTo) {
        return reuse(upTo).loads();
    }

    /** The frozen layers that these models compute from what they read, in every epoch again. */
    public List<String> computes(String upTo) {
        return reuse(upTo).computes();
    }

    private Reuse reuse(String upTo) {
        if (!plan.reuses().containsKey(upTo)) {
            throw new IllegalArgumentException(
                    "the network is not frozen up to '" + upTo + "' by any configuration; depths are "
                            + work.parts().stream().map(FrozenPart::upTo).toList());
        }
        return plan.reuse(upTo);
    }

    /** Multiply-accumulates of frozen layers that are expected: once for what is stored, and in every epoch for the rest. */
    public double multiplyAccumulates() {
        return plan.multiplyAccumulates(work);
    }

    /** The same with nothing stored: with the frozen layers in place in every model. */
    public double multiplyAccumulatesInPlace() {
        return ReusePlan.of(work, List.of(), false).multiplyAccumulates(work);
    }

    /** The plan, and what it is expected to take beside training with everything in place and with all the room one could want. */
    public String explain() {
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "%s of freezing, %s of configurations expected, %d of %s seen in each%n",
                Amounts.counted(work.parts().size(), "depth"),
                Amounts.counted(work.epochs(), "epoch"),
                work.visited(),
                Amounts.counted(work.examples(), "example")));
        text.append(String.format(
                Locale.ROOT,
                "  stored once%s: %s, %s%n",
                plan.onDisk() ? " in files" : "",
                plan.stored().isEmpty() ? "nothing" : plan.stored(),
                Amounts.bytes(bytesStored())));
        for (FrozenPart part : work.parts()) {
            Reuse reuse = plan.reuse(part.upTo());
            text.append(String.format(
                    Locale.ROOT,
                    "  frozen up to %s: loads %s, computes %s, %s multiply-accumulates and %s for each example;"
                            + " trains %s%n",
                    part.upTo(),
                    reuse.loads(),
                    reuse.computes().isEmpty() ? "nothing" : reuse.computes(),
                    Amounts.count(reuse.work(work)),
                    Amounts.bytes(reuse.bytes(work)),
                    Amounts.counted(part.trained().size(), "layer")));
        }
        text.append(String.format(Locale.ROOT, "%-16s %22s %14s %14s%n", "", "multiply-accumulates", "stored", "read"));
        line(text, "this plan", plan);
        line(text, "all in place", ReusePlan.of(work, List.of(), false));
        ReusePlan unlimited = ReusePlanner.unlimited(work);
        long wanted = work.bytesStored(unlimited.stored());
        if (wanted > Math.max(budget.memoryBytes(), budget.diskBytes())) {
            line(text, "with more room", unlimited);
            text.append(String.format(
                    Locale.ROOT,
                    "The budget is %s of memory and %s of disk; %s (%d bytes) would save the most.%n",
                    Amounts.bytes(budget.memoryBytes()),
                    Amounts.bytes(budget.diskBytes()),
                    Amounts.bytes(wanted),
                    wanted));
        }
        return text.toString();
    }

    private void line(StringBuilder text, String name, ReusePlan other) {
        line(
                text,
                name,
                other.multiplyAccumulates(work),
                work.bytesStored(other.stored()),
                Amounts.bytes(other.bytesRead(work)));
    }

    static void line(StringBuilder text, String name, double multiplyAccumulates, long stored, String read) {
        text.append(String.format(
                Locale.ROOT,
                "%-16s %22s %14s %14s%n",
                name,
                Amounts.count(multiplyAccumulates),
                Amounts.bytes(stored),
                read));
    }
}
