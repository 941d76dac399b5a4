package org.jerboa.transfer.explain;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jerboa.transfer.explain.Locality.Global;
import org.jerboa.transfer.explain.Locality.Moved;
import org.jerboa.transfer.explain.Locality.Pointwise;
import org.jerboa.transfer.explain.Locality.Sliding;
import org.jspecify.annotations.Nullable;

/** Follows the changed windows through the network, from the patch to the first layers that need their whole input. */
final class Propagation {

    private final CleanPass clean;
    private final Localities localities;
    private final List<@Nullable Window> windows = new ArrayList<>();

    private Propagation(CleanPass clean) {
        this.clean = clean;
        this.localities = new Localities(clean.format(), clean.type());
    }

    static List<Planned> of(CleanPass clean, Window patches) {
        Propagation propagation = new Propagation(clean);
        propagation.windows.add(patches);
        List<Planned> all = new ArrayList<>();
        for (int i = 0; i < clean.nodes().size(); i++) {
            Planned planned = propagation.plan(clean.nodes().get(i), i + 1);
            propagation.windows.add(planned.window());
            all.add(planned);
        }
        return all;
    }

    private Planned plan(Node node, int number) {
        for (int input : node.inputs()) {
            if (windows.get(input) == null) {
                return whole(node, "its input '" + clean.name(input) + "' is whole");
            }
        }
        if (!clean.isMaps(number)) {
            return whole(node, node.kind() + " puts out no maps");
        }
        MapShape out = clean.maps(number).shape();
        List<MapShape> in =
                node.inputs().stream().map(input -> clean.maps(input).shape()).toList();
        Locality locality = localities.of(node, in, out);
        if (locality instanceof Global global) {
            return whole(node, global.reason());
        }
        Window window = behind(locality, node, out);
        return window.covers(out)
                ? whole(node, "its windows are as large as its maps")
                : new Planned(node, locality, window, "");
    }

    private static Planned whole(Node node, String reason) {
        return new Planned(node, new Global(reason), null, reason);
    }

    private Window behind(Locality locality, Node node, MapShape out) {
        Window first = window(node.inputs().get(0));
        if (locality instanceof Sliding sliding) {
            return new Window(
                    first.rows().through(sliding.rows(), out.rows()),
                    first.columns().through(sliding.columns(), out.columns()));
        }
        if (locality instanceof Moved moved) {
            return new Window(
                    first.rows().shifted(moved.down()), first.columns().shifted(moved.right()));
        }
        if (locality instanceof Pointwise) {
            return node.inputs().stream()
                    .map(this::window)
                    .reduce((a, b) -> a.joined(b, out))
                    .orElseThrow();
        }
        throw new IllegalStateException(locality + " has no windows");
    }

    private Window window(int number) {
        return Objects.requireNonNull(windows.get(number));
    }
}
