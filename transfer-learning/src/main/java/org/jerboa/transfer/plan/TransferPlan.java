package org.jerboa.transfer.plan;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * In which passes the outputs of the layers are computed. Immutable.
 *
 * @param kind what a reader would call it
 * @param passes the first begins at the inputs of the network
 */
public record TransferPlan(Kind kind, List<Pass> passes) {

    /** How a plan goes about it. */
    public enum Kind {
        /** One pass for every layer, each from the inputs. */
        LAZY,
        /** One pass for all layers. */
        EAGER,
        /** Several passes, at least one of which begins where an earlier one ended. */
        STAGED,
        /** Several passes from the inputs, at least one of which gives several layers. */
        GROUPED
    }

    public TransferPlan {
        passes = List.copyOf(passes);
    }

    /** Of passes that somebody has chosen. */
    static TransferPlan of(Workload work, List<Pass> passes) {
        boolean again = passes.stream().allMatch(pass -> pass.from().equals(work.inputs()));
        Kind kind;
        if (passes.size() == 1) {
            kind = Kind.EAGER;
        } else if (!again) {
            kind = Kind.STAGED;
        } else {
            kind = passes.size() == work.layers().size() ? Kind.LAZY : Kind.GROUPED;
        }
        return new TransferPlan(kind, passes);
    }

    /** One pass for every layer, each from the inputs. */
    public static TransferPlan lazy(Workload work) {
        List<Pass> passes = work.layers().stream()
                .map(layer -> new Pass(work.inputs(), List.of(layer), Set.of()))
                .toList();
        return new TransferPlan(Kind.LAZY, passes);
    }

    /** One pass for all layers. */
    public static TransferPlan eager(Workload work) {
        return new TransferPlan(Kind.EAGER, List.of(new Pass(work.inputs(), work.layers(), Set.of())));
    }

    /**
     * One pass for every layer, each from as much of what is computed so far as the rest needs. A pass begins at the inputs again if one
     * of them is needed anyway.
     */
    public static TransferPlan staged(Workload work) {
        List<Pass> passes = new ArrayList<>();
        Set<String> from = work.inputs();
        Set<String> done = new LinkedHashSet<>(work.inputs());
        for (int i = 0; i < work.layers().size(); i++) {
            String layer = work.layers().get(i);
            work.graph().upTo(layer).forEach(computed -> done.add(computed.name()));
            List<String> later = work.layers().subList(i + 1, work.layers().size());
            Set<String> keeps = later.isEmpty() ? Set.of() : work.graph().frontier(done, later);
            boolean again = keeps.stream().anyMatch(work.inputs()::contains);
            passes.add(new Pass(from, List.of(layer), again ? Set.of() : keeps));
            from = again || keeps.isEmpty() ? work.inputs() : keeps;
        }
        return of(work, passes);
    }

    /** Multiply-accumulates of all passes over all examples. */
    public long multiplyAccumulates(Workload work) {
        return passes.stream().mapToLong(work::multiplyAccumulates).sum();
    }

    /** The most bytes of layers' outputs that are there at any time. */
    public long peakBytes(Workload work) {
        return passes.stream().mapToLong(work::bytesHeld).max().orElse(0);
    }

    /** The most bytes that one pass writes. */
    public long largestPassBytes(Workload work) {
        return passes.stream().mapToLong(work::bytesWritten).max().orElse(0);
    }

    /** Bytes that are written: outputs to learn from, and what is kept between passes. */
    public long bytesWritten(Workload work) {
        return passes.stream().mapToLong(work::bytesWritten).sum();
    }

    /** Bytes that passes read of what those before have kept. */
    public long bytesRead(Workload work) {
        return passes.stream().mapToLong(work::bytesRead).sum();
    }
}
