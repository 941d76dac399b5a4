package org.jerboa.mop.steering;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntFunction;
import org.jerboa.tune.space.Configuration;
import org.jerboa.tune.space.SearchSpace;
import org.jerboa.tune.study.Command;

/**
 * A command from somebody who may not have the study's space: its configurations are texts, and that of a clone names what
 * differs from the parent's.
 */
public record Order(Command texts) {

    /**
     * The command that is meant.
     *
     * @param configurationOf configuration of a trial; may throw IllegalArgumentException if there is no such trial
     * @throws IllegalArgumentException if a configuration is not one of the space
     */
    public Command in(SearchSpace space, IntFunction<Configuration> configurationOf) {
        if (texts instanceof Command.AddTrial add) {
            return new Command.AddTrial(space.parse(add.configuration().texts()));
        }
        if (texts instanceof Command.CloneTrial clone) {
            Map<String, Object> changes = new LinkedHashMap<>();
            clone.configuration()
                    .texts()
                    .forEach((name, text) ->
                            changes.put(name, space.parameter(name).parse(text)));
            Configuration changed = space.change(configurationOf.apply(clone.parent()), changes);
            return new Command.CloneTrial(clone.parent(), changed, clone.weights());
        }
        return texts;
    }
}
