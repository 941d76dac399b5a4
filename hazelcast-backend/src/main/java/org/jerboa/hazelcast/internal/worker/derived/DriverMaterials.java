package org.jerboa.hazelcast.internal.worker.derived;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jerboa.hazelcast.internal.wire.Lacks;
import org.jerboa.hazelcast.internal.wire.Recipe;
import org.jerboa.hazelcast.internal.wire.ShardPart;
import org.jerboa.hazelcast.internal.worker.memory.Room;
import org.jerboa.hazelcast.internal.worker.memory.ShardStore;
import org.jerboa.tune.data.Examples;
import org.jerboa.tune.data.ShardTransform;

/** Materials of one driver, and which of its studies use them. Thread-safe. */
final class DriverMaterials implements AutoCloseable {

    private final ShardStore sources;
    private final Transforms transforms;
    private final Room room;
    private final Runnable relief;
    private final Map<Cell, Outputs> outputs = new ConcurrentHashMap<>();

    /** What each open study has of derived shards here. */
    private final Map<DerivedShards, Set<Recipe>> recipes = new HashMap<>();

    /** What one transform computes of one source. */
    private record Cell(String transform, ShardPart.Header source) {

        static Cell of(Recipe recipe) {
            return new Cell(recipe.transform(), recipe.source());
        }
    }

    /** @param relief makes room in files by dropping what is not used */
    DriverMaterials(Room room, Transforms transforms, Runnable relief) {
        this.sources = new ShardStore(room);
        this.transforms = transforms;
        this.room = room;
        this.relief = relief;
    }

    ShardStore sources() {
        return sources;
    }

    Transforms transforms() {
        return transforms;
    }

    Optional<Examples> source(Recipe recipe) {
        return sources.find(recipe.source());
    }

    Optional<ShardTransform> transform(Recipe recipe) {
        return transforms.find(recipe.transform());
    }

    Outputs outputs(Recipe recipe) {
        return outputs.computeIfAbsent(Cell.of(recipe), cell -> new Outputs(room, relief));
    }

    /** If nothing is lacking, a study needs what the recipe names from now on. */
    synchronized Lacks use(DerivedShards study, Recipe recipe) {
        Lacks lacks = new Lacks(source(recipe).isEmpty(), transform(recipe).isEmpty(), "");
        if (lacks.isNothing()) {
            recipes.computeIfAbsent(study, none -> new HashSet<>()).add(recipe);
        }
        return lacks;
    }

    /** Outputs were computed, perhaps by a thread that has outlived its study. */
    synchronized void dropUnlessUsed(DerivedShards study, Recipe recipe, Set<String> names) {
        if (!recipes.getOrDefault(study, Set.of()).contains(recipe)) {
            Set<String> unused = new HashSet<>(names);
            unused.removeAll(used(Cell.of(recipe)));
            outputs(recipe).drop(unused);
        }
    }

    /** A study has ended: of the outputs that it speaks of, those stay that it wants kept, or that others use. */
    synchronized void leave(DerivedShards study) {
        Set<Recipe> ended = recipes.remove(study);
        if (ended == null) {
            return;
        }
        Map<Cell, Set<String>> dropped = new HashMap<>();
        ended.forEach(recipe -> dropped.computeIfAbsent(Cell.of(recipe), none -> new HashSet<>())
                .addAll(recipe.known()));
        ended.forEach(recipe -> dropped.getOrDefault(Cell.of(recipe), Set.of()).removeAll(recipe.keep()));
        dropped.forEach((cell, names) -> {
            names.removeAll(used(cell));
            Outputs here = outputs.get(cell);
            if (here != null) {
                here.drop(names);
            }
        });
    }

    /** Outputs that open studies speak of. */
    private Set<String> used(Cell cell) {
        Set<String> used = new HashSet<>();
        recipes.values()
                .forEach(all -> all.stream()
                        .filter(recipe -> Cell.of(recipe).equals(cell))
                        .forEach(recipe -> used.addAll(recipe.known())));
        return used;
    }

    /** Whatever no open study speaks of goes. */
    synchronized void dropUnused() {
        outputs.forEach((cell, here) -> here.retain(used(cell)));
        Set<ShardPart.Header> neededSources = new HashSet<>();
        Set<String> neededTransforms = new HashSet<>();
        recipes.values()
                .forEach(all -> all.forEach(recipe -> {
                    neededSources.add(recipe.source());
                    neededTransforms.add(recipe.transform());
                }));
        sources.headers().stream()
                .filter(source -> !neededSources.contains(source))
                .forEach(sources::drop);
        transforms.retain(neededTransforms);
    }

    long bytes() {
        return sources.bytes()
                + outputs.values().stream().mapToLong(Outputs::bytes).sum();
    }

    @Override
    public synchronized void close() {
        recipes.clear();
        dropUnused();
        sources.close();
        transforms.close();
    }
}
