package org.jerboa.arbiter;

import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.deeplearning4j.arbiter.BaseNetworkSpace;
import org.deeplearning4j.arbiter.BaseNetworkSpace.LayerConf;
import org.deeplearning4j.arbiter.optimize.api.ParameterSpace;

/**
 * Names for the leaves of an Arbiter space, by the fields through which they are reached: {@code updater.learningRate}, {@code
 * layer_0.nOut}. A leaf that is reached twice, one hyperparameter of two layers, has its first name.
 */
final class LeafNames {

    private final IdentityHashMap<ParameterSpace<?>, String> names = new IdentityHashMap<>();
    private final Set<String> taken = new HashSet<>();

    LeafNames(ParameterSpace<?> root) {
        walk("", root);
    }

    /** Of a leaf that users' own spaces keep to themselves, {@code parameter} and its place. */
    String of(ParameterSpace<?> leaf, int place) {
        String name = names.get(leaf);
        return name == null ? free("parameter" + place) : name;
    }

    private void walk(String path, ParameterSpace<?> space) {
        if (space.isLeaf()) {
            if (!names.containsKey(space)) {
                names.put(space, free(path.isEmpty() ? "value" : path.replaceAll("[^A-Za-z0-9_.-]", "_")));
            }
            return;
        }
        space.getNestedSpaces().forEach((name, nested) -> walk(path.isEmpty() ? name : path + "." + name, nested));
        if (space instanceof BaseNetworkSpace<?> network) {
            List<LayerConf> layers = network.getLayerSpaces();
            for (LayerConf layer : layers) {
                walk(layer.getLayerName() + ".numLayers", layer.getNumLayers());
                walk(layer.getLayerName(), layer.getLayerSpace());
            }
        }
    }

    private String free(String wanted) {
        String letterFirst = wanted.matches("[A-Za-z_].*") ? wanted : "_" + wanted;
        String name = letterFirst;
        for (int i = 2; !taken.add(name); i++) {
            name = letterFirst + "_" + i;
        }
        return name;
    }
}
