package org.jerboa.mop.journal;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jerboa.mop.schedule.ShardOrder;
import org.jerboa.tune.metric.Objective;
import org.jerboa.tune.spi.StudyDefinition;
import org.jspecify.annotations.Nullable;

/**
 * What a study is, as texts that can be compared: two runs with equal headers take the same decisions and compute the
 * same bits. The first line of a journal.
 *
 * @param format version of the journal's format
 * @param space canonical text of the search space
 * @param data fingerprint of the dataset
 * @param handler what the handler says a rerun must match
 * @param toolThreads threads of the tool inside a unit: sums come out differently with another number
 * @param shardOrder in which order trials visit their shards; journals of before there was a choice have none, and were
 *     seeded
 */
public record StudyHeader(
        int format,
        long seed,
        String space,
        String search,
        List<String> objectives,
        List<String> metrics,
        String dataName,
        String data,
        Map<String, String> handler,
        int toolThreads,
        ShardOrder shardOrder) {

    /** The format that this library writes. */
    public static final int FORMAT = 2;

    public StudyHeader {
        shardOrder = Objects.requireNonNullElse(shardOrder, ShardOrder.SEEDED);
        objectives = List.copyOf(objectives);
        metrics = List.copyOf(metrics);
        handler = Map.copyOf(handler);
    }

    public static StudyHeader of(StudyDefinition<?> definition, int toolThreads, ShardOrder shardOrder) {
        return new StudyHeader(
                FORMAT,
                definition.seed(),
                definition.space().text(),
                definition.search().describe(),
                definition.objectives().stream().map(Objective::toString).toList(),
                definition.metrics().stream().sorted(Comparator.naturalOrder()).toList(),
                definition.data().name(),
                definition.data().fingerprint(),
                definition.handler().settings(),
                toolThreads,
                shardOrder);
    }

    /** In what a study differs from this one, a line each, for people; empty if it is the same study. */
    public List<String> differences(StudyHeader other) {
        List<String> differences = new ArrayList<>();
        compare(differences, "seed", seed, other.seed);
        compare(differences, "search space", space, other.space);
        compare(differences, "search algorithm", search, other.search);
        compare(differences, "objectives", objectives, other.objectives);
        compare(differences, "reported metrics", metrics, other.metrics);
        compare(differences, "data fingerprint", data, other.data);
        compare(differences, "number of tool threads", toolThreads, other.toolThreads);
        compare(differences, "executor's shardOrder", shardOrder, other.shardOrder);
        Map<String, String> settings = new TreeMap<>(handler);
        settings.putAll(other.handler);
        for (String name : settings.keySet()) {
            compare(differences, "handler's " + name, handler.get(name), other.handler.get(name));
        }
        return differences;
    }

    private static void compare(List<String> differences, String what, @Nullable Object mine, @Nullable Object others) {
        if (!Objects.equals(mine, others)) {
            differences.add(what + " is " + others + ", it was " + mine);
        }
    }
}
